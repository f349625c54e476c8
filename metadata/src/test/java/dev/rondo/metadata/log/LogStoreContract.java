package dev.rondo.metadata.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.rondo.metadata.log.LogStore.LogKey;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of logs does. */
abstract class LogStoreContract {

    static final LogKey KEY = new LogKey("census", "manual__1", "train", -1, 1);

    private LogStore logs;

    /** An empty one. */
    abstract LogStore store();

    /** Names of all that it keeps. */
    abstract List<String> kept() throws IOException;

    @BeforeEach
    void open() {
        logs = store();
    }

    @Test
    void what_is_appended_is_read() throws IOException {
        logs.append(KEY, 7, 0, bytes("one\n"));
        logs.append(KEY, 7, 4, bytes("two\n"));

        assertThat(logs.read(KEY, 0, 100).text()).isEqualTo("one\ntwo\n");
        assertThat(logs.read(KEY, 4, 100).text()).isEqualTo("two\n");
    }

    @Test
    void a_piece_that_comes_twice_is_kept_once() throws IOException {
        logs.append(KEY, 7, 0, bytes("one\n"));

        long kept = logs.append(KEY, 7, 0, bytes("one\n"));

        assertThat(kept).isEqualTo(4);
        assertThat(logs.read(KEY, 0, 100).text()).isEqualTo("one\n");
    }

    @Test
    void a_piece_that_overlaps_adds_what_is_new() throws IOException {
        logs.append(KEY, 7, 0, bytes("one\n"));

        assertThat(logs.append(KEY, 7, 0, bytes("one\ntwo\n"))).isEqualTo(8);
        assertThat(logs.read(KEY, 0, 100).text()).isEqualTo("one\ntwo\n");
    }

    @Test
    void a_piece_after_a_gap_is_refused_with_where_to_go_on() throws IOException {
        logs.append(KEY, 7, 0, bytes("one\n"));

        assertThat(logs.append(KEY, 7, 40, bytes("later\n"))).isEqualTo(4);
        assertThat(logs.read(KEY, 0, 100).text()).isEqualTo("one\n");
    }

    @Test
    void a_try_that_was_lost_and_dispatched_again_reads_as_one_log() throws IOException {
        logs.append(KEY, 10, 0, bytes("second\n"));
        logs.append(KEY, 9, 0, bytes("first\n"));

        assertThat(logs.read(KEY, 0, 100).text()).isEqualTo("first\nsecond\n");
        assertThat(logs.read(KEY, 6, 100).text()).isEqualTo("second\n");
    }

    @Test
    void a_bounded_read_ends_with_a_whole_line_and_says_where_to_go_on() throws IOException {
        logs.append(KEY, 7, 0, bytes("one\ntwo\nthree\n"));

        LogStore.Slice slice = logs.read(KEY, 0, 10);

        assertThat(slice.text()).isEqualTo("one\ntwo\n");
        assertThat(slice.nextOffset()).isEqualTo(8);
        assertThat(slice.totalBytes()).isEqualTo(14);
    }

    @Test
    void a_try_without_a_log_reads_as_empty() throws IOException {
        assertThat(logs.read(KEY, 0, 100).text()).isEmpty();
    }

    @Test
    void hostile_ids_stay_in_their_place() throws IOException {
        LogKey hostile = new LogKey("..", "../../etc", "a/b\u0000c\n", 3, 1);

        logs.append(hostile, 1, 0, bytes("x\n"));
        logs.append(new LogKey("d", "r".repeat(1000), "t", -1, 1), 1, 0, bytes("y\n"));

        assertThat(logs.read(hostile, 0, 10).text()).isEqualTo("x\n");
        assertThat(kept()).hasSize(2).allMatch(name -> name.endsWith(".log"));
        assertThat(kept()).noneMatch(name -> name.contains(".."));
    }

