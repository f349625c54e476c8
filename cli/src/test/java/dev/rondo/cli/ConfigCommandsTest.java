package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.testing.Shell;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code rondo config}: it reads the environment, and nothing else. */
class ConfigCommandsTest {

    private static Shell.Result rondo(Map<String, String> environment, String... words) {
        Map<String, String> all = new HashMap<>(environment);
        all.putIfAbsent("RONDO_HOME", "/nonexistent/rondo");
        return new Shell(Map.copyOf(all)).rondo(words);
    }

    private static List<String> lines(Map<String, String> environment, String... words) {
        return rondo(environment, words).out().lines().toList();
    }

    @Test
    void list_has_every_setting_with_what_holds_and_where_it_comes_from() {
        List<String> lines = lines(Map.of("RONDO_RETENTION_DAYS", "7"), "config", "list", "-o", "plain");

        assertThat(lines).hasSize(Setting.values().length);
        assertThat(lines)
                .contains(
                        "RONDO_HOME\t/nonexistent/rondo\tenvironment\tall",
                        "RONDO_RETENTION_DAYS\t7\tenvironment\tscheduler",
                        "RONDO_RUN_RETENTION_DAYS\t0\tdefault\tscheduler");
    }

    @Test
    void what_is_set_alone_has_what_is_named_freely_too_and_no_secret() {
        Map<String, String> environment = Map.of(
                "RONDO_DATABASE_URL", "postgresql://me:hush@db/rondo",
                "RONDO_DATABASE_PASSWORD", "hush",
                "RONDO_WORKER_TOKEN", "hush",
                "RONDO_OIDC_CLIENT_SECRET", "hush",
                "RONDO_CONN_BANK", "http://me:hush@bank",
                "RONDO_VAR_KEY", "hush",
                "RONDO_DEFAULT_ARGS_RETRIES", "2");

        assertThat(lines(environment, "config", "list", "--set", "-o", "plain"))
                .containsExactly(
                        "RONDO_HOME\t/nonexistent/rondo\tenvironment\tall",
                        "RONDO_DATABASE_URL\tpostgresql://me:***@db/rondo\tenvironment\tservers",
                        "RONDO_DATABASE_PASSWORD\t***\tenvironment\tservers",
                        "RONDO_WORKER_TOKEN\t***\tenvironment\tscheduler, worker",
                        "RONDO_OIDC_CLIENT_SECRET\t***\tenvironment\twebserver, standalone",
                        "RONDO_CONN_BANK\t***\tenvironment\tscheduler",
                        "RONDO_DEFAULT_ARGS_RETRIES\t2\tenvironment\tDAG processor",
                        "RONDO_VAR_KEY\t***\tenvironment\tscheduler");
        for (String form : List.of("table", "json")) {
            assertThat(rondo(environment, "config", "list", "-o", form).out()).doesNotContain("hush");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "postgresql://me:hu/sh@db/rondo, postgresql://me:***@db/rondo",
        "postgresql://me:hu@sh@db/rondo, postgresql://me:***@db/rondo",
        "postgresql://me:hu?sh@db/rondo, postgresql://me:***@db/rondo",
        "postgresql://db/rondo?user=me&password=hush, postgresql://db/rondo?user=me&password=***",
        "postgresql://db/rondo?sslPassword=hush&sslmode=require,"
                + " postgresql://db/rondo?sslPassword=***&sslmode=require"
    })
    void a_password_in_a_url_is_hidden_however_it_is_written(String url, String shown) {
        assertThat(rondo(Map.of("RONDO_DATABASE_URL", url), "config", "get", "RONDO_DATABASE_URL")
                        .out())
                .isEqualTo(shown + "\n");
    }

    @Test
    void get_prints_one_alone() {
        Map<String, String> environment = Map.of("RONDO_HEAP", "2g", "RONDO_SMTP_PASSWORD", "hush");

        assertThat(rondo(environment, "config", "get", "RONDO_HEAP").out()).isEqualTo("2g\n");
        assertThat(rondo(environment, "config", "get", "rondo_smtp_port").out()).isEqualTo("587\n");
        assertThat(rondo(environment, "config", "get", "RONDO_SMTP_PASSWORD").out())
                .isEqualTo("***\n");
    }

