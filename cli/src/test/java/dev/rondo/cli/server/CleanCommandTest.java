package dev.rondo.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.testing.Shell;
import dev.rondo.metadata.JdbcSettings;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code rondo db clean} over ten daily runs of one DAG and three of another. */
@ExtendWith(PostgresExtension.class)
class CleanCommandTest {

    private static final String RUNS = """
        insert into dag_run (dag_id, run_id, logical_date, run_after, run_type, state, version_id, conf, queued_at,
            end_date, triggered_by)
        select v.dag_id, 'day' || n, timestamptz '2026-01-01Z' + n * interval '1 day',
            timestamptz '2026-01-01Z' + n * interval '1 day', 'scheduled', 'success', v.version_id, '{}',
            timestamptz '2026-01-01Z', timestamptz '2026-01-01Z' + n * interval '1 day', 'test'
        from dag_version v, generate_series(1, case v.dag_id when 'census' then 10 else 3 end) n""";

    @TempDir
    private Path home;

    private Shell shell;
    private JdbcSettings settings;

    @BeforeEach
    void open(TestDatabase database) throws SQLException {
        settings = database.settings();
        shell = new Shell(Map.of(
                "RONDO_HOME", home.toString(),
                "RONDO_DATABASE_URL", settings.url(),
                "RONDO_DATABASE_USER", settings.user(),
                "RONDO_DATABASE_PASSWORD", settings.password()));
        change("set rondo.retention = 'on'; truncate command");
        change("truncate jar, dag_version, dag, dag_run cascade");
        change("insert into jar values ('h', 1, now())");
        change("insert into dag_version (dag_id, version_number, graph_hash, jar_hash, graph, bundle_name, file_name,"
                + " created_at) select d, 1, 'h', 'h', '{}', 'b', 'f', now() from unnest(array['census', 'sales']) d");
        change(RUNS);
    }

    private void change(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(settings.url(), settings.user(), settings.password());
    }

    private List<String> texts(String query) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }

    private List<String> left(String dagId) throws SQLException {
        return texts("select run_id from dag_run where dag_id = '" + dagId + "' order by run_no");
    }

    private List<String> audited() throws SQLException {
        return texts(
                "select concat_ws(' ', created_at at time zone 'UTC', actor, source, kind, status, body, before_change,"
                        + " after_change) from command order by command_id");
    }

    private Shell.Result clean(String... options) {
        List<String> words = new ArrayList<>(List.of("db", "clean", "--clean-before-timestamp"));
        words.addAll(List.of(options));
        return shell.rondo(words.toArray(String[]::new));
    }

    @Test
    void a_dry_run_lists_what_would_go_and_deletes_nothing() throws SQLException {
        Shell.Result result = clean("2026-01-08", "--dry-run");

        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo("""
                DAG     RUNS  FIRST                 LAST
                census  6     2026-01-02T00:00:00Z  2026-01-07T00:00:00Z
                sales   2     2026-01-02T00:00:00Z  2026-01-03T00:00:00Z
                """);
        assertThat(left("census")).hasSize(10);
    }

    @Test
    void what_ended_before_goes_with_its_logs_and_the_newest_stays() throws IOException, SQLException {
        Path gone = Files.createDirectories(home.resolve("logs/dag_id=census/run_id=day1/task_id=a/map_index=-1"));
        Path kept = Files.createDirectories(home.resolve("logs/dag_id=census/run_id=day9/task_id=a/map_index=-1"));

        Shell.Result result = clean("2026-01-08", "--yes");

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).endsWith("8 runs deleted\n");
        assertThat(left("census")).containsExactly("day7", "day8", "day9", "day10");
        assertThat(left("sales")).containsExactly("day3");
        assertThat(gone).doesNotExist();
        assertThat(kept).exists();
        assertThat(clean("2026-01-08", "--yes").out()).isEqualTo("no runs to delete\n");
    }

    @Test
    void who_cleaned_what_and_when_is_in_the_audit_record_and_a_look_is_not() throws SQLException {
        shell = shell.at(Instant.parse("2026-03-04T05:06:07.123456789Z"));
        Shell.Result looked = clean("2026-01-08", "--dry-run");
        assertThat(looked.code()).as(looked.err()).isZero();
        assertThat(audited()).isEmpty();

        Shell.Result cleaned = clean("2026-01-08", "--yes", "--dag-ids", "sales,census");

        assertThat(cleaned.code()).as(cleaned.err()).isZero();
        assertThat(audited())
                .containsExactly("2026-03-04 05:06:07.123456 " + System.getProperty("user.name")
                        + " cli CleanDatabase 200 {\"clean_before_timestamp\":\"2026-01-08T00:00:00Z\","
                        + "\"dag_ids\":[\"census\",\"sales\"]} {\"runs\":{\"census\":6,\"sales\":2},\"files\":0}");
    }

    @Test
    void only_of_the_dags_that_are_named_and_for_scripts_as_json() throws SQLException {
        Shell.Result result = clean("2027-01-01", "--dag-ids", "sales,none", "-y", "-o", "json");

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out())
                .isEqualTo("[{\"dag_id\":\"sales\",\"runs\":2,\"first_run_after\":\"2026-01-02T00:00:00Z\","
                        + "\"last_run_after\":\"2026-01-03T00:00:00Z\"}]\n");
        assertThat(left("sales")).containsExactly("day3");
        assertThat(left("census")).hasSize(10);
    }

    @Test
    void without_a_terminal_to_ask_on_nothing_goes() throws SQLException {
        Shell.Result result = clean("2026-01-08");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("add --yes to delete 8 runs for good");
        assertThat(left("census")).hasSize(10);
    }

    @Test
    void wrong_words_are_refused_before_anything_is_opened() throws SQLException {
        assertThat(clean("last week").err()).contains("not a date: 'last week'");
        Shell.Result without = shell.rondo("db", "clean", "--yes");
        assertThat(without.code()).isEqualTo(2);
        assertThat(without.err()).contains("--clean-before-timestamp");
        assertThat(left("census")).hasSize(10);
    }

    @Test
    void a_link_among_the_logs_goes_and_what_it_points_to_stays() throws IOException, SQLException {
        Path logs = Files.createDirectories(home.resolve("logs/dag_id=census"));
        Files.createSymbolicLink(logs.resolve("run_id=day1"), home.resolve("logs/nowhere/else"));
        Files.writeString(Files.createDirectories(home.resolve("logs/nowhere")).resolve("else"), "a file");

        Shell.Result result = clean("2026-01-08", "--yes");

        assertThat(result.code()).as(result.out()).isZero();
        assertThat(home.resolve("logs/nowhere/else"))
                .as("what a link points to is not a log")
                .exists();
    }
}
