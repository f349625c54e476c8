package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.testing.RunningRondo;
import dev.rondo.cli.testing.Shell;
import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands against a real standalone: what they print, and what they end with. */
@ExtendWith(RunningRondo.Extension.class)
class CommandsTest {

    private final RunningRondo rondo;
    private final Shell shell;

    CommandsTest(RunningRondo rondo) {
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

    @Nested
    class Dags {

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
            assertThat(shell.rondo("dags", "details", "hello", "-o", "plain").out())
                    .contains("dag_id\thello\n");
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
            assertThat(first(shell.rondo("dags", "unpause", "fails", "-o", "json"))
                            .toJson())
                    .contains("\"is_paused\":false");
            assertThat(first(shell.rondo("dags", "pause", "fails", "-o", "json"))
                            .toJson())
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
            assertThat(shell.rondo("dags", "trigger", "hello", "--conf", "{epochs")
                            .code())
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

    @Nested
    class Tasks {

        @Test
        void list_shows_the_tasks() {
            assertThat(shell.rondo("tasks", "list", "hello").out())
                    .contains("work")
                    .contains("all_success");
            assertThat(shell.rondo("tasks", "list", "nope").code()).isEqualTo(66);
        }

        @Test
        void logs_are_found_by_run_and_task_in_either_order() {
            shell.rondo("dags", "unpause", "hello");
            run("hello", "told");

            assertThat(shell.rondo("tasks", "logs", "hello", "told", "work").out())
                    .contains("hello from work");
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
            assertThat(result.err())
                    .contains("'never'")
                    .contains("DAG RUN TASK")
                    .contains("dags list-runs hello");
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
            assertThat(result.err())
                    .contains("'RUN', 'TASK'")
                    .contains("Usage: rondo tasks logs [OPTIONS] DAG RUN TASK");
        }

        @Test
        void clear_without_a_terminal_asks_for_yes_and_changes_nothing() {
            shell.rondo("dags", "unpause", "hello");
            run("hello", "kept");

            Shell.Result result = shell.rondo("tasks", "clear", "hello", "kept");

            assertThat(result.code()).isEqualTo(2);
            assertThat(result.err()).contains("--yes").contains("1 task instances");
            assertThat(shell.rondo("tasks", "states-for-dag-run", "hello", "kept")
                            .out())
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
            String before =
                    shell.rondo("dags", "details", "hello", "-o", "json").out();
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
                return shell.rondo("tasks", "logs", "hello", "moved", "work")
                        .out()
                        .contains("in the newest version");
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

    @Nested
    class Backfills {

        @Test
        void a_dry_run_lists_the_dates() {
            Shell.Result result = shell.rondo(
                    "backfill",
                    "create",
                    "--dag-id",
                    "hello",
                    "--from-date",
                    "2026-01-01",
                    "--to-date",
                    "2026-01-03",
                    "--dry-run");

            assertThat(result.err()).isEmpty();
            assertThat(result.out())
                    .contains("2026-01-01")
                    .contains("2026-01-03")
                    .contains("3 runs");
        }

        @Test
        void its_runs_are_made_and_come_to_their_end() {
            shell.rondo("dags", "unpause", "hello");

            Shell.Result created = shell.rondo(
                    "backfill",
                    "create",
                    "--dag-id",
                    "hello",
                    "--from-date",
                    "2026-01-11",
                    "--to-date",
                    "2026-01-13",
                    "--run-backwards",
                    "--max-active-runs",
                    "2",
                    "--dag-run-conf",
                    "{\"why\": \"again\"}");

            assertThat(created.err()).isEmpty();
            assertThat(created.code()).isZero();
            assertThat(created.out()).contains("2026-01-11").contains("2026-01-13");
            rondo.await(
                    "the runs to be a success",
                    () -> backfilled().filter(line -> line.contains("success")).count() == 3);
        }

        private Stream<String> backfilled() {
            return shell.rondo("dags", "list-runs", "hello", "-o", "plain", "--limit", "1000")
                    .out()
                    .lines()
                    .filter(line -> line.contains("backfill__2026-01-1"));
        }

        @Test
        void a_stretch_that_ends_before_it_begins_is_a_usage_error() {
            Shell.Result result = shell.rondo(
                    "backfill", "create", "--dag-id", "hello", "--from-date", "2026-01-03", "--to-date", "2026-01-01");

            assertThat(result.code()).isEqualTo(2);
        }

        @Test
        void what_is_required_is_named() {
            Shell.Result result = shell.rondo("backfill", "create", "--dag-id", "hello");

            assertThat(result.code()).isEqualTo(2);
            assertThat(result.err()).contains("--from-date").contains("--to-date");
        }
    }

    @Nested
    class WrongInput {

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                66 | backfill create --dag-id nope --from-date 2026-01-01 --to-date 2026-01-02
                2  | backfill create --dag-id hello --from-date soon --to-date 2026-01-02
                2  | backfill create --dag-id hello --from-date 2026-01-01 --to-date 2026-01-02 --max-active-runs 0
                2  | backfill create --dag-id hello --from-date 2026-01-01 --to-date 2026-01-02 --reprocess-behavior all
                2  | backfill create --dag-id hello --from-date 2026-01-01 --to-date 2026-01-02 --dag-run-conf [1]
                2  | backfill make
                66 | tasks list nope
                66 | tasks show hello nope
                66 | tasks states-for-dag-run hello never
                66 | tasks why hello never work
                66 | tasks clear hello never --yes
                2  | tasks clear hello never --latst
                66 | tasks logs hello never work --callback failure
                66 | dags test /nowhere/Nothing.java
                66 | tasks test /nowhere/Nothing.java work
                2  | dags init no/name
                2  | dags trigger
                2  | standalone --port many
                2  | standalone --slots 0
                2  | worker --scheduler nowhere
                2  | nonsense
                """)
        void is_told_in_a_line_and_by_the_exit_code(int code, String words) {
            Shell.Result result = shell.rondo(words.strip().split(" ", -1));

            assertThat(result.code()).as(words + ": " + result.err()).isEqualTo(code);
            assertThat(result.err())
                    .startsWith("rondo: ")
                    .doesNotContain("\tat ")
                    .doesNotContain("Exception");
            assertThat(result.out()).isEmpty();
        }
    }

    @Nested
    class Servers {

        @Test
        void a_server_that_is_down_ends_with_69_and_says_how_to_start_one() {
            Shell.Result result =
                    shell.with("RONDO_API_URL", "http://127.0.0.1:1").rondo("dags", "list");

            assertThat(result.code()).isEqualTo(69);
            assertThat(result.err()).contains("http://127.0.0.1:1").contains("rondo standalone");
        }

        @Test
        void a_wrong_password_ends_with_77() {
            Shell.Result result = shell.with("RONDO_API_USER", "ann")
                    .with("RONDO_API_PASSWORD", "hush-hush")
                    .rondo("dags", "list");

            assertThat(result.code()).isEqualTo(77);
            assertThat(result.err())
                    .contains("ann")
                    .contains("RONDO_API_PASSWORD")
                    .doesNotContain("hush-hush");
        }

        @Test
        void a_wrong_token_ends_with_77() {
            Shell.Result result = shell.with("RONDO_API_TOKEN", "old").rondo("dags", "list");

            assertThat(result.code()).isEqualTo(77);
            assertThat(result.err())
                    .contains("does not accept the token in RONDO_API_TOKEN: the token is not valid: it is too old");
        }

        @Test
        void a_token_that_is_too_old_is_got_anew() throws IOException {
            Files.writeString(rondo.home().resolve("cli-token"), rondo.url() + " admin\nstale");

            assertThat(shell.rondo("dags", "list").code()).isZero();
        }

        @Test
        void a_url_that_is_none_is_a_wrong_setting() {
            assertThat(shell.with("RONDO_API_URL", "127.0.0.1:8793")
                            .rondo("dags", "list")
                            .code())
                    .isEqualTo(78);
        }

        @Test
        void the_homes_password_is_not_sent_to_another_machine() {
            Shell.Result result =
                    shell.with("RONDO_API_URL", "http://rondo.invalid:8793").rondo("dags", "list");

            assertThat(result.code()).isEqualTo(77);
            assertThat(result.err()).contains("RONDO_API_PASSWORD");
        }

        @Test
        void info_says_what_is_where_without_secrets() throws IOException {
            String password =
                    Files.readString(rondo.home().resolve("admin-password")).strip();

            Shell.Result result = shell.rondo("info", "-o", "json");

            assertThat(result.code()).isZero();
            assertThat(result.out()).contains("\"server\":\"" + rondo.url()).contains("\"scheduler\":\"healthy\"");
            assertThat(result.out()).doesNotContain(password);
        }

        @Test
        void info_works_without_a_server() {
            Shell.Result result =
                    shell.with("RONDO_API_URL", "http://127.0.0.1:1").rondo("info");

            assertThat(result.code()).isZero();
            assertThat(result.out()).contains("no answer").contains(rondo.home().toString());
        }

        @Test
        void a_second_standalone_says_who_runs_there() {
            Shell.Result result = shell.rondo("standalone", "--port", "0");

            assertThat(result.code()).isEqualTo(75);
            assertThat(result.err()).contains(rondo.url()).contains("RONDO_HOME");
        }
    }
}
