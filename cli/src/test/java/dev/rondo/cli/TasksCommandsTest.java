package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.testing.RunningRondo;
import dev.rondo.cli.testing.Shell;
import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code rondo tasks} against a real standalone: what it prints, and what it ends with. */
@ExtendWith(RunningRondo.Extension.class)
class TasksCommandsTest {

    private final RunningRondo rondo;
    private final Shell shell;

    TasksCommandsTest(RunningRondo rondo) {
        this.rondo = rondo;
        this.shell = rondo.shell();
    }

    private Shell.Result run(String dagId, String runId) {
        return shell.rondo("dags", "trigger", dagId, "--run-id", runId, "--logical-date", "none", "--wait");
    }

    private static JsonObject first(Shell.Result result) {
        return (JsonObject)
                ((JsonArray) JsonValue.parse(result.out())).elements().getFirst();
    }

    @Test
    void list_shows_the_tasks() {
        assertThat(shell.rondo("tasks", "list", "hello").out()).contains("work").contains("all_success");
        assertThat(shell.rondo("tasks", "list", "nope").code()).isEqualTo(66);
    }

    @Test
    void logs_are_found_by_run_and_task_in_either_order() {
        shell.rondo("dags", "unpause", "hello");
        run("hello", "told");

        assertThat(shell.rondo("tasks", "logs", "hello", "told", "work").out()).contains("hello from work");
        assertThat(shell.rondo("tasks", "logs", "hello", "work", "told", "-o", "plain")
                        .out()
                        .lines())
                .contains("hello from work");
        assertThat(shell.rondo("tasks", "logs", "hello", "told", "work", "-o", "json")
                        .out())
                .contains("\"event\":\"hello from work\"");
    }

    @Test
    void a_run_is_found_by_its_logical_date() {
        shell.rondo("dags", "unpause", "hello");
        shell.rondo("dags", "trigger", "hello", "--logical-date", "2026-02-03", "--wait");

        Shell.Result result = shell.rondo("tasks", "states-for-dag-run", "hello", "2026-02-03");

        assertThat(result.err()).isEmpty();
        assertThat(result.out()).contains("work").contains("success");
    }

    @Test
    void a_run_that_is_not_there_ends_with_66_and_says_the_order_of_the_words() {
        Shell.Result result = shell.rondo("tasks", "logs", "hello", "never", "work");

        assertThat(result.code()).isEqualTo(66);
        assertThat(result.err()).contains("'never'").contains("DAG RUN TASK").contains("dags list-runs hello");
    }

    @Test
    void a_task_that_is_not_there_ends_with_66() {
        shell.rondo("dags", "unpause", "hello");
        run("hello", "lonely");

        Shell.Result result = shell.rondo("tasks", "logs", "hello", "lonely", "wrok");

        assertThat(result.code()).isEqualTo(66);
        assertThat(result.err()).contains("'wrok'");
    }

    @Test
    void the_log_of_a_runs_callback_is_empty_where_none_ran_and_of_no_run_there_is_none() {
        shell.rondo("dags", "unpause", "hello");
        run("hello", "quiet");

        assertThat(shell.rondo("dags", "logs", "hello", "quiet").code()).isZero();
        assertThat(shell.rondo("dags", "logs", "hello", "never").code()).isEqualTo(66);
        assertThat(shell.rondo("dags", "logs", "hello", "quiet", "--callback", "retry")
                        .err())
                .contains("callback");
    }

    @Test
    void words_that_are_missing_are_named() {
        Shell.Result result = shell.rondo("tasks", "logs", "hello");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("'RUN', 'TASK'").contains("Usage: rondo tasks logs [OPTIONS] DAG RUN TASK");
    }

    @Test
    void clear_without_a_terminal_asks_for_yes_and_changes_nothing() {
        shell.rondo("dags", "unpause", "hello");
        run("hello", "kept");

        Shell.Result result = shell.rondo("tasks", "clear", "hello", "kept");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--yes").contains("1 task instances");
        assertThat(shell.rondo("tasks", "states-for-dag-run", "hello", "kept").out())
                .contains("success");
    }

    @Test
    void clear_runs_a_task_again() {
        shell.rondo("dags", "unpause", "hello");
        run("hello", "again");

        assertThat(shell.rondo("tasks", "clear", "hello", "again", "--yes").code())
                .isZero();

        rondo.await("a second try", () -> {
            JsonObject instance = first(shell.rondo("tasks", "states-for-dag-run", "hello", "again", "-o", "json"));
            return instance.toJson().contains("\"state\":\"success\"")
                    && instance.toJson().contains("\"try_number\":2");
        });
    }

    @Test
    void clear_needs_a_run_or_a_stretch() {
        assertThat(shell.rondo("tasks", "clear", "hello").code()).isEqualTo(2);
        assertThat(shell.rondo("tasks", "clear", "hello", "x", "-s", "2026-01-01")
                        .code())
                .isEqualTo(2);
    }

    @Test
    void clear_of_a_run_of_an_older_version_says_so() throws IOException {
        shell.rondo("dags", "unpause", "hello");
        run("hello", "old");
        String before = shell.rondo("dags", "details", "hello", "-o", "json").out();
        rondo.drop("hello", "changed");
        rondo.await(
                "the new version",
                () -> !version(shell.rondo("dags", "details", "hello", "-o", "json")
                                .out())
                        .equals(version(before)));

        Shell.Result kept = shell.rondo("tasks", "clear", "hello", "old", "--dry-run");
        Shell.Result latest = shell.rondo("tasks", "clear", "hello", "old", "--dry-run", "--latest");

        assertThat(kept.err()).contains("--latest takes version");
        assertThat(latest.err()).isEmpty();
    }

    @Test
    void clear_with_latest_runs_the_newest_version() throws IOException {
        shell.rondo("dags", "unpause", "hello");
        run("hello", "moved");
        rondo.drop("hello", "in the newest version");

        rondo.await("the newest version to be taken", () -> {
            Shell.Result cleared = shell.rondo("tasks", "clear", "hello", "moved", "--latest", "--yes");
            assertThat(cleared.code()).as(cleared.err()).isZero();
            rondo.await(
                    "the run to be over again",
                    () -> shell.rondo("tasks", "states-for-dag-run", "hello", "moved", "-o", "json")
                            .out()
                            .contains("\"state\":\"success\""));
            return shell.rondo("tasks", "logs", "hello", "moved", "work").out().contains("in the newest version");
        });
    }

    @Test
    void the_log_of_a_callback_is_shown_on_request() {
        shell.rondo("dags", "unpause", "fails");
        run("fails", "told");

        rondo.await(
                "the callback to have spoken",
                () -> shell.rondo("tasks", "logs", "fails", "told", "work", "--callback", "failure")
                        .out()
                        .contains("told that it failed"));
        assertThat(shell.rondo("tasks", "logs", "fails", "told", "work").out())
                .contains("no luck")
                .doesNotContain("told that it failed");
    }

    @Test
    void why_names_the_rules_that_hold_a_task_back() {
        shell.rondo("dags", "unpause", "hello");
        run("hello", "asked");

        Shell.Result over = shell.rondo("tasks", "why", "hello", "asked", "work");

        assertThat(over.err()).isEmpty();
        assertThat(over.code()).isZero();
        assertThat(over.out()).contains("RULE").contains("success");
    }

    private static String version(String details) {
        return ((JsonObject) JsonValue.parse(details)).get("latest_dag_version") instanceof JsonObject version
                ? version.toJson()
                : "";
    }
}
