package dev.rondo.metadata;

import java.sql.Connection;
import java.sql.SQLException;

/** The oldest server that is tested and maintained: PostgreSQL 14 has its last minor release in November 2026. */
final class ServerVersion {

    static final int MINIMUM = 14;

    private ServerVersion() {}

    static void require(Connection connection) throws SQLException {
        int major = connection.getMetaData().getDatabaseMajorVersion();
        if (major < MINIMUM) {
            throw new SchemaException(
                    "the database server is PostgreSQL "
                            + connection.getMetaData().getDatabaseProductVersion()
                            + ", Rondo needs " + MINIMUM
                            + " or newer; upgrade the server, or use the embedded one (rondo standalone without --database-url)");
        }
    }
}
