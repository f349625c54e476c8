package dev.rondo.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.e2e.harness.ClusterExtension;
import dev.rondo.e2e.harness.Distribution;
import dev.rondo.e2e.harness.Run;
import dev.rondo.e2e.jar.DagJar;
import dev.rondo.storage.s3.testing.S3Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files of tasks in {@code s3://}, on a worker whose data place is there too: written and read in task hosts by
 * Amazon's client, which the tasks themselves do not see, and with keys that nobody says.
 */
class AmazonDataTest {

    private static final String SECRET = "the-secret-of-amazons-key";
    private static final String WRONG_SECRET = "the-secret-of-a-key-that-is-none";

    @RegisterExtension
    static final ClusterExtension CLUSTER = new ClusterExtension(
            Map.of("RONDO_DATA", "s3://shared/team/data"), cluster -> cluster.startWorker("one", 2));

    @TempDir
    static Path folder;

    private static S3Server server;

    @BeforeAll
    static void serve() throws IOException {
        server = new S3Server();
        server.makeBucket("shared");
        server.makeBucket("theirs");
        connection("aws_default", S3Server.KEY, SECRET);
        connection("wrong", "AKIAOTHER", WRONG_SECRET);
        CLUSTER.get().home("server").drop("files.jar", jar());
    }

    private static void connection(String id, String key, String secret) {
        var _ = CLUSTER.get()
                .api()
                .post(
                        "/connections",
                        Map.of(
                                "connection_id",
                                id,
                                "conn_type",
                                "aws",
                                "login",
                                key,
                                "password",
                                secret,
                                "extra",
                                "{\"endpoint_url\": \"" + server.uri() + "\"}"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static byte[] jar() {
        return DagJar.of(Distribution.built())
                .dag("Files", """
                        public final class Files implements DagFamily {
                            public List<Dag> define() {
                                Dag whole = Dag.create("whole_names");
                                var written = whole.task("write").call(ctx -> {
                                    ctx.data().path("s3://theirs/in/a.txt").writeString("from a task");
                                    return "s3://theirs/in/a.txt";
                                }).jvmOptions("%s");
                                whole.task("read", written).call((ctx, name) -> {
                                    try {
                                        Class.forName("software.amazon.awssdk.services.s3.S3Client");
                                        return "the task sees Amazon's client";
                                    } catch (ClassNotFoundException e) {
                                        return ctx.data().path(name).readString();
                                    }
                                });

                                Dag below = Dag.create("below_the_place");
                                var report = below.task("report").call(ctx -> {
                                    var target = ctx.data().path("reports/today.txt");
                                    target.writeString("12 rows");
                                    return target.toString();
                                });
                                below.task("print", report).call((ctx, name) -> ctx.data().path("reports").list().size()
                                        + ": " + ctx.data().path("reports/today.txt").readString());

                                Dag refused = Dag.create("refused");
                                refused.task("write").run(
                                        ctx -> ctx.data().path("s3://theirs/in/b.txt", "wrong").writeString("x"));
                                return List.of(whole, below, refused);
                            }
                        }
                        """.formatted("-Xlog:class+load:file=" + loaded()))
                .bytes();
    }

    /** Written by the JVM itself: what it loaded, and from where. */
    private static Path loaded() {
        return folder.resolve("write.classes");
    }

    @Test
    void tasks_write_and_read_files_of_s3_by_amazons_client_and_do_not_see_it() throws IOException {
        Run run = CLUSTER.get().dags().run("whole_names");

        assertThat(run.awaitEnd()).as("%s", run.states()).isEqualTo("success");
        assertThat(run.result("read").asText()).isEqualTo("from a task");
        assertThat(server.asked()).contains("PUT /theirs/in/a.txt " + S3Server.KEY);
        assertThat(Files.readString(loaded()))
                .containsPattern("software\\.amazon\\.awssdk\\.services\\.s3\\.S3Client source: file:.*/amazon/");
        assertThat(said()).doesNotContain(SECRET);
    }

    @Test
    void the_data_place_of_a_worker_may_be_in_s3() throws IOException {
        Run run = CLUSTER.get().dags().run("below_the_place");

        assertThat(run.awaitEnd()).as("%s", run.states()).isEqualTo("success");
        assertThat(run.result("report").asText()).isEqualTo("s3://shared/team/data/reports/today.txt");
        assertThat(run.result("print").asText()).isEqualTo("1: 12 rows");
        assertThat(server.asked()).contains("PUT /shared/team/data/reports/today.txt " + S3Server.KEY);
        assertThat(CLUSTER.get().home("one").folder().resolve("data")).doesNotExist();
        assertThat(said()).doesNotContain(SECRET);
    }

    @Test
    void a_key_that_is_none_is_told_by_the_task_and_by_the_test_of_the_connection_without_its_secret()
            throws IOException {
        Run run = CLUSTER.get().dags().run("refused");

        assertThat(run.awaitEnd()).isEqualTo("failed");
        assertThat(run.awaitLog("write", 1, "AccessDeniedException"))
                .contains("s3://theirs/in/b.txt", "403")
                .doesNotContain(WRONG_SECRET);
        assertThat(tested("wrong"))
                .isEqualTo("false: cannot list the buckets of " + server.uri()
                        + ": 403 InvalidAccessKeyId: The AWS Access Key Id you provided does not exist");
        assertThat(tested("aws_default")).isEqualTo("true: " + server.uri() + " knows the key; buckets it may list: 2");
        assertThat(said()).doesNotContain(SECRET, WRONG_SECRET);
    }

    private static String tested(String connection) {
        JsonNode tested =
                CLUSTER.get().api().post("/connections/test", Map.of("connection_id", connection, "conn_type", "aws"));
        return tested.path("status").asText() + ": " + tested.path("message").asText();
    }

    /** All that the processes have written but the database: what they said, their own logs and those of tasks. */
    private static String said() throws IOException {
        List<String> said = new ArrayList<>();
        for (String home : List.of("server", "one")) {
            try (Stream<Path> files = Files.walk(CLUSTER.get().home(home).folder())) {
                files.filter(Files::isRegularFile).forEach(file -> said.add(text(file)));
            }
        }
        assertThat(said).isNotEmpty();
        return String.join("\n", said);
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? new String(Files.readAllBytes(file), UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
