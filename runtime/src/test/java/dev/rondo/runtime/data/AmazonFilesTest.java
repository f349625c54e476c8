package dev.rondo.runtime.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rondo.sdk.Connection;
import dev.rondo.sdk.data.DataPath;
import dev.rondo.storage.s3.testing.S3Server;
import dev.rondo.storage.server.testing.FaultyProxy;
import dev.rondo.storage.server.testing.FaultyProxy.Fault;
import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files in {@code s3://} by Amazon's client against a server that speaks as S3 does. */
class AmazonFilesTest extends DataPathContract {

    private static final List<Fault> FAULTS =
            List.of(Fault.LOST, Fault.ANSWER_LOST, Fault.TOO_MANY, Fault.UNAVAILABLE, Fault.HALF, Fault.TRICKLE);

    private static S3Server server;
    private static FaultyProxy proxy;

    private final String bucket = "b" + UUID.randomUUID();
    private TryData data;

    @BeforeAll
    static void start() throws IOException {
        server = new S3Server();
        proxy = new FaultyProxy(server.uri());
    }

    @AfterAll
    static void stop() {
        proxy.close();
        server.close();
    }

    @BeforeEach
    void open() {
        server.makeBucket(bucket);
        data = data(Map.of("aws_default", keyed(server.uri()), "faulty", keyed(proxy.uri())));
    }

    @AfterEach
    void close() {
        data.close();
    }

    private static TryData data(Map<String, Connection> connections) {
        return new TryData(new DataRoot("", Map.of(), pause -> {}), id -> Optional.ofNullable(connections.get(id)));
    }

    private static Connection keyed(URI server) {
        return aws("aws_default", S3Server.KEY, "secret-of-the-key", "{\"endpoint_url\": \"" + server + "\"}");
    }

    private static Connection aws(String id, String login, String password, String extra) {
        return new Connection(id, "aws", null, login, password, null, null, extra);
    }

    @Override
    DataPath root() {
        return data.path("s3://" + bucket + "/data");
    }

    @Test
    void a_file_is_the_object_of_its_name() throws IOException {
        DataPath file = root().resolve("a/b.txt");

        file.writeString("x");

        assertThat(file).hasToString("s3://" + bucket + "/data/a/b.txt");
        assertThat(data.path(file.toString())).isEqualTo(file);
        assertThat(server.asked()).contains("PUT /" + bucket + "/data/a/b.txt " + S3Server.KEY);
    }

    @Test
    void of_many_who_write_a_new_file_at_once_one_succeeds() throws Exception {
        DataPath file = root().resolve("models/v000001");

        int written = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> tried = IntStream.range(0, 8)
                    .mapToObj(i -> threads.submit(() -> file.writeNew(out -> out.write(7))))
                    .toList();
            for (Future<Boolean> one : tried) {
                written += one.get() ? 1 : 0;
            }
        }

        assertThat(written).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void over_a_bad_line_nothing_is_lost_and_nothing_done_twice(long seed) throws IOException {
        Random random = new Random(seed);
        DataPath place = data.path("s3://" + bucket + "/data", "faulty");
        for (int i = 0; i < 6; i++) {
            proxy.next(random.ints(2, 0, FAULTS.size()).mapToObj(FAULTS::get).toArray(Fault[]::new));
            String text = "text " + i;
            DataPath file = place.resolve("f" + i);

            assertThat(file.writeNew(out -> out.write(text.getBytes(UTF_8))))
                    .as("ours, though an answer was lost")
                    .isTrue();

            proxy.next(random.ints(2, 0, FAULTS.size()).mapToObj(FAULTS::get).toArray(Fault[]::new));
            assertThat(file.writeNew(out -> out.write(text.getBytes(UTF_8))))
                    .as("there")
                    .isFalse();
            assertThat(file.readString()).isEqualTo(text);
        }
        assertThat(place.list()).hasSize(6);
    }

    @Test
    void errors_are_those_of_files_and_name_the_object() {
        DataPath elsewhere = data.path("s3://no-such-bucket/a");
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> elsewhere.writeString("x"))
                .withMessageContaining("s3://no-such-bucket/a");
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(elsewhere::list);

        proxy.next(Fault.FORBIDDEN);
        assertThatExceptionOfType(AccessDeniedException.class)
                .isThrownBy(() -> data.path("s3://" + bucket + "/a", "faulty").writeString("x"))
                .withMessageContaining("s3://" + bucket + "/a");
    }

    @Test
    void a_key_that_is_none_is_told_without_its_secret() {
        try (TryData wrong = data(Map.of(
                "mine", aws("mine", "AKIAOTHER", "hidden-secret", "{\"endpoint_url\": \"" + server.uri() + "\"}")))) {
            assertThatExceptionOfType(AccessDeniedException.class)
                    .isThrownBy(
                            () -> wrong.path("s3://" + bucket + "/a", "mine").writeString("x"))
                    .withMessageContaining("403: no reason was given")
                    .withMessageNotContaining("hidden-secret");
        }
    }

    @Test
    void a_connection_of_another_type_is_refused() {
        try (TryData wrong = data(Map.of("mine", Connection.ofUri("mine", "http://me:pass@host")))) {
            assertThatExceptionOfType(AccessDeniedException.class)
                    .isThrownBy(
                            () -> wrong.path("s3://" + bucket + "/a", "mine").exists())
                    .withMessageContaining("'mine' is of type 'http', and Amazon S3 needs one of type aws");
        }
    }

    @Test
    void a_server_that_does_not_answer_is_told() {
        Connection gone = aws("gone", S3Server.KEY, "secret", "{\"endpoint_url\": \"http://127.0.0.1:9\"}");
        try (TryData away = data(Map.of("gone", gone))) {
            assertThatExceptionOfType(FileSystemException.class)
                    .isThrownBy(() -> away.path("s3://" + bucket + "/a", "gone").exists())
                    .withMessageContaining("s3://" + bucket + "/a");
        }
    }
}
