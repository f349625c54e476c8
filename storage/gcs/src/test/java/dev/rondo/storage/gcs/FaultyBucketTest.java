package dev.rondo.storage.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rondo.storage.Bucket;
import dev.rondo.storage.BucketAccess;
import dev.rondo.storage.BucketException;
import dev.rondo.storage.BucketException.Kind;
import dev.rondo.storage.BucketObject;
import dev.rondo.storage.server.testing.FaultyProxy.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a bad line does to what is read and written: it takes longer, or fails, and is never something else. */
class FaultyBucketTest {

    @TempDir
    private Path folder;

    private TestServer server;
    private Bucket bucket;
    private Path content;
    private byte[] bytes;

    @BeforeEach
    void open() throws IOException {
        server = new TestServer(folder.resolve("buckets"));
        bucket = server.throughProxy();
        bytes = new byte[100_000];
        new Random(7).nextBytes(bytes);
        content = Files.write(folder.resolve("content"), bytes);
    }

    @AfterEach
    void close() {
        bucket.close();
        server.close();
    }

    private byte[] read(BucketObject object) throws IOException {
        try (InputStream in = bucket.read(object)) {
            return in.readAllBytes();
        }
    }

    private static void fails(Kind kind, ThrowingCallable call) {
        assertThatExceptionOfType(BucketException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.kind()).isEqualTo(kind));
    }

    @ParameterizedTest
    @EnumSource(names = {"LOST", "ANSWER_LOST", "TOO_MANY", "UNAVAILABLE"})
    void what_passes_is_tried_again_and_done_once(Fault fault) throws IOException {
        server.proxy().next(fault);
        BucketObject written = bucket.write("a", content, 0);
        server.proxy().next(fault);
        assertThat(bucket.list("")).containsExactly(written);
        server.proxy().next(fault);
        assertThat(read(written)).isEqualTo(bytes);

        server.proxy().next(fault);
        bucket.delete(written);

        assertThat(bucket.list("")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"LOST", "TOO_MANY", "UNAVAILABLE"})
    void to_touch_is_tried_again(Fault fault) throws IOException {
        BucketObject written = bucket.write("a", content, 0);
        server.proxy().next(fault, fault);

        bucket.touch(written);

        assertThat(bucket.find("a").orElseThrow().metageneration()).isGreaterThan(written.metageneration());
    }

    @Test
    void a_write_that_another_came_before_is_no_success_however_often_it_is_tried() throws IOException {
        BucketObject others = bucket.write("a", Files.write(folder.resolve("other"), new byte[] {1}), 0);
        server.proxy().next(Fault.UNAVAILABLE, Fault.ANSWER_LOST);

        fails(Kind.CHANGED, () -> bucket.write("a", content, 0));

        assertThat(bucket.find("a")).contains(others);
    }

    @Test
    void bytes_that_end_half_way_are_read_on_or_told() throws IOException {
        BucketObject written = bucket.write("a", content, 0);
        server.proxy().next(Fault.HALF);

        byte[] read;
        try {
            read = read(written);
        } catch (BucketException e) {
            read = read(written);
        }

        assertThat(read).isEqualTo(bytes);
    }

    @Test
    void other_bytes_than_were_written_are_told() throws IOException {
        BucketObject written = bucket.write("a", content, 0);
        server.proxy().next(Fault.DAMAGED);

        fails(Kind.UNREACHABLE, () -> read(written));

        assertThat(read(written)).isEqualTo(bytes);
    }

    @Test
    void what_is_forbidden_is_told_at_once() throws IOException {
        BucketObject written = bucket.write("a", content, 0);
        server.proxy().next(Fault.FORBIDDEN);
        fails(Kind.FORBIDDEN, () -> bucket.list(""));
        server.proxy().next(Fault.FORBIDDEN);
        fails(Kind.FORBIDDEN, () -> read(written));

        assertThat(read(written)).isEqualTo(bytes);
    }

    @Test
    void a_bucket_that_is_not_there_is_missing_and_a_server_that_is_not_there_is_unreachable() throws Exception {
        try (Bucket missing = server.named("not-there")) {
            fails(Kind.MISSING, () -> missing.list(""));
            fails(Kind.MISSING, () -> missing.write("a", content, 0));
        }
        server.close();

        fails(Kind.UNREACHABLE, () -> bucket.list(""));
    }

    @Test
    void credentials_that_are_none_are_told_by_their_path_and_not_by_what_is_in_them() throws IOException {
        Path file = Files.writeString(folder.resolve("key.json"), "{\"private_key\": \"hidden\"}");
        BucketAccess access = new BucketAccess(Optional.empty(), file.toString(), Optional.empty());

        assertThatExceptionOfType(BucketException.class)
                .isThrownBy(() -> new GcsProvider().open("bucket", access))
                .withMessageContaining("key.json")
                .withMessageNotContaining("hidden")
                .withNoCause();
    }
}
