package dev.rondo.storage.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.metadata.blob.BlobStore;
import dev.rondo.metadata.blob.BucketBlobStore;
import dev.rondo.metadata.blob.LargeXComs;
import dev.rondo.metadata.log.BucketLogStore;
import dev.rondo.metadata.log.LogStore;
import dev.rondo.metadata.log.LogStore.LogKey;
import dev.rondo.storage.Bucket;
import dev.rondo.storage.BucketObject;
import dev.rondo.storage.server.testing.FaultyProxy.Fault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jars, large values and logs over a bad line: nothing is lost, nothing is there twice, nothing is something else. */
class FaultyStoresTest {

    private static final LogKey KEY = new LogKey("flights", "manual__1", "train", -1, 1);

    private static final List<Fault> FAULTS = List.of(
            Fault.LOST, Fault.ANSWER_LOST, Fault.TOO_MANY, Fault.UNAVAILABLE, Fault.HALF, Fault.DAMAGED, Fault.TRICKLE);

    // Workers and readers ask again for minutes; here so many faults are lined up at most.
    private static final int MAX_TURNS = 40;

    @TempDir
    private Path folder;

    private TestServer server;
    private Bucket bucket;

    @BeforeEach
    void open() throws IOException {
        server = new TestServer(folder.resolve("buckets"));
        bucket = server.throughProxy();
    }

    @AfterEach
    void close() {
        bucket.close();
        server.close();
    }

    /** As workers and readers do. */
    private static <T> T again(Callable<T> call) throws Exception {
        for (int turn = 1; ; turn++) {
            try {
                return call.call();
            } catch (IOException e) {
                if (turn == MAX_TURNS) {
                    throw e;
                }
            }
        }
    }

    private void lineUp(Random random, int faults) {
        server.proxy()
                .next(random.ints(faults, 0, FAULTS.size())
                        .mapToObj(FAULTS::get)
                        .toArray(Fault[]::new));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void a_log_has_each_line_once_and_in_order(long seed) throws Exception {
        Random random = new Random(seed);
        AtomicLong nanos = new AtomicLong();
        BucketLogStore logs = new BucketLogStore(bucket, "logs/", nanos::get);
        StringBuilder said = new StringBuilder();

        for (int i = 0; i < 40; i++) {
            if (i % 10 == 0) {
                lineUp(random, 4);
            }
            byte[] piece = ("line " + i + "\n").getBytes(UTF_8);
            long at = said.length();
            assertThat(again(() -> logs.append(KEY, 7, at, piece))).isEqualTo(at + piece.length);
            said.append(new String(piece, UTF_8));
        }
        nanos.addAndGet(BucketLogStore.QUIET.toNanos());
        lineUp(random, 2);
        logs.composeQuiet();

        lineUp(random, 2);
        LogStore.Slice slice = again(() -> logs.read(KEY, 0, 1 << 20));
        assertThat(slice.text()).isEqualTo(said.toString());
        assertThat(slice.totalBytes()).isEqualTo(said.length());
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 4})
    void a_jar_and_a_large_value_are_kept_once_and_read_as_they_were(long seed) throws Exception {
        Random random = new Random(seed);
        BucketBlobStore store = new BucketBlobStore(bucket, "store/");
        LargeXComs large = new LargeXComs(store);
        byte[] jar = new byte[200_000];
        random.nextBytes(jar);
        String jarHash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(jar));
        byte[] value = ("\"" + "x".repeat(100_000) + "\"").getBytes(UTF_8);

        lineUp(random, 5);
        boolean put = again(() -> {
            store.put(jarHash, new ByteArrayInputStream(jar));
            return true;
        });
        lineUp(random, 3);
        String valueHash = again(() -> large.keep(value));
        lineUp(random, 3);
        byte[] read = again(() -> {
            try (InputStream in = store.find(jarHash).orElseThrow().content()) {
                return in.readAllBytes();
            }
        });
        lineUp(random, 3);
        String readValue = again(() -> large.find(valueHash).orElseThrow());

        assertThat(put).isTrue();
        assertThat(read).isEqualTo(jar);
        assertThat(readValue).isEqualTo(new String(value, UTF_8));
        assertThat(again(() -> bucket.list("store/")))
                .extracting(BucketObject::name)
                .containsExactlyInAnyOrder(
                        "store/" + jarHash.substring(0, 2) + "/" + jarHash,
                        "store/" + valueHash.substring(0, 2) + "/" + valueHash);
    }

    @Test
    void what_was_put_again_over_a_bad_line_is_not_cleared_away() throws Exception {
        BucketBlobStore store = new BucketBlobStore(bucket, "store/");
        LargeXComs large = new LargeXComs(store);
        byte[] value = "\"value\"".getBytes(UTF_8);
        String hash = large.keep(value);
        BlobStore.Old seen = store.old(hash.substring(0, 1), store.now().plus(Duration.ofDays(1)))
                .getFirst();

        server.proxy().next(Fault.UNAVAILABLE, Fault.ANSWER_LOST);
        assertThat(again(() -> large.keep(value))).isEqualTo(hash);
        server.proxy().next(Fault.LOST);

        assertThat(again(seen::delete)).isFalse();
        assertThat(again(() -> large.find(hash))).isPresent();
    }

    @Test
    void a_jar_that_is_replaced_again_and_again_is_read_whole_or_not_at_all() throws Exception {
        byte[][] versions = new byte[20][];
        for (int i = 0; i < versions.length; i++) {
            versions[i] = new byte[50_000 + i];
            new Random(i).nextBytes(versions[i]);
        }
        BucketObject seen = bucket.write("dags/train.jar", versions[0], 0);

        for (int i = 1; i < versions.length; i++) {
            try (InputStream in = bucket.read(seen)) {
                byte[] begun = in.readNBytes(1_000);
                BucketObject next = bucket.write("dags/train.jar", versions[i], seen.generation());
                byte[] rest = in.readAllBytes();
                assertThat(begun.length + rest.length).as("of one version").isEqualTo(versions[i - 1].length);
                seen = next;
            } catch (IOException e) {
                seen = bucket.find("dags/train.jar").orElseThrow();
            }
            try (InputStream in = bucket.read(seen)) {
                assertThat(in.readAllBytes()).isEqualTo(versions[i]);
            }
        }
    }
}
