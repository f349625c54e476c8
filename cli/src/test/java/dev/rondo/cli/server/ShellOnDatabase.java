package dev.rondo.cli.server;

import dev.rondo.cli.testing.Shell;
import dev.rondo.metadata.JdbcSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** Commands on a home of the test and its database, and the database behind their backs. */
record ShellOnDatabase(JdbcSettings settings) {

    Shell at(Path home) {
        return new Shell(Map.of(
                "RONDO_HOME", home.toString(),
                "RONDO_DATABASE_URL", settings.url(),
                "RONDO_DATABASE_USER", settings.user(),
                "RONDO_DATABASE_PASSWORD", settings.password()));
    }

    void change(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    String value(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(settings.url(), settings.user(), settings.password());
    }
}
