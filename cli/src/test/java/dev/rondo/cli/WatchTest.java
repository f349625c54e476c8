package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.testing.RunningRondo;
import dev.rondo.cli.testing.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs and backfills that are watched, where no terminal is: each change is a line. */
@ExtendWith(RunningRondo.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WatchTest {

    private final RunningRondo rondo;
    private final Shell shell;
    private final Path mayEnd;

    WatchTest(RunningRondo rondo) {
        this.rondo = rondo;
        this.shell = rondo.shell();
        this.mayEnd = rondo.home().resolve("watched-may-end");
    }

    @BeforeAll
    void drop() throws IOException {
        rondo.write("Watched.java", """
                import dev.rondo.sdk.Dag;
                import dev.rondo.sdk.DagDefinition;
                import dev.rondo.sdk.Schedule;
                import java.nio.file.Files;
                import java.nio.file.Path;
                import java.util.List;

                public final class Watched implements DagDefinition {
                    @Override
                    public Dag define() {
                        Dag dag = Dag.create("watched").schedule(Schedule.of("@daily")).startDate("2026-01-01")
                                .pausedUponCreation(false);
                        var words = dag.task("words").call(ctx -> List.of("a", "bbb"));
                        var lengths = dag.map("lengths", words).call(String::length);
                        var held = dag.task("held").run(ctx -> {
                            while (ctx.conf().containsKey("hold") && !Files.exists(Path.of("%s"))) {
                                Thread.sleep(20);
                            }
                            if (ctx.conf().containsKey("fail")) {
                                throw new IllegalStateException("as it was told");
                            }
                        });
                        lengths.then(held);
                        return dag;
                    }
                }
                """.formatted(mayEnd));
        rondo.awaitListed("watched");
    }

    @AfterAll
    void remove() throws IOException {
        rondo.remove("Watched.java", "watched");
    }

    private void trigger(String runId, String conf) {
        shell.done("dags", "trigger", "watched", "-r", runId, "--logical-date", "none", "-c", conf);
    }

    private boolean isRunning(String runId) {
        return shell.done("tasks", "states-for-dag-run", "watched", runId, "-o", "plain")
                .contains("held\t-1\trunning");
    }

    @Test
    void a_run_is_watched_until_it_is_over() throws Exception {
        trigger("held", "{\"hold\": true}");
        rondo.await("the task to run", () -> isRunning("held"));
        try (ExecutorService beside = Executors.newSingleThreadExecutor()) {
            Callable<Shell.Result> watch = () -> shell.rondo("runs", "watch", "watched", "held");
            Future<Shell.Result> watched = beside.submit(watch);
            Files.createFile(mayEnd);

            Shell.Result result = watched.get();

            assertThat(result.err()).isEmpty();
            assertThat(result.code()).isZero();
            assertThat(result.out().lines())
                    .anyMatch(line -> line.matches("watched held  success  .* s"))
                    .anyMatch(line -> line.matches("  ● words  success  .* s"))
                    .anyMatch(line -> line.equals("    └ lengths  2 success"))
                    .anyMatch(line -> line.matches("      └ held  success  .* s"))
                    .doesNotHaveDuplicates();
            assertThat(result.out()).doesNotContain("\033");
        } finally {
            Files.deleteIfExists(mayEnd);
        }
    }

    @Test
    void a_run_that_failed_ends_the_command_with_1() {
        trigger("unlucky", "{\"fail\": true}");

        Shell.Result result = shell.rondo("runs", "watch", "watched", "unlucky");

        assertThat(result.code()).as(result.err()).isEqualTo(1);
        assertThat(result.out()).contains("watched unlucky  failed", "held  failed");
    }

    @Test
    void scripts_get_the_run_when_it_is_over() {
        trigger("scripted", "{}");

        assertThat(shell.done("runs", "watch", "watched", "scripted", "-o", "json"))
                .startsWith("{")
                .contains("\"dag_run_id\":\"scripted\"", "\"state\":\"success\"")
                .hasLineCount(1);
    }

    @Test
    void an_unknown_run_or_dag_ends_with_66() {
        assertThat(shell.rondo("runs", "watch", "watched", "nope").code()).isEqualTo(66);
        assertThat(shell.rondo("runs", "watch", "nope", "nope").code()).isEqualTo(66);
        assertThat(shell.rondo("backfill", "watch", "999999").code()).isEqualTo(66);
    }

    @Test
    void a_backfill_is_watched_until_it_is_over() {
        Shell.Result made = shell.rondo(
                "backfill",
                "create",
                "--dag-id",
                "watched",
                "--from-date",
                "2026-02-01",
                "--to-date",
                "2026-02-03",
                "--watch");

        assertThat(made.err()).isEmpty();
        assertThat(made.code()).isZero();
        assertThat(made.out().lines().toList()).last().asString().matches("backfill \\d+  3 of 3 runs over: 3 success");
        String id = made.out().replaceAll("(?s)^backfill (\\d+) .*", "$1");
        assertThat(shell.done("backfill", "watch", id)).isEqualTo("backfill " + id + "  3 of 3 runs over: 3 success\n");
        assertThat(shell.done("backfill", "watch", id, "-o", "json")).contains("\"completed_at\":\"2");
    }

    @Test
    void a_backfill_of_which_a_run_failed_ends_the_command_with_1() {
        Shell.Result made = shell.rondo(
                "backfill",
                "create",
                "--dag-id",
                "watched",
                "--from-date",
                "2026-03-01",
                "--to-date",
                "2026-03-01",
                "--dag-run-conf",
                "{\"fail\": true}",
                "--watch");

        assertThat(made.code()).as(made.err()).isEqualTo(1);
        assertThat(made.out()).contains("1 of 1 runs over: 1 failed");
    }
}
