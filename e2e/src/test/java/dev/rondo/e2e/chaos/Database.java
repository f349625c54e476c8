package dev.rondo.e2e.chaos;

import dev.rondo.metadata.JdbcSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The tables, read in plain SQL. */
final class Database implements AutoCloseable {

    private final Connection connection;

    private Database(Connection connection) {
        this.connection = connection;
    }

    static Database open(JdbcSettings settings) {
        try {
            return new Database(DriverManager.getConnection(settings.url(), settings.user(), settings.password()));
        } catch (SQLException e) {
            throw new AssertionError("the database does not answer", e);
        }
    }

    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** All rows of one statement, which sees one moment. */
    <T> List<T> list(String sql, Reader<T> reader) {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            List<T> all = new ArrayList<>();
            while (rows.next()) {
                all.add(reader.read(rows));
            }
            return all;
        } catch (SQLException e) {
            throw new AssertionError("cannot read: " + sql, e);
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
        try {
            connection.close();
        } catch (SQLException e) {
            throw new AssertionError("cannot hang up", e);
        }
    }
}
