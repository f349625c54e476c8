package dev.rondo.operators.gcs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.storage.BucketAccess;
import dev.rondo.storage.Buckets;
import dev.rondo.storage.Buckets.Settings;
import dev.rondo.storage.BucketsProvider;
import dev.rondo.storage.ClientJars;
import dev.rondo.storage.GoogleAccess;
import dev.rondo.storage.server.testing.FaultyProxy;
import dev.rondo.storage.server.testing.FaultyProxy.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A bad line loses nothing of a transfer and doubles nothing, wherever in it something goes wrong. */
class FaultyTransfersTest {

    private static final int PART = 10_000;

    // The requests of a transfer of three parts, some more than there are.
    private static final int REQUESTS = 14;

    private static final int TRIES = 3;

    @RegisterExtension
    private final GcsExtension gcs = new GcsExtension();

    @TempDir
    private Path folder;

    private FaultyProxy proxy;
    private Buckets faulty;
    private Path file;

    @BeforeEach
    void openThroughProxy() throws IOException {
        proxy = new FaultyProxy(gcs.server().uri());
        GoogleAccess access = GoogleAccess.of(BucketAccess.anonymous(proxy.uri().toString()));
        faulty = ClientJars.ofThisProcess(ClientJars.Cloud.GOOGLE)
                .open(BucketsProvider.class, Buckets.class, provider -> provider.open(access));
        byte[] bytes = new byte[2 * PART + 77];
        new Random(9).nextBytes(bytes);
        file = Files.write(folder.resolve("sent"), bytes);
    }

    @AfterEach
    void close() {
        faulty.close();
        proxy.close();
    }

    static Stream<Arguments> faults() {
        return Stream.of(Fault.values())
                .filter(fault -> fault != Fault.NONE)
                .flatMap(fault ->
                        Stream.iterate(0, at -> at < REQUESTS, at -> at + 3).map(at -> Arguments.of(fault, at)));
    }

    private void fault(Fault fault, int at) {
        proxy.next(Collections.nCopies(at, Fault.NONE).toArray(Fault[]::new));
        proxy.next(fault);
    }

    private interface Transfer {
        void bring() throws IOException;
    }

    /** As tries of a task follow one another. */
    private static void withRetries(Transfer transfer) throws IOException {
        for (int turn = 1; ; turn++) {
            try {
                transfer.bring();
                return;
            } catch (IOException e) {
                if (turn == TRIES) {
                    throw e;
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("faults")
    void a_file_comes_into_a_bucket_and_back(Fault fault, int at) throws IOException {
        Upload upload = new Upload(faulty, gcs.bucket(), gcs.context(), PART);
        Download download = new Download(faulty, gcs.bucket(), gcs.context());
        Path back = folder.resolve("back");
        fault(fault, at);

        withRetries(() -> upload.bring(file, "a", Settings.bytes()));
        withRetries(() -> assertThat(download.bring("a", back)).isPresent());

        assertThat(back).hasSameBinaryContentAs(file);
        assertThat(gcs.names(gcs.bucket()))
                .contains("a")
                .allMatch(name -> name.equals("a") || name.startsWith("a.parts/"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void objects_are_moved(Fault fault, int at) throws IOException {
        String to = gcs.newBucket();
        for (String name : List.of("1", "2", "3")) {
            gcs.put(name, "object " + name);
        }
        fault(fault, at);

        withRetries(() -> {
            Copies copies = new Copies(faulty, gcs.bucket(), to, gcs.context());
            for (var each : faulty.list(gcs.bucket(), Buckets.Listed.all(""))) {
                copies.move(each, each.name(), true);
            }
        });

        assertThat(gcs.names(to)).containsExactly("1", "2", "3");
        assertThat(gcs.text(to, "2")).isEqualTo("object 2");
        assertThat(gcs.names(gcs.bucket())).isEmpty();
    }
}
