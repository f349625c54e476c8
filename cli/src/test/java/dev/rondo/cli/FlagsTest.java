package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.output.Output;
import dev.rondo.cli.testing.RunningRondo;
import dev.rondo.cli.testing.Shell;
import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The flags by which a command is told which tasks, runs and DAGs are meant, on a real standalone. */
@ExtendWith(RunningRondo.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FlagsTest {

    private final RunningRondo rondo;
    private final Shell shell;
    private final Path mayEnd;

    FlagsTest(RunningRondo rondo) {
        this.rondo = rondo;
        this.shell = rondo.shell();
        this.mayEnd = rondo.home().resolve("flagged-may-end");
    }

    /** Three days of a chain of three tasks; in the run of Tuesday the second one failed. */
    @BeforeAll
    void drop() throws IOException {
        rondo.write("Flagged.java", """
                import dev.rondo.sdk.Dag;
                import dev.rondo.sdk.DagFamily;
                import java.nio.file.Files;
                import java.nio.file.Path;
                import java.util.List;

                public final class Flagged implements DagFamily {
                    @Override
                    public List<Dag> define() {
                        Dag chain = Dag.create("chain").pausedUponCreation(false).tags("nightly");
                        var first = chain.task("first").run(ctx -> {});
                        var second = chain.task("second").run(ctx -> {
                            if (ctx.conf().containsKey("fail")) {
                                throw new IllegalStateException("as it was told");
                            }
                        });
                        first.then(second).then(chain.task("third").run(ctx -> {}));

                        Dag held = Dag.create("held").pausedUponCreation(false).tags("slow", "by hand");
                        var done = held.task("done").run(ctx -> {});
                        var runs = held.task("runs").run(ctx -> {
                            while (!Files.exists(Path.of("%s"))) {
                                Thread.sleep(20);
                            }
                        });
                        done.then(runs).then(held.task("below").run(ctx -> {}));

                        Dag spread = Dag.create("spread").pausedUponCreation(false);
                        var words = spread.task("words").call(ctx -> List.of("a", "bbb", "cc"));
                        spread.map("length", words).call(String::length);

                        Dag idle = Dag.create("idle").pausedUponCreation(true).tags("nightly");
                        idle.task("only").run(ctx -> {});
                        return List.of(chain, held, spread, idle);
                    }
                }
                """.formatted(mayEnd));
        List.of("chain", "held", "spread", "idle").forEach(rondo::awaitListed);
        assertThat(trigger("chain", "monday", "2026-03-02").code()).isZero();
        assertThat(trigger("chain", "tuesday", "2026-03-03", "--conf", "{\"fail\": true}")
                        .code())
                .isEqualTo(1);
        assertThat(trigger("chain", "wednesday", "2026-03-04").code()).isZero();
    }

    @AfterAll
    void remove() throws IOException {
        rondo.remove("Flagged.java", "chain");
    }

    private Shell.Result trigger(String dagId, String runId, String date, String... more) {
        return rondo(
                Stream.of("dags", "trigger", dagId, "--run-id", runId, "--logical-date", date, "--wait"),
                Stream.of(more));
    }

    private Shell.Result rondo(Stream<String> words, Stream<String> more) {
        return shell.rondo(Stream.concat(words, more).toArray(String[]::new));
    }

    private static List<JsonObject> rows(Shell.Result result) {
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
        return ((JsonArray) JsonValue.parse(result.out()))
                .elements().stream().map(JsonObject.class::cast).toList();
    }

    private static String text(JsonObject row, String key) {
        return Output.text(row.get(key));
    }

    /** What {@code tasks clear} lists, each as {@code run/task}. */
    private List<String> wouldClear(String... words) {
        return rows(rondo(Stream.of("tasks", "clear"), Stream.concat(Stream.of(words), Stream.of("-n", "-o", "json"))))
                .stream()
                .map(row -> text(row, "dag_run_id") + "/" + text(row, "task_id"))
                .toList();
    }

    /** State and number of the try of a task; nothing while its run has none yet. */
    private String stateOf(String dagId, String runId, String taskId) {
        return rows(shell.rondo("tasks", "states-for-dag-run", dagId, runId, "-o", "json")).stream()
                .filter(row -> text(row, "task_id").equals(taskId))
                .map(row -> text(row, "state") + " " + text(row, "try_number"))
                .findFirst()
                .orElse("");
    }

    @Test
    void clear_takes_what_is_upstream_and_downstream_of_a_task_where_it_is_told_to() {
        assertThat(wouldClear("chain", "monday", "-t", "second")).containsExactly("monday/second");
        assertThat(wouldClear("chain", "monday", "-t", "second", "-u"))
                .containsExactlyInAnyOrder("monday/first", "monday/second");
        assertThat(wouldClear("chain", "monday", "-t", "second", "-d"))
                .containsExactlyInAnyOrder("monday/second", "monday/third");
        assertThat(wouldClear("chain", "monday", "-t", "second", "--upstream", "--downstream"))
                .containsExactlyInAnyOrder("monday/first", "monday/second", "monday/third");
    }

    @Test
    void clear_takes_earlier_and_later_runs_where_it_is_told_to() {
        assertThat(wouldClear("chain", "tuesday", "-t", "first", "--past"))
                .containsExactlyInAnyOrder("monday/first", "tuesday/first");
        assertThat(wouldClear("chain", "tuesday", "-t", "first", "--future"))
                .containsExactlyInAnyOrder("tuesday/first", "wednesday/first");
        assertThat(wouldClear("chain", "2026-03-03", "-t", "first", "--past", "--future"))
                .containsExactlyInAnyOrder("monday/first", "tuesday/first", "wednesday/first");
    }

    @Test
    void clear_takes_the_runs_of_a_stretch_with_both_its_ends() {
        assertThat(wouldClear("chain", "-t", "first", "-s", "2026-03-02", "-e", "2026-03-03"))
                .containsExactlyInAnyOrder("monday/first", "tuesday/first");
        assertThat(wouldClear("chain", "-t", "first", "--start-date", "2026-03-03"))
                .containsExactlyInAnyOrder("tuesday/first", "wednesday/first");
        assertThat(wouldClear("chain", "-t", "first", "--end-date", "2026-03-02"))
                .containsExactly("monday/first");
        assertThat(wouldClear("chain", "-s", "2026-03-05", "-e", "2026-03-06")).isEmpty();
    }

    @Test
    void clear_of_a_stretch_says_of_which_run_each_is() {
        Shell.Result result = shell.rondo(
                "tasks", "clear", "chain", "-t", "first", "-s", "2026-03-02", "-e", "2026-03-03", "-n", "-o", "plain");

        assertThat(result.out().lines())
                .anyMatch(line -> line.startsWith("monday\tfirst\t"))
                .anyMatch(line -> line.startsWith("tuesday\tfirst\t"));
    }

    @Test
    void clear_takes_only_what_failed_where_it_is_told_to() {
        assertThat(wouldClear("chain", "tuesday", "-f")).containsExactlyInAnyOrder("tuesday/second", "tuesday/third");
        assertThat(wouldClear("chain", "-s", "2026-03-02", "-e", "2026-03-04", "--only-failed"))
                .containsExactlyInAnyOrder("tuesday/second", "tuesday/third");
        assertThat(wouldClear("chain", "monday", "-f")).isEmpty();
    }

    @Test
    void clear_of_a_stretch_runs_again_what_it_listed_and_nothing_else() {
        assertThat(trigger("spread", "thursday", "2026-03-05").code()).isZero();
        assertThat(trigger("spread", "friday", "2026-03-06").code()).isZero();

        Shell.Result cleared =
                shell.rondo("tasks", "clear", "spread", "-t", "words", "-s", "2026-03-06", "-e", "2026-03-06", "-y");

        assertThat(cleared.err()).isEmpty();
        assertThat(cleared.out()).endsWith("1 task instances cleared\n");
        rondo.await("the second try", () -> stateOf("spread", "friday", "words").equals("success 2"));
        assertThat(stateOf("spread", "thursday", "words")).isEqualTo("success 1");
    }

    @Test
    void clear_takes_only_what_is_running_where_it_is_told_to_and_runs_it_again() throws IOException {
        assertThat(shell.rondo("dags", "trigger", "held", "-r", "one", "--logical-date", "none")
                        .code())
                .isZero();
        rondo.await("the task to run", () -> stateOf("held", "one", "runs").equals("running 1"));

        try {
            assertThat(wouldClear("held", "one")).hasSize(3);
            assertThat(wouldClear("held", "one", "--only-running")).containsExactly("one/runs");
            assertThat(shell.rondo("tasks", "clear", "held", "one", "-r", "-y").code())
                    .isZero();

            rondo.await("it to run again", () -> stateOf("held", "one", "runs").equals("running 2"));
            assertThat(stateOf("held", "one", "done")).isEqualTo("success 1");
        } finally {
            Files.writeString(mayEnd, ""); // its slot is for the other tests
        }
        rondo.await("it to end", () -> stateOf("held", "one", "runs").equals("success 2"));
    }

    @Test
    void earlier_and_later_runs_of_a_stretch_are_a_usage_error() {
        Shell.Result result = shell.rondo("tasks", "clear", "chain", "-s", "2026-03-03", "--past");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--past", "--future", "RUN").doesNotContain("dag_run_id");
        assertThat(result.out()).isEmpty();
    }

    private List<String> listed(String... flags) {
        return rows(rondo(Stream.of("dags", "list", "-o", "json"), Stream.of(flags))).stream()
                .map(row -> text(row, "dag_id"))
                .toList();
    }

    @Test
    void list_shows_the_dags_with_one_of_the_tags_or_those_that_are_paused() {
        assertThat(listed("--tag", "nightly")).containsExactlyInAnyOrder("chain", "idle");
        assertThat(listed("--tag", "nightly", "--tag", "by hand")).containsExactlyInAnyOrder("chain", "idle", "held");
        assertThat(listed("--tag", "nightly", "--paused")).containsExactly("idle");
        assertThat(listed("--paused")).contains("idle").doesNotContain("chain", "held", "spread");
        assertThat(listed("--tag", "hourly")).isEmpty();
    }

    @Test
    void trigger_leaves_a_note_on_the_run() {
        assertThat(shell.rondo("dags", "trigger", "idle", "-r", "noted", "--note", "because of Ann's figures")
                        .code())
                .isZero();

        JsonObject run =
                rows(shell.rondo("dags", "list-runs", "idle", "-o", "json")).getFirst();

        assertThat(text(run, "dag_run_id")).isEqualTo("noted");
        assertThat(text(run, "note")).isEqualTo("because of Ann's figures");
    }

    @Test
    void one_instance_of_a_mapped_task_is_repeated_here() {
        assertThat(trigger("spread", "mapped", "2026-03-09").code()).isZero();
        String file = rondo.home().resolve("dags").resolve("Flagged.java").toString();

        Shell.Result result = shell.rondo(
                "tasks", "test", file, "length", "--dag-id", "spread", "--xcoms-from", "mapped", "--map-index", "1");

        assertThat(result.code()).as(result.out() + result.err()).isZero();
        assertThat(result.out())
                .contains("length[1]: success", "return_value = 3")
                .doesNotContain("length[0]", "length[2]");
    }
}
