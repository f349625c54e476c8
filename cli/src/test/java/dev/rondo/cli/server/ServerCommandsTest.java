package dev.rondo.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.testing.Shell;
import dev.rondo.metadata.JdbcSettings;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How servers and {@code rondo db} meet a database that is not as it should be, and other bad starts. */
@ExtendWith(PostgresExtension.class)
class ServerCommandsTest {

    @TempDir
    private Path home;

    private Shell on(TestDatabase database) {
        JdbcSettings settings = database.settings();
        return new Shell(Map.of(
                "RONDO_HOME", home.toString(),
                "RONDO_DATABASE_URL", settings.url(),
                "RONDO_DATABASE_USER", settings.user(),
                "RONDO_DATABASE_PASSWORD", settings.password()));
    }

    private static void change(TestDatabase database, String sql) throws SQLException {
        JdbcSettings settings = database.settings();
        try (Connection connection = DriverManager.getConnection(settings.url(), settings.user(), settings.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void forgetMigrations(TestDatabase database) throws SQLException {
        change(database, "alter table flyway_schema_history rename to kept_history");
    }

    private static void migrateAsANewerRelease(TestDatabase database) throws SQLException {
        change(
                database,
                "insert into flyway_schema_history (installed_rank, version, description, type, script, checksum,"
                        + " installed_by, execution_time, success)"
                        + " values (999, '999', 'future', 'SQL', 'V999__future.sql', 1, 'test', 1, true)");
    }

    private static void backToThisRelease(TestDatabase database) throws SQLException {
        change(database, "delete from flyway_schema_history where version = '999'");
    }

    @Test
    void check_of_a_current_schema_says_its_version(TestDatabase database) {
        Shell.Result result = on(database).rondo("db", "check");

        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
        assertThat(result.out())
                .startsWith("ok: schema version ")
                .contains(database.settings().url());
        assertThat(result.out()).doesNotContain(database.settings().password());
    }

    @Test
    void migrate_of_a_current_schema_does_nothing(TestDatabase database) {
        assertThat(on(database).rondo("db", "migrate").code()).isZero();
        assertThat(on(database).rondo("db", "check").code()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"db check", "scheduler --port 0", "webserver --port 0", "dag-processor", "db migrate"})
    void a_schema_of_a_newer_release_is_refused_with_78(String command, TestDatabase database) throws SQLException {
        migrateAsANewerRelease(database);
        Shell.Result result = on(database).rondo(command.split(" ", -1));
        backToThisRelease(database);

        assertThat(result.code()).as(result.err()).isEqualTo(78);
        assertThat(result.err()).contains("999").contains("newer");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void a_password_file_will_do(TestDatabase database) throws IOException {
        Path file =
                Files.writeString(home.resolve("password"), database.settings().password() + "\n");
        Shell shell = on(database).with("RONDO_DATABASE_PASSWORD", "another");

        assertThat(shell.rondo("db", "check", "--database-password-file", file.toString())
                        .code())
                .isZero();
        assertThat(shell.with("RONDO_DATABASE_PASSWORD_FILE", file.toString())
                        .rondo("db", "check")
                        .code())
                .isZero();
    }

    @Test
    void a_password_file_that_is_not_there_is_a_wrong_setting(TestDatabase database) {
        Shell.Result result = on(database).rondo("db", "check", "--database-password-file", home + "/none");

        assertThat(result.code()).isEqualTo(78);
        assertThat(result.err()).contains(home + "/none");
    }

    @Test
    void a_wrong_password_is_told_without_it(TestDatabase database) {
        Shell.Result result =
                on(database).with("RONDO_DATABASE_PASSWORD", "hush-hush").rondo("scheduler", "--port", "0");

        assertThat(result.code()).isEqualTo(69);
        assertThat(result.err()).contains(database.settings().user()).doesNotContain("hush-hush");
    }

    @Test
    void a_database_that_does_not_answer_ends_with_69() {
        Shell shell = new Shell(Map.of("RONDO_HOME", home.toString(), "RONDO_DATABASE_PASSWORD", "x"));

        Shell.Result result = shell.rondo("db", "check", "--database-url", "postgresql://ann@127.0.0.1:1/rondo");

        assertThat(result.code()).isEqualTo(69);
        assertThat(result.err()).contains("127.0.0.1:1");
    }

    @Test
    void a_url_without_a_password_says_where_one_may_be() {
        Shell.Result result = new Shell(Map.of("RONDO_HOME", home.toString()))
                .rondo("webserver", "--database-url", "postgresql://ann@127.0.0.1:1/rondo");

        assertThat(result.code()).isEqualTo(78);
        assertThat(result.err()).contains("RONDO_DATABASE_PASSWORD").contains("--database-password-file");
    }

    @Test
    void check_makes_no_database() {
        Shell.Result result = new Shell(Map.of("RONDO_HOME", home.toString())).rondo("db", "check");

        assertThat(result.code()).isEqualTo(78);
        assertThat(home).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"scheduler", "webserver"})
    void a_port_that_is_taken_ends_with_69_and_names_the_option_and_no_library_adds_to_it(
            String command, TestDatabase database) throws IOException {
        Path log = home.resolve("server.log");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            Shell.Result result = on(database).rondo(command, "--port", port, "--log-file", log.toString());

            assertThat(result.code()).as(result.err()).isEqualTo(69);
            assertThat(result.err()).contains(port).contains("--port");
            assertThat(log).content().doesNotContain("ERROR", "Javalin");
        }
    }

    @Test
    void a_port_out_of_range_is_a_usage_error(TestDatabase database) {
        assertThat(on(database).rondo("webserver", "--port", "70000").code()).isEqualTo(2);
    }

    @Test
    void a_worker_needs_a_scheduler_and_a_token() {
        Shell shell = new Shell(Map.of("RONDO_HOME", home.toString()));

        assertThat(shell.rondo("worker").code()).isEqualTo(2);
        assertThat(shell.rondo("worker", "--scheduler", "host:8794").code()).isEqualTo(2);
        Shell.Result untold = shell.rondo("worker", "--scheduler", "http://127.0.0.1:1");
        assertThat(untold.code()).isEqualTo(78);
        assertThat(untold.err()).contains("worker-token").contains("RONDO_WORKER_TOKEN");
    }

    @Test
    void a_schema_that_is_missing_says_what_to_run(TestDatabase database) throws SQLException {
        forgetMigrations(database);
        try {
            Shell.Result result = on(database).rondo("scheduler", "--port", "0");

            assertThat(result.code()).isEqualTo(78);
            assertThat(result.err()).contains("rondo db migrate");
        } finally {
            change(database, "alter table kept_history rename to flyway_schema_history");
        }
    }
}