    @Test
    void the_logs_of_a_run_can_be_removed_and_those_of_others_stay() throws IOException {
        LogKey other = new LogKey("census", "manual__10", "train", -1, 1);
        logs.append(KEY, 7, 0, bytes("one\n"));
        logs.append(other, 8, 0, bytes("other\n"));

        logs.deleteRun("census", "manual__1", Set::of);

        assertThat(logs.read(KEY, 0, 100).text()).isEmpty();
        assertThat(logs.read(other, 0, 100).text()).isEqualTo("other\n");
        logs.deleteRun("census", "manual__1", Set::of);
    }

    @Test
    void the_logs_of_a_dag_can_be_removed_and_those_of_others_stay() throws IOException {
        LogKey other = new LogKey("census_2", "manual__1", "train", -1, 1);
        logs.append(KEY, 7, 0, bytes("one\n"));
        logs.append(other, 8, 0, bytes("other\n"));

        logs.deleteDag("census", Set::of);
        logs.deleteDag("never_there", Set::of);

        assertThat(logs.read(KEY, 0, 100).text()).isEmpty();
        assertThat(logs.read(other, 0, 100).text()).isEqualTo("other\n");
    }

    @Test
    void what_is_in_use_stays_where_the_logs_of_a_run_or_dag_are_removed() throws IOException {
        LogKey other = new LogKey("census", "manual__1", "push", -1, 1);
        logs.append(KEY, 7, 0, bytes("one\n"));
        logs.append(KEY, 8, 0, bytes("anew\n"));
        logs.append(other, 9, 0, bytes("other\n"));

        logs.deleteRun("census", "manual__1", () -> Set.of(8L, 9L));
        assertThat(logs.read(KEY, 0, 100).text()).isEqualTo("anew\n");
        logs.deleteDag("census", () -> Set.of(8L));

        assertThat(logs.read(KEY, 0, 100).text()).isEqualTo("anew\n");
        assertThat(logs.read(other, 0, 100).text()).isEmpty();
        assertThat(logs.append(KEY, 8, 5, bytes("more\n"))).isEqualTo(10);
    }

    @Test
    void a_log_that_comes_before_it_is_asked_what_is_in_use_stays() throws IOException {
        logs.append(KEY, 7, 0, bytes("one\n"));

        logs.deleteRun("census", "manual__1", () -> {
            assertThatCode(() -> logs.append(KEY, 8, 0, bytes("anew\n"))).doesNotThrowAnyException();
            return Set.of(8L);
        });

        assertThat(logs.read(KEY, 0, 100).text()).isEqualTo("anew\n");
    }

    @Test
    void pieces_of_several_tries_are_kept_together() throws IOException {
        LogKey second = new LogKey("census", "manual__1", "train", -1, 2);
        logs.append(KEY, 7, 0, bytes("one\n"));

        List<Long> kept = logs.append(List.of(
                new LogStore.Piece(KEY, 7, 4, bytes("two\n")), new LogStore.Piece(second, 8, 9, bytes("late\n"))));

        assertThat(kept).containsExactly(8L, 0L);
        assertThat(logs.read(KEY, 0, 100).text()).isEqualTo("one\ntwo\n");
    }

    @Test
    void a_long_log_is_read_in_pages_that_join() throws IOException {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            String line = "line " + i + "\n";
            logs.append(KEY, 7, all.length(), bytes(line));
            all.append(line);
        }

        StringBuilder read = new StringBuilder();
        LogStore.Slice slice;
        do {
            slice = logs.read(KEY, read.length(), 100);
            read.append(slice.text());
        } while (!slice.text().isEmpty());

        assertThat(read).hasToString(all.toString());
        assertThat(slice.totalBytes()).isEqualTo(all.length());
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    @Test
    void an_id_of_many_dots_that_is_as_long_as_may_be_has_a_log() throws IOException {
        LogStore.LogKey dotted = new LogStore.LogKey("d.".repeat(125), "r.".repeat(125), "t.".repeat(125), -1, 1);

        logs.append(dotted, 7, 0, bytes("one\n"));

        assertThat(logs.read(dotted, 0, 100).text()).isEqualTo("one\n");
    }
}
