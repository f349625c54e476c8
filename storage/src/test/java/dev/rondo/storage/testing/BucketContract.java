package dev.rondo.storage.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.storage.Bucket;
import dev.rondo.storage.BucketException.Kind;
import dev.rondo.storage.BucketObject;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every bucket with generations does, whoever keeps it. */
public abstract class BucketContract extends FileBucketContract<BucketObject> {

    /** An empty bucket, the same within a test. */
    @Override
    protected abstract Bucket bucket();

    private BucketObject write(String name, String content, long ifGeneration) throws IOException {
        return bucket().write(name, file(content.getBytes(UTF_8)), ifGeneration);
    }

    @Test
    void what_is_written_is_told_with_its_generation() throws IOException {
        BucketObject written = write("dags/a", "hello", 0);

        assertThat(written.generation()).isNotZero();
        assertThat(bucket().find("dags/a")).contains(written);
        assertThat(bucket().list("dags/")).containsExactly(written);
    }

    @Test
    void to_write_the_same_bytes_again_is_to_have_written_them() throws IOException {
        BucketObject first = write("a", "1", 0);

        assertThat(write("a", "1", 0)).isEqualTo(first);
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
}
