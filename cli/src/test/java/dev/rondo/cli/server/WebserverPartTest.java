package dev.rondo.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.Home;
import dev.rondo.metadata.JdbcSettings;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.metadata.testing.TestPause;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(PostgresExtension.class)
class WebserverPartTest {

    private static final String NAME = "rondo-of-a-first-admin";

    @TempDir
    private Path folder;

    private static Connection connect(TestDatabase database) throws SQLException {
        JdbcSettings settings = database.settings();
        return DriverManager.getConnection(settings.url(), settings.user(), settings.password());
    }

    private static int count(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            int count = 0;
            while (rows.next()) {
                count++;
            }
            return count;
        }
    }

    /** Ends what waits for a lock as soon as it does. */
    private static void endWhatWaits(Connection connection) throws SQLException, InterruptedException {
        while (count(connection, """
                select pg_terminate_backend(pid) from pg_stat_activity
                where datname = current_database() and application_name = '%s' and wait_event_type = 'Lock'""".formatted(NAME)) == 0) {
            TestPause.pause(Duration.ofMillis(20));
        }
    }

    @Test
    @Timeout(60)
    void a_database_that_goes_away_while_users_are_looked_for_is_asked_again(TestDatabase database) throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        Home home = new Home(folder);
        try (Storage storage = Storage.open(new Storage.Settings(
                        home,
                        Optional.of(database.settings()),
                        Place.folder(folder),
                        NAME,
                        /* connections= */ 2,
                        Optional.of(told::add),
                        () -> {}));
                Connection holding = connect(database);
                Connection ending = connect(database);
                ExecutorService beside = Executors.newSingleThreadExecutor()) {
            holding.setAutoCommit(false);
            try (Statement statement = holding.createStatement()) {
                statement.execute("lock table app_user in access exclusive mode");
            }
            Future<Boolean> made = beside.submit(() -> WebserverPart.ensureAdmin(storage, home));
            endWhatWaits(ending);
            holding.rollback();

            assertThat(made.get()).isTrue();
            assertThat(count(ending, "select 1 from app_user where username = 'admin'"))
                    .isEqualTo(1);
        }
        assertThat(told).singleElement().asString().contains("terminating connection");
        assertThat(Files.readString(home.adminPassword())).isNotBlank();
    }
}
