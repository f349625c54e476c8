package dev.rondo.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class MigrationsTest {

    @RegisterExtension
    static final ServerForClass SERVER = new ServerForClass();

    @TempDir
    Path folder;

    private final JdbcSettings database = SERVER.createDatabase("migrated");

    @BeforeEach
    void one_step() throws IOException {
        step("V1__first.sql", "create table one (n int)");
    }

    @Test
    void an_empty_database_is_told_from_an_old_one() {
        assertThatThrownBy(() -> migrations().requireCurrent())
                .isInstanceOf(SchemaException.class)
                .hasMessage("the database has no schema of Rondo yet; run: rondo db migrate");
    }

    @Test
    void a_database_that_does_not_answer_is_no_mistake_of_its_schema() {
        Migrations nobodys = Migrations.inFolder(
                folder, new JdbcSettings("jdbc:postgresql://127.0.0.1:1/rondo", "rondo", "secret-password"));

        assertThatThrownBy(nobodys::requireCurrent).isInstanceOf(DatabaseUnavailableException.class);
        assertThatThrownBy(nobodys::newestTaken).isInstanceOf(DatabaseUnavailableException.class);
        assertThatThrownBy(nobodys::migrate)
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessage("the database went away while its schema was looked at");
    }

    @Test
    void a_migrated_database_is_current_and_migrating_again_does_nothing() {
        int first = migrations().migrate();
        int second = migrations().migrate();

        assertThat(first).isEqualTo(1);
        assertThat(second).isZero();
        assertThatCode(() -> migrations().requireCurrent()).doesNotThrowAnyException();
    }

    @Test
    void two_that_migrate_at_once_take_each_step_once() throws Exception {
        step("V2__second.sql", "create table two (n int)");
        CompletableFuture<Integer> first =
                CompletableFuture.supplyAsync(() -> migrations().migrate());
        CompletableFuture<Integer> second =
                CompletableFuture.supplyAsync(() -> migrations().migrate());

        assertThat(first.get() + second.get()).isEqualTo(2);
    }

    @Test
    void a_database_that_is_behind_names_the_missing_step_and_the_remedy() throws IOException {
        migrations().migrate();
        step("V2__second.sql", "create table two (n int)");

        assertThatThrownBy(() -> migrations().requireCurrent())
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("version 1")
                .hasMessageContaining("step 2 (second) of this release is missing; run: rondo db migrate");
    }

    @Test
    void a_database_that_is_ahead_asks_for_the_newer_release() throws IOException {
        step("V2__second.sql", "create table two (n int)");
        migrations().migrate();
        Files.delete(folder.resolve("V2__second.sql"));

        assertThatThrownBy(() -> migrations().requireCurrent())
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("step 2 (second) is unknown to this release");
    }

    @Test
    void a_step_that_fails_changes_nothing_and_says_why() throws IOException {
        migrations().migrate();
        step("V2__second.sql", "create table two (n int); create table one (n int)");

        assertThatThrownBy(() -> migrations().migrate())
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("could not be migrated")
                .hasMessageContaining("\"one\" already exists");
        step("V2__second.sql", "create table two (n int)");
        assertThat(migrations().migrate()).isEqualTo(1);
    }

    @Test
    void a_step_may_take_longer_than_a_session_may_be_idle_within_a_transaction() throws Exception {
        String name = database.url().substring(database.url().lastIndexOf('/') + 1);
        try (Connection connection = SERVER.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("alter database " + name + " set idle_in_transaction_session_timeout = '1s'");
        }
        step("V2__slow.sql", "select pg_sleep(2)");

        assertThat(migrations().migrate()).isEqualTo(2);
    }

    @Test
    void nobody_waits_behind_a_step_that_waits_for_a_transaction_before_it() throws Exception {
        migrations().migrate();
        step("V2__second.sql", "create table two (n int)");
        step("V3__third.sql", "alter table one add column m int");
        try (Connection reader = connect();
                Connection writer = connect()) {
            reader.setAutoCommit(false);
            run(reader, "select * from one");
            CompletableFuture<Integer> migrating =
                    CompletableFuture.supplyAsync(() -> migrations().migrate());
            awaitStepThatWaits(writer);

            run(writer, "set lock_timeout = '20s'");
            run(writer, "insert into one values (1)");

            assertThat(migrating).isNotDone();
            reader.commit();
            assertThat(migrating.get()).isEqualTo(2);
        }
    }

    @Test
    void a_step_gives_way_in_a_deadlock_with_a_transaction_of_a_server() throws Exception {
        step("V2__second.sql", "create table two (n int)");
        migrations().migrate();
        step("V3__third.sql", "alter table one add column m int; alter table two add column m int");
        try (Connection server = connect();
                Connection other = connect()) {
            server.setAutoCommit(false);
            run(server, "insert into two values (1)");
            CompletableFuture<Integer> migrating =
                    CompletableFuture.supplyAsync(() -> migrations().migrate());
            awaitStepThatWaits(other);

            run(server, "insert into one values (1)");

            server.commit();
            assertThat(migrating.get()).isEqualTo(1);
        }
    }

    private static void awaitStepThatWaits(Connection connection) throws SQLException {
        boolean isThere = false;
        while (!isThere) {
            try (Statement statement = connection.createStatement();
                    ResultSet found = statement.executeQuery("select pid, pg_sleep(0.02) from pg_stat_activity"
                            + " where query like 'alter table%' and wait_event_type = 'Lock'"
                            + " and datname = current_database()")) {
                isThere = found.next();
            }
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

    @Test
    void a_step_that_was_changed_after_it_was_taken_is_refused() throws IOException {
        migrations().migrate();
        step("V1__first.sql", "create table one (n bigint)");

        assertThatThrownBy(() -> migrations().migrate())
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("checksum");
    }

    @Test
    void taken_steps_are_known_without_flyway_until_one_is_changed_missing_or_more() throws Exception {
        step("V2__second.sql", "create table two (n int)\r\n-- \u00fc");
        step("steps", "V1__first.sql\nV2__second.sql\n");
        assertThat(areTaken()).as("an empty database").isFalse();
        assertThat(migrations().migrate()).isEqualTo(2);
        assertThat(areTaken()).as("all").isTrue();

        step("V1__first.sql", "create table one (n bigint)");
        assertThat(areTaken()).as("one has changed").isFalse();
        step("V1__first.sql", "create table one (n int)");

        step("steps", "V1__first.sql\n");
        assertThat(areTaken()).as("the database is ahead").isFalse();
        step("V3__third.sql", "create table three (n int)");
        step("steps", "V1__first.sql\nV2__second.sql\nV3__third.sql\n");
        assertThat(areTaken()).as("the database is behind").isFalse();
    }

    @Test
    void without_a_list_of_steps_nothing_is_taken_for_known() throws Exception {
        assertThat(migrations().migrate()).isEqualTo(1);

        assertThat(areTaken()).isFalse();
    }

    private boolean areTaken() throws SQLException {
        BundledSteps steps = BundledSteps.from(name -> {
            try {
                Path file = folder.resolve(Path.of(name).getFileName());
                return Files.exists(file) ? Files.newInputStream(file) : null;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        try (Connection connection = connect()) {
            return steps.areTakenIn(connection);
        }
    }

    private Migrations migrations() {
        return Migrations.inFolder(folder, database);
    }

    private void step(String name, String sql) throws IOException {
        Files.writeString(folder.resolve(name), sql);
    }
}
