package dev.rondo.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/** Indexes of large tables come without anybody waiting for them, also when the first who makes them is killed. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class IndexesAheadTest {

    @RegisterExtension
    static final ServerForClass SERVER = new ServerForClass();

    @TempDir
    Path folder;

    private final JdbcSettings database = SERVER.createDatabase("indexed");

    @BeforeEach
    void large_tables_without_an_index() throws IOException {
        step("V1__tables.sql", """
                create table whole (n int, filler text);
                create table small (n int);
                create table parted (n int, filler text) partition by range (n);
                create table parted_p0 partition of parted for values from (0) to (20000);
                create table parted_p1 partition of parted for values from (20000) to (50000);
                insert into whole select n, repeat('x', 900) from generate_series(1, 25000) n;
                insert into parted select n, repeat('x', 900) from generate_series(1, 25000) n;
                """);
        assertThat(migrations().migrate()).isEqualTo(1);
        step("V2__between.sql", "create table other (n int)");
        step("V3__indexes.sql", """
                create index if not exists whole_by_number on whole (n, filler);
                create index if not exists small_by_number on small (n);
                create index if not exists parted_by_number on parted (n)
                    where n > 10;
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"whole", "parted_p1"})
    void whoever_writes_meanwhile_does_not_wait(String table) throws Exception {
        try (Connection writer = connect();
                Connection other = connect()) {
            writer.setAutoCommit(false);
            run(writer, "insert into " + table + " values (30000)");
            CompletableFuture<Integer> migrating =
                    CompletableFuture.supplyAsync(() -> migrations().migrate());
            awaitBuildBehind(writer, other);

            run(other, "set lock_timeout = '20s'");
            run(other, "insert into " + table + " values (30001)");

            writer.commit();
            assertThat(migrating.get()).isEqualTo(2);
            assertAllAreThere(other);
        }
    }

    static List<Arguments> ends() {
        return List.of(
                arguments(
                        "pg_cancel_backend",
                        SchemaException.class,
                        "the indexes of V3__indexes.sql could not be made: ERROR: canceling statement"),
                arguments(
                        "pg_terminate_backend",
                        DatabaseUnavailableException.class,
                        "the database went away while an index of V3__indexes.sql was made"));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void an_index_half_made_is_made_anew_and_one_that_is_whole_is_kept(
            String end, Class<? extends Throwable> failure, String message) throws Exception {
        try (Connection writer = connect();
                Connection other = connect()) {
            writer.setAutoCommit(false);
            run(writer, "insert into parted_p1 values (30000)");
            CompletableFuture<Integer> migrating =
                    CompletableFuture.supplyAsync(() -> migrations().migrate());
            String build = awaitBuildBehind(writer, other);
            String ofFirst = "select indexrelid from pg_index where indrelid = 'parted_p0'::regclass and indisvalid";
            List<String> whole = texts(other, ofFirst);

            assertThat(texts(other, "select " + end + "(" + build + ")")).containsExactly("t");

            assertThatThrownBy(migrating::get)
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(failure)
                    .hasMessageContaining(message);
            assertThat(texts(other, "select indexrelid::regclass from pg_index where not indisvalid order by 1"))
                    .containsExactlyInAnyOrder("parted_by_number", "parted_p1_parted_by_number");
            writer.rollback();

            assertThat(migrations().migrate()).isEqualTo(1);
            assertAllAreThere(other);
            assertThat(whole).hasSize(1);
            assertThat(texts(other, ofFirst)).isEqualTo(whole);
        }
    }

    @Test
    void two_that_migrate_at_once_make_each_once() throws Exception {
        CompletableFuture<Integer> first =
                CompletableFuture.supplyAsync(() -> migrations().migrate());
        CompletableFuture<Integer> second =
                CompletableFuture.supplyAsync(() -> migrations().migrate());

        assertThat(first.get() + second.get()).isEqualTo(2);
        try (Connection connection = connect()) {
            assertAllAreThere(connection);
        }
    }

    private static void assertAllAreThere(Connection connection) throws SQLException {
        assertThat(
                        texts(
                                connection,
                                "select indexrelid::regclass || ' ' || indisvalid from pg_index"
                                        + " where indrelid::regclass::text in ('whole', 'small', 'parted', 'parted_p0', 'parted_p1')"))
                .containsExactlyInAnyOrder(
                        "whole_by_number true",
                        "small_by_number true",
                        "parted_by_number true",
                        "parted_p0_parted_by_number true",
                        "parted_p1_parted_by_number true");
    }

    /** Waits until a build waits for a writer, and not for a moment for whoever looks just now; tells its process. */
    private static String awaitBuildBehind(Connection writer, Connection other) throws SQLException {
        String builds = "select pid from pg_stat_activity where query like 'create index concurrently%'" + " and "
                + writer.unwrap(PGConnection.class).getBackendPID() + " = any(pg_blocking_pids(pid))";
        while (true) {
            List<String> found = texts(other, builds);
            if (!found.isEmpty()) {
                return found.getFirst();
            }
            run(other, "select pg_sleep(0.02)");
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(database.url(), database.user(), database.password());
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> texts(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }

    private Migrations migrations() {
        return Migrations.inFolder(folder, database);
    }

    private void step(String name, String sql) throws IOException {
        Files.writeString(folder.resolve(name), sql);
    }
}
