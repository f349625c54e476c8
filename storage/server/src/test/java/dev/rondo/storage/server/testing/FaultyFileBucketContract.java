package dev.rondo.storage.server.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rondo.storage.BucketException;
import dev.rondo.storage.BucketException.Kind;
import dev.rondo.storage.FileBucket;
import dev.rondo.storage.StoredFile;
import dev.rondo.storage.server.testing.FaultyProxy.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a bad line does to what is read from any bucket and written into it: it takes longer, or fails, and is never
 * something else.
 */
public abstract class FaultyFileBucketContract<V extends StoredFile> {

    private static final int LARGE = 6 << 20;

    @TempDir
    private Path folder;

    private byte[] bytes = new byte[0];
    private Path content = Path.of("");

    /** The line. */
    protected abstract FaultyProxy proxy();

    /** An empty bucket behind it, the same within a test. */
    protected abstract FileBucket<V> bucket();

    /** A bucket that need not be there, behind it. */
    protected abstract FileBucket<V> named(String name) throws IOException;

    /** Ends the server. */
    protected abstract void stopServer();

    @BeforeEach
    void writeContent() throws IOException {
        bytes = random(100_000);
        content = file(bytes);
    }

    /** A folder of the test. */
    protected final Path folder() {
        return folder;
    }

    /** Some content. */
    protected final byte[] bytes() {
        return bytes.clone();
    }

    /** A file with it. */
    protected final Path content() {
        return content;
    }

    /** So many bytes, the same each time. */
    protected static byte[] random(int length) {
        byte[] random = new byte[length];
        new Random(7).nextBytes(random);
        return random;
    }

    /** A file of these. */
    protected final Path file(byte... content) throws IOException {
        return Files.write(Files.createTempFile(folder, "content", ""), content);
    }

    /** Writes an object, and finds it. */
    protected final V write(String name, Path from, @Nullable V seen) throws IOException {
        bucket().replace(name, from, seen);
        return bucket().find(name).orElseThrow();
    }

    /** The bytes of an object. */
    protected final byte[] read(V object) throws IOException {
        try (InputStream in = bucket().read(object)) {
            return in.readAllBytes();
        }
    }

    /** Expects that a call fails so. */
    protected static void fails(Kind kind, ThrowingCallable call) {
        assertThatExceptionOfType(BucketException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.kind()).isEqualTo(kind));
    }

    @ParameterizedTest
    @EnumSource(names = {"LOST", "ANSWER_LOST", "TOO_MANY", "UNAVAILABLE", "TRICKLE"})
    void what_passes_is_tried_again_and_done_once(Fault fault) throws IOException {
        proxy().next(fault);
        bucket().replace("a", content, null);
        proxy().next(fault);
        V written = bucket().find("a").orElseThrow();
        proxy().next(fault);
        assertThat(bucket().list("")).extracting(StoredFile::name).containsExactly("a");
        proxy().next(fault);
        assertThat(read(written)).isEqualTo(bytes);
        proxy().next(fault);
        bucket().replace("a", file((byte) 1), written);
        assertThat(read(bucket().find("a").orElseThrow())).containsExactly(1);

        proxy().next(fault);
        bucket().delete(bucket().find("a").orElseThrow());

        assertThat(bucket().list("")).isEmpty();
    }

    @Test
    void a_write_that_another_came_before_is_no_success_however_often_it_is_tried() throws IOException {
        V others = write("a", file((byte) 1), null);
        proxy().next(Fault.UNAVAILABLE, Fault.ANSWER_LOST);

        fails(Kind.CHANGED, () -> bucket().replace("a", content, null));

        assertThat(bucket().find("a")).contains(others);
    }

    @Test
    void other_bytes_than_were_written_are_told() throws IOException {
        V written = write("a", content, null);
        proxy().next(Fault.DAMAGED);

        fails(Kind.UNREACHABLE, () -> read(written));

        assertThat(read(written)).isEqualTo(bytes);
    }

    @Test
    void what_is_forbidden_is_told_at_once() throws IOException {
        V written = write("a", content, null);
        proxy().next(Fault.FORBIDDEN);
        fails(Kind.FORBIDDEN, () -> bucket().list(""));
        proxy().next(Fault.FORBIDDEN);
        fails(Kind.FORBIDDEN, () -> read(written));

        assertThat(read(written)).isEqualTo(bytes);
    }

    @Test
    void permissions_that_are_taken_away_half_way_are_told() throws IOException {
        V object = write("large", file(random(LARGE)), null);
        proxy().next(Fault.HALF, Fault.FORBIDDEN);

        fails(Kind.FORBIDDEN, () -> read(object));
    }

    @Test
    void an_object_that_is_replaced_while_its_line_breaks_is_told() throws IOException {
        V old = write("large", file(random(LARGE)), null);
        proxy().next(Fault.HALF);

        try (InputStream in = bucket().read(old)) {
            assertThat(in.readNBytes(1 << 20)).hasSize(1 << 20);
            bucket().replace("large", content, old);

            fails(Kind.CHANGED, in::readAllBytes);
        }
    }

    @Test
    void a_bucket_that_is_not_there_is_missing_and_a_server_that_is_not_there_is_unreachable() throws Exception {
        try (FileBucket<V> missing = named("not-there")) {
            fails(Kind.MISSING, () -> missing.list(""));
            fails(Kind.MISSING, () -> missing.replace("a", content, null));
        }
        stopServer();

        fails(Kind.UNREACHABLE, () -> bucket().list(""));
    }
}