    @Test
    void get_of_what_is_no_setting_ends_with_66_and_the_nearest() {
        Shell.Result result = rondo(Map.of(), "config", "get", "RONDO_RETENTON_DAYS");

        assertThat(result.code()).isEqualTo(66);
        assertThat(result.err())
                .isEqualTo("rondo: there is no setting 'RONDO_RETENTON_DAYS'; did you mean 'RONDO_RETENTION_DAYS'?\n");
    }

    @Test
    void lint_finds_all_that_is_wrong_at_once() {
        Shell.Result result = rondo(
                Map.of(
                        "RONDO_HEEP", "2g",
                        "RONDO_RETENTION_DAYS", "soon",
                        "RONDO_RUN_RETENTION_DAYS", "-1",
                        "RONDO_WORKER_LEASE_SECONDS", "3",
                        "RONDO_MAX_MAP_LENGTH", "0",
                        "RONDO_API_URL", "server",
                        "RONDO_SMTP_HOST", "mail",
                        "RONDO_DATABASE_URL", "mysql://db",
                        "RONDO_DEFAULT_ARGS_RETRYS", "2",
                        "RONDO_CONN_BANK", "me:hush@bank"),
                "config",
                "lint",
                "-o",
                "plain");

        assertThat(result.code()).isEqualTo(78);
        assertThat(result.out().lines())
                .hasSize(10)
                .anyMatch(line -> line.contains("RONDO_HEEP") && line.contains("RONDO_HEAP"))
                .anyMatch(line -> line.startsWith("RONDO_RETENTION_DAYS is 'soon'; write"))
                .anyMatch(line -> line.startsWith("RONDO_RUN_RETENTION_DAYS is '-1'; write"))
                .anyMatch(line -> line.startsWith("RONDO_WORKER_LEASE_SECONDS is '3'; write"))
                .anyMatch(line -> line.startsWith("RONDO_MAX_MAP_LENGTH is '0'; write"))
                .anyMatch(line -> line.contains("RONDO_API_URL"))
                .anyMatch(line -> line.contains("RONDO_SMTP_FROM"))
                .anyMatch(line -> line.startsWith("database url: it needs a scheme"))
                .anyMatch(line -> line.contains("retrys"))
                .anyMatch(line -> line.startsWith("RONDO_CONN_BANK: "))
                .noneMatch(line -> line.contains("hush"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RONDO_OIDC_CLIENT_ID | rondo2 | RONDO_OIDC_ISSUER is not set | RONDO_OIDC_ISSUER",
                "RONDO_OIDC_ISSUER | http://sso.example.com | the issuer must be an https URL |",
                "RONDO_OIDC_SCOPES | profile | the scopes must have openid among them |",
                "RONDO_OIDC_ROLES | team:user | must be GROUP=ROLE, separated by commas |",
                "RONDO_OIDC_ROLES | team=boss | is not one of none, viewer, user, op, admin |",
                "RONDO_OIDC_CREATE_USERS | perhaps | must be true or false |",
                "RONDO_OIDC_REDIRECT_URI | https://rondo.example.com/ | whose path is /auth/oidc/callback |",
                "RONDO_OIDC_CLIENT_SECRET_FILE | /nowhere/secret | cannot read the client secret |",
                "RONDO_OIDC_CLIENT_ID | rondo2 | nobody could be let in | RONDO_OIDC_DEFAULT_ROLE"
            })
    void lint_says_what_is_wrong_with_an_identity_provider(String name, String value, String why, String without) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "RONDO_OIDC_ISSUER", "https://sso.example.com",
                "RONDO_OIDC_CLIENT_ID", "rondo",
                "RONDO_OIDC_DEFAULT_ROLE", "viewer"));
        settings.put(name, value);
        settings.remove(without);

        Shell.Result result = rondo(settings, "config", "lint", "-o", "plain");

        assertThat(result.code()).isEqualTo(78);
        assertThat(result.out().lines()).singleElement().asString().contains(why);
    }

    @Test
    void lint_of_what_servers_take_ends_with_0() {
        Shell.Result result = rondo(
                Map.of(
                        "RONDO_RETENTION_DAYS", "30",
                        "RONDO_DATABASE_URL", "postgresql://me@db:5432/rondo",
                        "RONDO_DATABASE_PASSWORD", "hush",
                        "RONDO_CONN_BANK", "http://me:hush@bank"),
                "config",
                "lint");

        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo("nothing is wrong\n");
    }
}
