package dev.rondo.metadata.postgres;

import dev.rondo.core.time.Pause;
import dev.rondo.metadata.JdbcSettings;
import dev.rondo.metadata.postgres.EmbeddedPostgresException.Problem;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Signs in to a server and makes sure that it is ours: it knows our password (SCRAM proves that both ways) and serves
 * our data directory.
 */
final class SignIn {

    /** A server that answered, as it is now, and how to reach it. */
    record SignedIn(Postmaster postmaster, JdbcSettings settings) {}

    private static final String NO_SUCH_DATABASE = "3D000";

    /** Starting up, shutting down, or in recovery after one of its processes was killed. */
    private static final String NOT_NOW = "57P03";

    private static final Duration STEP = Duration.ofMillis(20);

    /** Seconds for the sign-in of a server that accepts the connection and then says nothing. */
    private static final String SECONDS = "10";

    private final PostgresHome home;
    private final String password;
    private final Pause pause;

    SignIn(PostgresHome home, String password, Pause pause) {
        this.home = home;
        this.password = password;
        this.pause = pause;
    }

    /**
     * Signs in to the application's database, which is made if this is the first time. Empty: the server ended
     * meanwhile.
     *
     * @param limit how long to wait for a server that starts, recovers or shuts down
     */
    Optional<SignedIn> to(Postmaster postmaster, Duration limit) {
        long steps = Math.max(1, limit.dividedBy(STEP));
        String last = "it never listened";
        for (long step = 0; step < steps; step++) {
            // Read again: the port is not in the file during the first moments.
            Optional<Postmaster> now =
                    Postmaster.find(home).filter(it -> it.process().equals(postmaster.process()));
            if (now.isEmpty()) {
                return Optional.empty();
            }
            if (now.get().port() != 0) {
                try {
                    return Optional.of(new SignedIn(now.get(), signIn(now.get().port())));
                } catch (SQLException e) {
                    last = String.valueOf(e.getMessage());
                    if (!isWorthAnotherTry(e)) {
                        throw refused(postmaster, last, e);
                    }
                }
            }
            Waits.pause(pause, STEP, "waiting for the server of " + home.folder());
        }
        throw refused(postmaster, "not ready after " + limit + ", at last: " + last, /* cause= */ null);
    }

    private JdbcSettings signIn(int port) throws SQLException {
        try {
            verify(port);
        } catch (SQLException e) {
            if (!NO_SUCH_DATABASE.equals(e.getSQLState())) {
                throw e;
            }
            createDatabase(port);
            verify(port);
        }
        return settings(home, password, port);
    }

    /** How to reach the application's database. */
    static JdbcSettings settings(PostgresHome home, String password, int port) {
        return new JdbcSettings(url(port, home.database()), home.user(), password);
    }

    private void verify(int port) throws SQLException {
        try (Connection connection = connect(port, home.database());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select current_setting('data_directory')")) {
            row.next();
            Path served = Path.of(row.getString(1));
            if (!served.equals(home.data())) {
                throw new SQLException("it serves " + served);
            }
        }
    }

    private void createDatabase(int port) throws SQLException {
        try (Connection connection = connect(port, "postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + home.database());
        }
    }

    private Connection connect(int port, String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", home.user());
        properties.setProperty("password", password);
        properties.setProperty("loginTimeout", SECONDS);
        properties.setProperty("socketTimeout", SECONDS);
        // Whoever else may listen there is not told the password.
        properties.setProperty("requireAuth", "scram-sha-256");
        return DriverManager.getConnection(url(port, database), properties);
    }

    private static boolean isWorthAnotherTry(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.equals(NOT_NOW) || state.startsWith("08");
    }

    private EmbeddedPostgresException refused(Postmaster postmaster, String why, @Nullable SQLException cause) {
        return new EmbeddedPostgresException(
                Problem.SERVER_FAILED,
                "embedded postgresql: process " + postmaster.process().pid() + " runs the data of " + home.data()
                        + ", but cannot be used: " + why + "; look into " + home.log()
                        + ", or end the process and start again",
                cause);
    }

    private static String url(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }
}
