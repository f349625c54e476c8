package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.testing.RunningRondo;
import dev.rondo.cli.testing.Shell;
import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code rondo dags} against a real standalone: what it prints, and what it ends with. */
@ExtendWith(RunningRondo.Extension.class)
class DagsCommandsTest {

    private final Shell shell;

    DagsCommandsTest(RunningRondo rondo) {
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
    void list_shows_a_table_to_people() {
        Shell.Result result = shell.rondo("dags", "list");

        assertThat(result.code()).isZero();
        assertThat(result.out().lines().toList())
                .hasSize(3)
                .first()
                .asString()
                .startsWith("DAG")
                .contains("PAUSED");
        assertThat(result.out()).contains("hello").contains("Hello.java").contains("@daily");
    }

    @Test
    void list_gives_scripts_json_and_plain_lines() {
        assertThat(JsonValue.parse(shell.rondo("dags", "list", "-o", "json").out()))
                .isInstanceOfSatisfying(
                        JsonArray.class, a -> assertThat(a.elements()).hasSize(2));
        assertThat(shell.rondo("dags", "list", "-o", "plain").out().lines().map(l -> l.split("\t", -1)[0]))
                .containsExactly("fails", "hello");
    }

    @Test
    void a_form_that_does_not_exist_is_a_usage_error() {
        Shell.Result result = shell.rondo("dags", "list", "-o", "xml");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err())
                .contains("xml")
                .contains("table, json, yaml, plain")
                .contains("rondo dags list --help");
    }

    @Test
    void details_say_what_a_dag_is() {
        assertThat(shell.rondo("dags", "details", "hello", "-o", "plain").out()).contains("dag_id\thello\n");
    }

    @Test
    void next_execution_lists_the_runs_to_come() {
        Shell.Result result = shell.rondo("dags", "next-execution", "hello", "-n", "3", "-o", "json");

        assertThat(result.err()).isEmpty();
        assertThat(((JsonArray) JsonValue.parse(result.out())).elements()).hasSize(3);
        assertThat(first(result).toJson()).contains("T00:00:00Z").contains("\"utc_offset\":\"Z\"");
        shell.rondo("dags", "unpause", "hello");
        assertThat(shell.rondo("dags", "next-execution", "hello").out().lines())
                .hasSize(21)
                .first()
                .asString()
                .startsWith("RUNS AT");
        shell.rondo("dags", "pause", "hello");
        assertThat(shell.rondo("dags", "next-execution", "hello").out().lines())
                .hasSize(22)
                .last()
                .asString()
                .startsWith("it is paused");
        assertThat(shell.rondo("dags", "next-execution", "hello", "-n", "0").code())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"details", "trigger", "pause", "unpause", "list-runs", "next-execution", "show", "why"})
    void an_unknown_dag_ends_with_66(String command) {
        Shell.Result result = shell.rondo("dags", command, "nope");

        assertThat(result.code()).isEqualTo(66);
        assertThat(result.err()).startsWith("rondo: ").contains("'nope'").contains("rondo dags list");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void pause_and_unpause_show_the_new_state() {
        assertThat(first(shell.rondo("dags", "unpause", "fails", "-o", "json")).toJson())
                .contains("\"is_paused\":false");
        assertThat(first(shell.rondo("dags", "pause", "fails", "-o", "json")).toJson())
                .contains("\"is_paused\":true");
    }

    @Test
    void trigger_waits_for_a_success() {
        shell.rondo("dags", "unpause", "hello");

        Shell.Result result = run("hello", "waited");

        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("run waited").contains("success");
    }

    @Test
    void trigger_says_what_the_run_of_a_paused_dag_waits_for() {
        shell.rondo("dags", "pause", "fails");

        Shell.Result result = shell.rondo("dags", "trigger", "fails", "--run-id", "while_paused");

        assertThat(result.code()).isZero();
        assertThat(result.err()).contains("'fails' is paused").contains("rondo dags unpause fails");
    }

    @Test
    void trigger_ends_with_1_when_the_run_it_waits_for_fails() {
        shell.rondo("dags", "unpause", "fails");

        Shell.Result result = run("fails", "unlucky");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).contains("failed");
    }

    @Test
    void a_second_run_of_one_id_is_refused_with_75() {
        shell.rondo("dags", "unpause", "hello");
        run("hello", "twice");

        Shell.Result again = shell.rondo("dags", "trigger", "hello", "--run-id", "twice");

        assertThat(again.code()).isEqualTo(75);
        assertThat(again.err()).contains("twice");
    }

    @Test
    void a_run_without_a_date_stands_for_the_moment_of_the_command() {
        Shell atNoon = shell.at(Instant.parse("2026-03-04T12:00:00Z"));

        Shell.Result result = atNoon.rondo("dags", "trigger", "hello", "--run-id", "at_noon", "-o", "json");

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).contains("2026-03-04T12:00:00");
    }

    @Test
    void a_conf_that_is_no_json_object_is_a_usage_error() {
        assertThat(shell.rondo("dags", "trigger", "hello", "--conf", "{epochs").code())
                .isEqualTo(2);
        assertThat(shell.rondo("dags", "trigger", "hello", "--conf", "[1]").err())
                .contains("JSON object");
    }

    @Test
    void a_bad_date_is_a_usage_error_that_shows_a_good_one() {
        Shell.Result result = shell.rondo("dags", "trigger", "hello", "--logical-date", "31.1.2026");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("31.1.2026").contains("2026-01-31");
    }

    @Test
    void list_runs_takes_the_dag_as_a_word_or_as_an_option() {
        shell.rondo("dags", "unpause", "hello");
        run("hello", "listed");

        assertThat(shell.rondo("dags", "list-runs", "hello", "--state", "success")
                        .out())
                .contains("listed");
        assertThat(shell.rondo("dags", "list-runs", "-d", "hello").out()).contains("listed");
    }

    @Test
    void a_state_that_does_not_exist_is_a_usage_error() {
        Shell.Result result = shell.rondo("dags", "list-runs", "hello", "--state", "done");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("done").contains("success");
    }

    @Test
    void what_is_no_number_is_a_usage_error() {
        Shell.Result result = shell.rondo("dags", "list-runs", "hello", "--limit", "many");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("many").contains("Usage: rondo dags list-runs");
    }

    @Test
    void import_errors_end_with_1_and_name_file_and_line() {
        Shell.Result result = shell.rondo("dags", "list-import-errors");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).contains("Broken.java").doesNotContain("\tat ", "  at ");
        assertThat(shell.rondo("dags", "list-import-errors", "-o", "json").out())
                .contains("\"stack_trace\"");
    }

    @Test
    void show_draws_the_tasks() {
        assertThat(shell.rondo("dags", "show", "hello").out()).isEqualTo("hello\n● work\n");
        assertThat(shell.rondo("dags", "show", "hello", "-o", "json").out())
                .startsWith("[{")
                .contains("\"work\"");
    }

    @Test
    void why_says_that_a_dag_is_paused() {
        shell.rondo("dags", "pause", "fails");

        Shell.Result result = shell.rondo("dags", "why", "fails");

        assertThat(result.code()).isZero();
        assertThat(result.out()).containsIgnoringCase("paused");
    }
}
