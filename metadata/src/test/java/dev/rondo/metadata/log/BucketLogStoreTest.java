package dev.rondo.metadata.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rondo.storage.BucketException;
import dev.rondo.storage.BucketException.Kind;
import dev.rondo.storage.BucketObject;
import dev.rondo.storage.testing.MemoryBucket;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BucketLogStoreTest extends LogStoreContract {

    private static final String FOLDER = "logs/dag_id=census/run_id=manual__1/task_id=train/map_index=-1/attempt=1.7/";

    private final MemoryBucket bucket = new MemoryBucket();
    private final AtomicLong nanos = new AtomicLong(-5); // as System.nanoTime may
    private final BucketLogStore logs = another();

    private BucketLogStore another() {
        return new BucketLogStore(bucket, "logs/", nanos::get);
    }

    @Override
    LogStore store() {
        return logs;
    }

    @Override
    List<String> kept() throws IOException {
        return bucket.list("").stream().map(BucketObject::name).toList();
    }

    private void quietFor(long nanoseconds) {
        nanos.addAndGet(nanoseconds);
        logs.composeQuiet();
    }

    @Test
    void a_piece_is_an_object_named_by_where_it_begins() throws IOException {
        logs.append(KEY, 7, 0, bytes("one\n"));
        logs.append(KEY, 7, 4, bytes("two\n"));

        assertThat(kept()).containsExactly(FOLDER + "000000000000000000.log", FOLDER + "000000000000000004.log");
    }

    @Test
    void a_log_is_one_object_when_nothing_more_comes() throws IOException {
        logs.append(KEY, 7, 0, bytes("one\n"));
        logs.append(KEY, 7, 4, bytes("two\n"));
        logs.append(KEY, 7, 8, bytes("three\n"));

        quietFor(BucketLogStore.QUIET.toNanos() - 1);
        assertThat(kept()).hasSize(3);

        quietFor(1);
        assertThat(kept()).containsExactly(FOLDER + "000000000000000000.log");
        assertThat(logs.read(KEY, 4, 100).text()).isEqualTo("two\nthree\n");
    }

    @Test
    void what_comes_after_it_was_composed_is_kept_and_composed_too() throws IOException {
        logs.append(KEY, 7, 0, bytes("one\n"));
        logs.append(KEY, 7, 4, bytes("two\n"));
        quietFor(BucketLogStore.QUIET.toNanos());

        assertThat(logs.append(KEY, 7, 8, bytes("late\n"))).isEqualTo(13);
        assertThat(logs.read(KEY, 0, 100).text()).isEqualTo("one\ntwo\nlate\n");

        quietFor(BucketLogStore.QUIET.toNanos());
        assertThat(kept()).hasSize(1);
    }

    @Test
    void a_log_that_goes_on_does_not_become_ever_more_objects() throws IOException {
        long at = 0;
        for (int i = 0; i < 1_000; i++) {
            at = logs.append(KEY, 7, at, bytes("again\n"));
            assertThat(kept()).hasSizeLessThanOrEqualTo(32);
        }

        assertThat(logs.read(KEY, 0, 10_000).text()).isEqualTo("again\n".repeat(1_000));
    }

    @Test
    void composed_objects_stay_short_enough_to_be_read_as_a_whole() throws IOException {
        byte[] piece = bytes("x".repeat((1 << 20) - 1) + "\n");
        for (int i = 0; i < 6; i++) {
            logs.append(KEY, 7, i * (long) piece.length, piece);
        }

        quietFor(BucketLogStore.QUIET.toNanos());

        assertThat(bucket.list(""))
                .extracting(BucketObject::sizeBytes)
                .containsExactly(LogPieces.SEGMENT_BYTES, LogPieces.SEGMENT_BYTES / 2);
        assertThat(logs.read(KEY, LogPieces.SEGMENT_BYTES, 8 << 20).text()).hasSize(2 << 20);
    }

    @Test
    void a_segment_is_fetched_once_for_the_pages_that_lie_in_it() throws IOException {
        logs.append(KEY, 7, 0, bytes("one\ntwo\n"));

        assertThat(logs.read(KEY, 0, 4).text()).isEqualTo("one\n");
        assertThat(logs.read(KEY, 4, 4).text()).isEqualTo("two\n");

        assertThat(bucket.reads()).isEqualTo(1);
    }

    @Test
    void two_schedulers_that_get_the_same_pieces_keep_each_byte_once() throws IOException {
        BucketLogStore second = another();
        logs.append(KEY, 7, 0, bytes("one\n"));
        second.append(KEY, 7, 0, bytes("one\ntwo\n"));

        assertThat(logs.append(KEY, 7, 4, bytes("two\nthree\n"))).isEqualTo(14);
        assertThat(second.append(KEY, 7, 14, bytes("four\n"))).isEqualTo(19);
        assertThat(logs.append(KEY, 7, 19, bytes("five\n"))).isEqualTo(24);

        assertThat(logs.read(KEY, 0, 100).text()).isEqualTo("one\ntwo\nthree\nfour\nfive\n");
    }

    @Test
    void pieces_that_lie_over_one_another_are_read_once_and_cleared_away() throws IOException {
        bucket.put(FOLDER + "000000000000000000.log", "one\ntwo\nthree\n".getBytes(UTF_8));
        bucket.put(FOLDER + "000000000000000004.log", "two\n".getBytes(UTF_8));
        bucket.put(FOLDER + "000000000000000008.log", "three\nfour\n".getBytes(UTF_8));
        bucket.put(FOLDER + "000000000000000014.x", "nobody's\n".getBytes(UTF_8));

        assertThat(logs.read(KEY, 0, 100).text()).isEqualTo("one\ntwo\nthree\nfour\n");
        assertThat(logs.read(KEY, 14, 100).text()).isEqualTo("four\n");

        logs.append(KEY, 7, 19, bytes("five\n"));
        quietFor(BucketLogStore.QUIET.toNanos());
        assertThat(kept())
                .containsExactly(
                        FOLDER + "000000000000000000.log",
                        FOLDER + "000000000000000008.log",
                        FOLDER + "000000000000000014.x");
        assertThat(logs.read(KEY, 0, 100).text()).isEqualTo("one\ntwo\nthree\nfour\nfive\n");
    }

    @Test
    void a_bucket_that_fails_is_told_and_nothing_is_lost_or_doubled_when_it_is_back() throws IOException {
        logs.append(KEY, 7, 0, bytes("one\n"));
        bucket.failWith(Kind.UNREACHABLE);

        assertThatExceptionOfType(BucketException.class).isThrownBy(() -> logs.append(KEY, 7, 4, bytes("two\n")));
        assertThatExceptionOfType(BucketException.class).isThrownBy(() -> logs.read(KEY, 0, 100));
        quietFor(BucketLogStore.QUIET.toNanos());
        bucket.recover();

        assertThat(logs.append(KEY, 7, 4, bytes("two\n"))).isEqualTo(8);
        assertThat(logs.read(KEY, 0, 100).text()).isEqualTo("one\ntwo\n");
    }

    @Test
    void half_of_a_piece_is_an_error_and_not_remembered() throws IOException {
        logs.append(KEY, 7, 0, bytes("one\n"));
        bucket.damage();
        assertThatExceptionOfType(BucketException.class).isThrownBy(() -> logs.read(KEY, 0, 100));
        bucket.recover();

        assertThat(logs.read(KEY, 0, 100).text()).isEqualTo("one\n");
    }

    @Test
    void a_log_of_one_piece_costs_nothing_at_its_end() throws IOException {
        logs.append(KEY, 7, 0, bytes("one\n"));
        int lists = bucket.lists();

        quietFor(BucketLogStore.QUIET.toNanos());

        assertThat(bucket.lists()).isEqualTo(lists);
    }

    @Test
    void a_very_long_log_is_not_composed_at_every_piece() throws IOException {
        byte[] piece = bytes("x".repeat(2 << 20) + "\n"); // no two of them are composed
        long at = 0;
        for (int i = 0; i < 34; i++) {
            at = logs.append(KEY, 7, at, piece);
        }
        int lists = bucket.lists();

        for (int i = 0; i < 6; i++) {
            at = logs.append(KEY, 7, at, piece);
        }

        assertThat(bucket.lists()).isEqualTo(lists);
    }

    @Test
    void what_could_not_be_composed_at_its_end_is_composed_when_the_bucket_is_back() throws IOException {
        logs.append(KEY, 7, 0, bytes("one\n"));
        logs.append(KEY, 7, 4, bytes("two\n"));
        bucket.failWith(Kind.UNREACHABLE);
        quietFor(BucketLogStore.QUIET.toNanos());
        bucket.recover();

        quietFor(1);

        assertThat(kept()).hasSize(1);
    }
}
