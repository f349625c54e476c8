package dev.rondo.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stories of what was said to logs. */
class LogsTest {

    @TempDir
    Path folder;

    private final Stories story = new Stories()
            .dag("chain_000")
            .task("a")
            .run("r", "success")
            .row("a", "success")
            .row("a", row -> row.tried(2))
            .life(Stories.lived(new Lives.Which("chain_000", "r", "a", -1), 1, 7, 1_000_000, 2_000_000, "fail"))
            .life(Stories.lived(new Lives.Which("chain_000", "r", "a", -1), 2, 7, 3_000_000, 4_000_000, "ok"));

    private void said(int tryNumber, int dispatch, String... lines) throws IOException {
        Path log = folder.resolve(
                "dag_id=chain_000/run_id=r%3A1/task_id=a/map_index=-1/attempt=" + tryNumber + "." + dispatch + ".log");
        Files.createDirectories(log.getParent());
        Files.write(log, List.of(lines));
    }

    private List<String> violations() {
        return new Logs(folder).violationsNow(story.told());
    }

    @Test
    void what_bodies_said_is_there_from_the_first_line_to_the_last() throws IOException {
        said(1, 5, "12:00:00 INFO body from 1000000", "12:00:01 INFO body until 2000000");
        said(2, 6, "INFO body from 3000000", "between", "INFO body until 4000000");

        assertThat(violations()).isEmpty();
    }

    @Test
    void a_log_that_lacks_its_last_line_or_is_not_there_is_told() throws IOException {
        said(2, 6, "INFO body from 3000000");

        assertThat(violations())
                .hasSize(2)
                .anyMatch(found -> found.contains("chain_000 a -1 try 1 the body from 1000000"))
                .anyMatch(found -> found.contains("[body from 3000000]"));
    }

    @Test
    void what_is_in_the_log_of_another_try_or_there_twice_is_told() throws IOException {
        said(1, 5, "body from 3000000", "body until 4000000", "body from 1000000", "body until 2000000");
        said(1, 7, "body from 1000000", "body until 2000000");

        assertThat(violations()).hasSize(2);
    }

    @Test
    void nothing_is_asked_of_a_body_that_was_lost_before_its_end_was_told() throws IOException {
        Stories lost = new Stories()
                .dag("chain_000")
                .task("a")
                .run("r", "success")
                .row("a", "success")
                .row("a", row -> row.tried(1, Stories.tried(1, "lost:worker_gone", 1, 3)))
                .life(Stories.lived(new Lives.Which("chain_000", "r", "a", -1), 1, 7, 1_000_000, 2_000_000, "ok"))
                .life(Stories.lived(new Lives.Which("chain_000", "r", "a", -1), 1, 8, 3_000_000, 4_000_000, "ok"));
        said(1, 6, "body from 3000000", "body until 4000000");

        assertThat(new Logs(folder).violationsNow(lost.told())).isEmpty();
    }
}
