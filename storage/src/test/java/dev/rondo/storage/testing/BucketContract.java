package dev.rondo.storage.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rondo.storage.Bucket;
import dev.rondo.storage.BucketException;
import dev.rondo.storage.BucketException.Kind;
import dev.rondo.storage.BucketObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every bucket does, whoever keeps it. */
public abstract class BucketContract {

    @TempDir
    private Path folder;

    /** An empty bucket, the same within a test. */
    protected abstract Bucket bucket();

    private Path file(byte[] content) throws IOException {
        return Files.write(Files.createTempFile(folder, "content", ""), content);
    }

    private BucketObject write(String name, String content, long ifGeneration) throws IOException {
        return bucket().write(name, file(content.getBytes(UTF_8)), ifGeneration);
    }

    private String text(BucketObject object) throws IOException {
        try (InputStream in = bucket().read(object)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private static void fails(Kind kind, ThrowingCallable call) {
        assertThatExceptionOfType(BucketException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.kind()).isEqualTo(kind));
    }

    @Test
    void what_is_written_is_found_listed_and_read() throws IOException {
        BucketObject written = write("dags/a b+ü.jar", "hello", 0);

        assertThat(written.sizeBytes()).isEqualTo(5);
        assertThat(written.generation()).isNotZero();
        assertThat(bucket().find("dags/a b+ü.jar")).contains(written);
        assertThat(bucket().list("dags/")).containsExactly(written);
        assertThat(text(written)).isEqualTo("hello");
    }

    @Test
    void what_is_not_there_is_not_found() throws IOException {
        assertThat(bucket().find("none")).isEmpty();
        assertThat(bucket().list("none")).isEmpty();
    }

    @Test
    void a_listing_has_what_begins_so_in_order() throws IOException {
        for (String name : new String[] {"b/2", "b/10", "a", "b/1/x", "c"}) {
            write(name, name, 0);
        }

        assertThat(bucket().list("b/")).extracting(BucketObject::name).containsExactly("b/1/x", "b/10", "b/2");
    }

    @Test
    void the_second_who_writes_on_the_same_condition_is_told_so() throws IOException {
        BucketObject first = write("a", "1", 0);

        fails(Kind.CHANGED, () -> write("a", "2", 0));

        BucketObject second = write("a", "2", first.generation());
        fails(Kind.CHANGED, () -> write("a", "3", first.generation()));
        assertThat(text(second)).isEqualTo("2");
    }

    @Test
    void to_write_the_same_bytes_again_is_to_have_written_them() throws IOException {
        BucketObject first = write("a", "1", 0);

        assertThat(write("a", "1", 0)).isEqualTo(first);
    }

    @Test
    void a_generation_that_was_replaced_or_deleted_is_not_read() throws IOException {
        BucketObject first = write("a", "1", 0);
        BucketObject second = write("a", "2", first.generation());

        fails(Kind.CHANGED, () -> text(first));

        bucket().delete(second);
        fails(Kind.CHANGED, () -> text(second));
    }

    @Test
    void only_the_generation_that_was_seen_is_deleted() throws IOException {
        BucketObject first = write("a", "1", 0);
        BucketObject second = write("a", "2", first.generation());

        fails(Kind.CHANGED, () -> bucket().delete(first));

        assertThat(bucket().find("a")).contains(second);
        bucket().delete(second);
        bucket().delete(second);
        assertThat(bucket().find("a")).isEmpty();
    }

    @Test
    void an_object_is_composed_of_others_which_stay() throws IOException {
        BucketObject one = write("log/0", "one\n", 0);
        BucketObject two = bucket().write("log/4", "two\n".getBytes(UTF_8), 0);

        BucketObject both = bucket().compose(List.of(one, two), "log/0", one.generation());

        assertThat(text(both)).isEqualTo("one\ntwo\n");
        assertThat(both.sizeBytes()).isEqualTo(8);
        assertThat(bucket().list("log/")).containsExactly(both, two);
        assertThat(text(two)).isEqualTo("two\n");
    }

    @Test
    void nothing_is_composed_of_what_was_replaced_or_into_what_is_there() throws IOException {
        BucketObject one = write("1", "one", 0);
        BucketObject two = write("2", "two", 0);

        fails(Kind.CHANGED, () -> bucket().compose(List.of(one, two), "1", 0));
        write("2", "zwei", two.generation());
        fails(Kind.CHANGED, () -> bucket().compose(List.of(one, two), "1", one.generation()));

        assertThat(bucket().find("1")).contains(one);
    }

    @Test
    void what_is_touched_has_its_bytes_and_is_not_deleted_by_who_saw_it_before() throws IOException {
        BucketObject seen = write("a", "1", 0);

        bucket().touch(seen);

        fails(Kind.CHANGED, () -> bucket().delete(seen));
        fails(Kind.CHANGED, () -> bucket().touch(seen));
        BucketObject touched = bucket().find("a").orElseThrow();
        assertThat(touched.generation()).isEqualTo(seen.generation());
        assertThat(touched.metageneration()).isGreaterThan(seen.metageneration());
        assertThat(text(seen)).isEqualTo("1");
        bucket().delete(touched);
        fails(Kind.CHANGED, () -> bucket().touch(touched));
    }

    @Test
    void large_and_empty_objects_are_whole() throws IOException {
        byte[] large = new byte[5 << 20];
        new Random(7).nextBytes(large);

        BucketObject written = bucket().write("large", file(large), 0);

        try (InputStream in = bucket().read(written)) {
            assertThat(in.readAllBytes()).isEqualTo(large);
        }
        assertThat(text(write("empty", "", 0))).isEmpty();
    }
}
