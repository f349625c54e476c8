package dev.rondo.metadata;

import java.util.Map;
import java.util.Properties;

/** How the driver is set up, with the reasons. */
final class Connections {

    /**
     * Run first on each connection. The session's zone would be the JVM's, and differ from process to process. A
     * transaction that a frozen process left open would hold its row locks for ever; ours take milliseconds, and five
     * seconds later another scheduler goes on, well before the leases of workers are over. Memoize makes its table for
     * as many rows as the planner expects of a whole list: 9 ms for a page of a hundred.
     */
    static final String INIT_SQL =
            "set time zone 'UTC'; set idle_in_transaction_session_timeout = '5s';" + " set enable_memoize = off";

    /** The plan that a statement gets at its first use stays. */
    static final String PLAN_ONCE = "set plan_cache_mode = force_generic_plan";

    private Connections() {}

    static Properties properties(JdbcSettings settings, DatabaseConfig config) {
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "user", settings.user(),
                "password", settings.password(),
                "ApplicationName", config.applicationName(),
                "connectTimeout",
                        Long.toString(Math.max(1, config.connectTimeout().toSeconds())),
                "socketTimeout", Long.toString(config.socketTimeout().toSeconds()),
                // A peer that vanished without a word (a pulled cable, a dropped NAT entry) is noticed while idle too.
                "tcpKeepAlive", "true",
                // Lets the name go with the first packet: one round trip less for a new connection.
                "assumeMinServerVersion", Integer.toString(ServerVersion.MINIMUM),
                // Statements are few and repeat for ever: planned on the server from their second use, not their sixth.
                "prepareThreshold", "2",
                // A batch of inserts goes as statements of many rows.
                "reWriteBatchedInserts", "true"));
        return properties;
    }
}
