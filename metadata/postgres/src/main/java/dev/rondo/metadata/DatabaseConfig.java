package dev.rondo.metadata;

import java.time.Duration;

/**
 * How a process uses its database.
 *
 * @param applicationName shown in {@code pg_stat_activity}, such as {@code rondo-scheduler}
 * @param poolSize most connections at once; each costs the server some 2 to 5 MB. Past 4 on two cores nothing is gained
 *     in throughput (measured: docs of the project, 10 connections commit no more than 4), so more only helps where
 *     transactions wait for each other. Range 1 to 100
 * @param connectTimeout longest wait for a free or new connection. Range 250 ms to 5 min
 * @param socketTimeout longest wait for an answer: a server that is frozen or cut off is noticed by this alone. Must
 *     exceed the longest statement. Range 1 s to 1 h
 */
public record DatabaseConfig(String applicationName, int poolSize, Duration connectTimeout, Duration socketTimeout) {

    public DatabaseConfig {
        require(!applicationName.isBlank() && applicationName.length() < 64, "applicationName", "1 to 63 characters");
        require(poolSize >= 1 && poolSize <= 100, "poolSize", "1 to 100");
        require(
                within(connectTimeout, Duration.ofMillis(250), Duration.ofMinutes(5)),
                "connectTimeout",
                "250 ms to 5 min");
        require(within(socketTimeout, Duration.ofSeconds(1), Duration.ofHours(1)), "socketTimeout", "1 s to 1 h");
    }

    /** Waits 5 s for a connection and 30 s for an answer: the longest of ours is a page of a long history. */
    public static DatabaseConfig of(String applicationName, int poolSize) {
        return new DatabaseConfig(applicationName, poolSize, Duration.ofSeconds(5), Duration.ofSeconds(30));
    }

    public DatabaseConfig withConnectTimeout(Duration timeout) {
        return new DatabaseConfig(applicationName, poolSize, timeout, socketTimeout);
    }

    public DatabaseConfig withSocketTimeout(Duration timeout) {
        return new DatabaseConfig(applicationName, poolSize, connectTimeout, timeout);
    }

    private static boolean within(Duration value, Duration min, Duration max) {
        return value.compareTo(min) >= 0 && value.compareTo(max) <= 0;
    }

    private static void require(boolean holds, String name, String range) {
        if (!holds) {
            throw new IllegalArgumentException("database: " + name + " is out of its range, " + range);
        }
    }
}
