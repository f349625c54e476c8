package dev.rondo.storage.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rondo.metadata.blob.BlobStore;
import dev.rondo.metadata.blob.BucketBlobStore;
import dev.rondo.storage.Bucket;
import dev.rondo.storage.BucketAccess;
import dev.rondo.storage.BucketException;
import dev.rondo.storage.BucketObject;
import dev.rondo.storage.server.testing.FaultyFileBucketContract;
import dev.rondo.storage.server.testing.FaultyProxy;
import dev.rondo.storage.server.testing.FaultyProxy.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Google's client over a bad line. */
class FaultyBucketTest extends FaultyFileBucketContract<BucketObject> {

    private TestServer server;
    private Bucket bucket;

    @BeforeEach
    void open() throws IOException {
        server = new TestServer(folder().resolve("buckets"));
        bucket = server.throughProxy();
    }

    @AfterEach
    void close() {
        bucket.close();
        server.close();
    }

    @Override
    protected FaultyProxy proxy() {
        return server.proxy();
    }

    @Override
    protected Bucket bucket() {
        return bucket;
    }

    @Override
    protected Bucket named(String name) throws IOException {
        return server.named(name);
    }

    @Override
    protected void stopServer() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"LOST", "TOO_MANY", "UNAVAILABLE"})
    void to_touch_is_tried_again(Fault fault) throws IOException {
        BucketObject written = bucket.write("a", content(), 0);
        server.proxy().next(fault, fault);

        bucket.touch(written);

        assertThat(bucket.find("a").orElseThrow().metageneration()).isGreaterThan(written.metageneration());
    }

    @Test
    void bytes_that_end_half_way_are_read_on_or_told() throws IOException {
        BucketObject written = bucket.write("a", content(), 0);
        server.proxy().next(Fault.HALF);

        byte[] read;
        try {
            read = read(written);
        } catch (BucketException e) {
            read = read(written);
        }

        assertThat(read).isEqualTo(bytes());
    }

    @Test
    void an_object_that_is_replaced_while_it_is_read_is_the_one_that_it_was() throws IOException {
        BucketObject old = bucket.write("large", large((byte) 1), 0);

        try (InputStream in = bucket.read(old)) {
            assertThat(in.readNBytes(1 << 20)).containsOnly(1);
            BucketObject ignored = bucket.write("large", large((byte) 2), old.generation());

            assertThat(in.readAllBytes()).hasSize(5 << 20).containsOnly(1);
        }
    }

    private static byte[] large(byte of) {
        byte[] large = new byte[6 << 20];
        Arrays.fill(large, of);
        return large;
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/json; charset=utf-16", "nonsense"})
    void what_kind_of_content_somebody_says_it_is_has_no_say(String contentType) throws IOException {
        server.upload("elsewhere", "a.jar", contentType, bytes());

        try (Bucket elsewhere = server.named("elsewhere");
                InputStream in = elsewhere.read(elsewhere.find("a.jar").orElseThrow())) {
            assertThat(in.readAllBytes()).isEqualTo(bytes());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1999-12-31T23:59:59Z", "2099-01-01T00:00:00Z"})
    void another_clock_than_ours_changes_nothing(Instant theirs) throws IOException {
        try (TestServer skewed = new TestServer(folder().resolve("skewed"), InstantSource.fixed(theirs));
                Bucket there = skewed.direct()) {
            BucketObject written = there.write("a", content(), 0);

            assertThat(written.changedAt()).isEqualTo(theirs);
            try (InputStream in = there.read(written)) {
                assertThat(in.readAllBytes()).isEqualTo(bytes());
            }
            BlobStore store = new BucketBlobStore(there, "store/");
            String hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
            store.put(hash, InputStream.nullInputStream());
            assertThat(store.old("", store.now().minus(Duration.ofDays(1))))
                    .as("old by the bucket's clock")
                    .isEmpty();
            there.delete(written);
            assertThat(there.find("a")).isEmpty();
        }
    }

    @Test
    void credentials_that_are_none_are_told_by_their_path_and_not_by_what_is_in_them() throws IOException {
        Path file = Files.writeString(folder().resolve("key.json"), "{\"private_key\": \"hidden\"}");
        BucketAccess access = new BucketAccess(Optional.empty(), file.toString(), Optional.empty());

        assertThatExceptionOfType(BucketException.class)
                .isThrownBy(() -> new GcsProvider().open("bucket", access))
                .withMessageContaining("key.json")
                .withMessageNotContaining("hidden")
                .withNoCause();
    }
}
