package dev.rondo.metadata.postgres;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to run the embedded server.
 *
 * @param port TCP port on 127.0.0.1; 0 (default): chosen free at the first start, remembered beside the data, and
 *     chosen again when a stranger has taken it. A number given here is never changed: taken means an error
 * @param durability whether committed rows must survive a crash; default {@link Durability#DURABLE}
 * @param startTimeout longest wait for the server to accept connections, crash recovery included: at most the
 *     {@code max_wal_size} of 1 GB is replayed, some 10 s on a laptop's disk. Default 2 min, range 1 s to 1 h
 * @param stopTimeout longest wait for the fast shutdown before the immediate one, which leaves recovery to the next
 *     start; the immediate one gets 2 s. Default 5 s, so that all of standalone stops within its 10 s. Range 0 to 10
 *     min
 * @param installations folder that keeps the unpacked binaries by version; null (default): beside the data. Several
 *     homes on one machine may share one
 */
public record EmbeddedPostgresConfig(
        int port,
        Durability durability,
        Duration startTimeout,
        Duration stopTimeout,
        @Nullable Path installations) {

    /** What a crash may cost. */
    public enum Durability {
        /** Every acknowledged commit survives a crash of server, machine and power: {@code fsync} is on. */
        DURABLE,
        /** For tests and code generation: nothing is forced to disk, a crash may cost the whole data directory. */
        DISPOSABLE
    }

    public EmbeddedPostgresConfig {
        require(port >= 0 && port <= 65_535, "port", port, "0 to 65535");
        require(
                within(startTimeout, Duration.ofSeconds(1), Duration.ofHours(1)),
                "startTimeout",
                startTimeout,
                "1 s to 1 h");
        require(within(stopTimeout, Duration.ZERO, Duration.ofMinutes(10)), "stopTimeout", stopTimeout, "0 to 10 min");
    }

    /** The defaults: what a production home runs with. */
    public static EmbeddedPostgresConfig durable() {
        return new EmbeddedPostgresConfig(
                0, Durability.DURABLE, Duration.ofMinutes(2), Duration.ofSeconds(5), /* installations= */ null);
    }

    /** For data that may be lost: several times faster to write, see {@link Durability#DISPOSABLE}. */
    public static EmbeddedPostgresConfig disposable() {
        return new EmbeddedPostgresConfig(
                0, Durability.DISPOSABLE, Duration.ofMinutes(2), Duration.ofSeconds(5), /* installations= */ null);
    }

    public EmbeddedPostgresConfig withPort(int number) {
        return new EmbeddedPostgresConfig(number, durability, startTimeout, stopTimeout, installations);
    }

    public EmbeddedPostgresConfig withStopTimeout(Duration timeout) {
        return new EmbeddedPostgresConfig(port, durability, startTimeout, timeout, installations);
    }

    public EmbeddedPostgresConfig withInstallations(Path folder) {
        return new EmbeddedPostgresConfig(port, durability, startTimeout, stopTimeout, folder);
    }

    private static boolean within(Duration value, Duration min, Duration max) {
        return value.compareTo(min) >= 0 && value.compareTo(max) <= 0;
    }

    private static void require(boolean holds, String name, Object value, String range) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "embedded postgresql: " + name + " is " + value + ", allowed is " + range);
        }
    }
}
