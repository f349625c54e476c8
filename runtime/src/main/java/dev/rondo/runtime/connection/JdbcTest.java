package dev.rondo.runtime.connection;

import dev.rondo.sdk.Connection;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** Signs in to a database by the driver that the worker has for it. */
final class JdbcTest {

    private static final int LOGIN_SECONDS = ConnectionTest.CONNECT_MILLIS / 1000;

    /** How the driver of a type is spoken to. */
    private record Kind(String protocol, int port, String beforeDatabase) {}

    private static final Map<String, Kind> KINDS = Map.of(
            "postgres", new Kind("postgresql", 5432, "/"),
            "postgresql", new Kind("postgresql", 5432, "/"),
            "redshift", new Kind("redshift", 5439, "/"),
            "mysql", new Kind("mysql", 3306, "/"),
            "mariadb", new Kind("mariadb", 3306, "/"),
            "mssql", new Kind("sqlserver", 1433, ";databaseName="),
            "oracle", new Kind("oracle:thin:@", 1521, "/"),
            "trino", new Kind("trino", 8080, "/"),
            "vertica", new Kind("vertica", 5433, "/"));

    private JdbcTest() {}

    /** The URL for the driver; empty: connections of that type are not of JDBC. */
    static Optional<String> url(String type, Connection connection) {
        String host = connection.host();
        if (type.equals("jdbc") && host != null && host.startsWith("jdbc:")) {
            return Optional.of(host);
        }
        Kind kind = KINDS.get(type);
        if (kind == null || host == null || host.isBlank()) {
            return Optional.empty();
        }
        String database = connection.schema();
        int port = connection.port() == null ? kind.port() : connection.port();
        return Optional.of("jdbc:" + kind.protocol() + (kind.protocol().endsWith("@") ? "//" : "://") + host + ":"
                + port + (database == null || database.isEmpty() ? "" : kind.beforeDatabase() + database));
    }

    static Tested run(Connection connection, String url) {
        Properties properties = new Properties();
        ((JsonObject) JsonValue.parse(connection.extra())).members().forEach((name, value) -> {
            if (value instanceof JsonString text) {
                properties.setProperty(name, text.value());
            }
        });
        if (connection.login() != null) {
            properties.setProperty("user", connection.login());
        }
        if (connection.password() != null) {
            properties.setProperty("password", connection.password());
        }
        DriverManager.setLoginTimeout(LOGIN_SECONDS);
        try (java.sql.Connection open = DriverManager.getConnection(url, properties)) {
            return open.isValid(LOGIN_SECONDS)
                    ? Tested.passed("signed in to " + open.getMetaData().getDatabaseProductName() + " by " + place(url))
                    : Tested.failed(place(url) + " let us in and does not answer");
        } catch (SQLException e) {
            return Tested.failed(
                    DriverManager.drivers().noneMatch(driver -> takes(driver, url))
                            ? noDriver(connection, url)
                            : place(url) + " refused: " + Tested.words(e));
        }
    }

    private static boolean takes(java.sql.Driver driver, String url) {
        try {
            return driver.acceptsURL(url);
        } catch (SQLException e) {
            return false; // it says so itself
        }
    }

    private static String noDriver(Connection connection, String url) {
        Kind kind = KINDS.get(connection.type());
        return "the worker has no JDBC driver for " + place(url) + ": put its jar into lib of the worker's RONDO_HOME; "
                + PortTest.words(connection, kind == null ? null : kind.port());
    }

    /** The URL without what some drivers take behind it, passwords among it. */
    private static String place(String url) {
        return url.split("[?;]", 2)[0];
    }
}
