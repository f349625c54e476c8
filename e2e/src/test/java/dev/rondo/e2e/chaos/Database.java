package dev.rondo.e2e.chaos;

import dev.rondo.e2e.harness.Await;
import dev.rondo.metadata.JdbcSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tables, read in plain SQL; again, where the server was killed meanwhile and is started anew. */
final class Database implements AutoCloseable {

    private final JdbcSettings settings;
    private Connection connection;
    private volatile boolean closed;

    private Database(JdbcSettings settings, Connection connection) {
        this.settings = settings;
        this.connection = connection;
    }

    static Database open(JdbcSettings settings) {
        try {
            return new Database(settings, connect(settings));
        } catch (SQLException e) {
            throw new AssertionError("the database does not answer", e);
        }
    }

    private static Connection connect(JdbcSettings settings) throws SQLException {
        return DriverManager.getConnection(settings.url(), settings.user(), settings.password());
    }

    /** Whether it takes connections. */
    static boolean answers(JdbcSettings settings) {
        try (Connection connection = connect(settings)) {
            return connection.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }

    private Connection reconnected() {
        return Await.until(
                        "the database to answer again",
                        () -> {
                            try {
                                return Optional.of(connect(settings));
                            } catch (SQLException e) {
                                return Optional.<Connection>empty();
                            }
                        },
                        Optional::isPresent)
                .orElseThrow();
    }

    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** All rows of one statement, which sees one moment. */
    <T> List<T> list(String sql, Reader<T> reader) {
        try {
            return read(sql, reader);
        } catch (SQLException e) {
            if (closed || isConnected()) {
                throw new AssertionError("cannot read: " + sql, e);
            }
        }
        connection = reconnected();
        return list(sql, reader);
    }

    private boolean isConnected() {
        try {
            return connection.isValid(5);
        } catch (SQLException e) {
            throw new IllegalStateException("five seconds are not negative", e);
        }
    }

    private <T> List<T> read(String sql, Reader<T> reader) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            List<T> all = new ArrayList<>();
            while (rows.next()) {
                all.add(reader.read(rows));
            }
            return all;
        }
    }

    /** Changes rows. */
    void change(String sql) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            var _ = statement.execute();
        } catch (SQLException e) {
            throw new AssertionError("cannot change: " + sql, e);
        }
    }

    /** First column of all rows. */
    List<String> texts(String sql) {
        return list(sql, row -> row.getString(1));
    }

    @Override
    public void close() {
        closed = true;
        try {
            connection.close();
        } catch (SQLException e) {
            throw new AssertionError("cannot hang up", e);
        }
    }
}
