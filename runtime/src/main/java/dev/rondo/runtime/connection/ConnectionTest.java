package dev.rondo.runtime.connection;

import dev.rondo.sdk.Connection;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;

/** Tries a connection as its type says. Whatever goes wrong is a finding, never an exception. */
public final class ConnectionTest {

    /** How long to wait for the other side; whoever runs the test gives it a little longer in all. */
    static final int CONNECT_MILLIS = 10_000;

    private final Map<String, String> environment;
    private final InstantSource clock;

    /** A test in a process with that environment. */
    public ConnectionTest(Map<String, String> environment, InstantSource clock) {
        this.environment = environment;
        this.clock = clock;
    }

    /**
     * Tries the connection.
     *
     * @throws InterruptedException when the caller is to stop
     */
    public Tested run(Connection connection) throws InterruptedException {
        String type = connection.type().toLowerCase(Locale.ROOT).replace('-', '_');
        return switch (type) {
            case "http", "https" -> HttpTest.run(connection);
            case "google_cloud_platform" -> new GoogleTest(environment, clock).run(connection);
            case "aws" -> AmazonTest.run(connection);
            case "smtp" -> PortTest.greeting(connection);
            default ->
                JdbcTest.url(type, connection)
                        .map(url -> JdbcTest.run(connection, url))
                        .orElseGet(() -> PortTest.run(connection));
        };
    }
}
