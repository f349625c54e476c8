package dev.rondo.metadata.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.metadata.log.LogStore.LogKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLogStoreTest {

    private static final LogKey KEY = new LogKey("census", "manual__1", "train", -1, 1);

    @TempDir
    private Path folder;

    private LogStore logs;

    @BeforeEach
    void open() {
        logs = new FileLogStore(folder);
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
    void hostile_ids_stay_inside_the_folder() throws IOException {
        LogKey hostile = new LogKey("..", "../../etc", "a/b\u0000c\n", 3, 1);

        logs.append(hostile, 1, 0, bytes("x\n"));
        logs.append(new LogKey("d", "r".repeat(1000), "t", -1, 1), 1, 0, bytes("y\n"));

        assertThat(logs.read(hostile, 0, 10).text()).isEqualTo("x\n");
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(f -> f.toString().endsWith(".log"))).hasSize(2);
        }
    }

    @Test
    void the_logs_of_a_run_can_be_removed() throws IOException {
        logs.append(KEY, 7, 0, bytes("one\n"));

        logs.deleteRun("census", "manual__1");

        assertThat(logs.read(KEY, 0, 100).text()).isEmpty();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    @Test
    void an_id_of_many_dots_that_is_as_long_as_may_be_has_a_log() throws IOException {
        LogStore.LogKey dotted = new LogStore.LogKey("d.".repeat(125), "r.".repeat(125), "t.".repeat(125), -1, 1);

        logs.append(dotted, 7, 0, bytes("one\n"));

        assertThat(logs.read(dotted, 0, 100).text()).isEqualTo("one\n");
    }
}
