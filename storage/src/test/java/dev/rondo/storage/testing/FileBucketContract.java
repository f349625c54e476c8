package dev.rondo.storage.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rondo.storage.BucketException;
import dev.rondo.storage.BucketException.Kind;
import dev.rondo.storage.FileBucket;
import dev.rondo.storage.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every bucket does for files, whoever keeps it. */
public abstract class FileBucketContract<V extends StoredFile> {

    @TempDir
    private Path folder;

    /** An empty bucket, the same within a test. */
    protected abstract FileBucket<V> bucket();

    /** A file with that content. */
    protected final Path file(byte[] content) throws IOException {
        return Files.write(Files.createTempFile(folder, "content", ""), content);
    }

    /** Writes an object, and finds it. */
    protected final V replace(String name, String content, @Nullable V seen) throws IOException {
        bucket().replace(name, file(content.getBytes(UTF_8)), seen);
        return bucket().find(name).orElseThrow();
    }

    /** The text of an object. */
    protected final String text(V object) throws IOException {
        return new String(bytes(object), UTF_8);
    }

    /** Its bytes. */
    protected final byte[] bytes(V object) throws IOException {
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

    @Test
    void what_is_written_is_found_listed_and_read() throws IOException {
        V written = replace("dags/a b+ü.jar", "hello", null);

        assertThat(written.name()).isEqualTo("dags/a b+ü.jar");
        assertThat(written.sizeBytes()).isEqualTo(5);
        assertThat(bucket().list("dags/")).singleElement().satisfies(listed -> {
            assertThat(listed.name()).isEqualTo(written.name());
            assertThat(listed.sizeBytes()).isEqualTo(written.sizeBytes());
            assertThat(listed.changedAt()).isEqualTo(written.changedAt());
            assertThat(text(listed)).isEqualTo("hello");
        });
        assertThat(text(written)).isEqualTo("hello");
    }

    @Test
    void what_is_not_there_is_not_found() throws IOException {
        assertThat(bucket().find("none")).isEmpty();
        assertThat(bucket().list("none")).isEmpty();
    }

    @Test
    void a_listing_has_what_begins_so_in_order() throws IOException {
        for (String name : new String[] {"b/2", "b/10", "a", "b/1/x", "b/3", "b/4 &+<>%", "c"}) {
            replace(name, name, null);
        }

        assertThat(bucket().list("b/"))
                .extracting(StoredFile::name)
                .containsExactly("b/1/x", "b/10", "b/2", "b/3", "b/4 &+<>%");
    }

    @Test
    void the_second_who_writes_on_the_same_condition_is_told_so() throws IOException {
        V first = replace("a", "1", null);

        fails(Kind.CHANGED, () -> replace("a", "2", null));

        V second = replace("a", "2", first);
        fails(Kind.CHANGED, () -> replace("a", "3", first));
        assertThat(text(second)).isEqualTo("2");
    }

    @Test
    void what_was_deleted_is_not_replaced() throws IOException {
        V first = replace("a", "1", null);
        bucket().delete(first);

        fails(Kind.CHANGED, () -> replace("a", "2", first));

        assertThat(bucket().find("a")).isEmpty();
    }

    @Test
    void a_version_that_was_replaced_or_deleted_is_not_read() throws IOException {
        V first = replace("a", "1", null);
        V second = replace("a", "2", first);

        fails(Kind.CHANGED, () -> text(first));

        bucket().delete(second);
        fails(Kind.CHANGED, () -> text(second));
    }

    @Test
    void only_the_version_that_was_seen_is_deleted() throws IOException {
        V first = replace("a", "1", null);
        V second = replace("a", "2", first);

        fails(Kind.CHANGED, () -> bucket().delete(first));

        assertThat(bucket().find("a")).contains(second);
        bucket().delete(second);
        bucket().delete(second);
        assertThat(bucket().find("a")).isEmpty();
    }

    @Test
    void large_and_empty_objects_are_whole() throws IOException {
        byte[] large = new byte[5 << 20];
        new Random(7).nextBytes(large);

        bucket().replace("large", file(large), null);

        assertThat(bytes(bucket().find("large").orElseThrow())).isEqualTo(large);
        assertThat(text(replace("empty", "", null))).isEmpty();
    }
}
