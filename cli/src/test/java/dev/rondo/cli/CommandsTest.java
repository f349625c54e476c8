package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.testing.RunningRondo;
import dev.rondo.cli.testing.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands against a real standalone: what they print, and what they end with. */
@ExtendWith(RunningRondo.Extension.class)
class CommandsTest {

    private final RunningRondo rondo;
    private final Shell shell;

    CommandsTest(RunningRondo rondo) {
        this.rondo = rondo;
        this.shell = rondo.shell();
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
