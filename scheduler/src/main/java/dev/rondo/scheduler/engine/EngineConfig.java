package dev.rondo.scheduler.engine;

import dev.rondo.core.graph.Limits;
import java.time.Duration;

/**
 * How the engine of one scheduler works.
 *
 * @param schedulerId of this process, random for each start
 * @param lease how long a worker may go on without an answer to a heartbeat. Longer than a restart of PostgreSQL, and
 *     than the 20 s outage that is promised to do no harm; a killed worker's tasks wait so long. Default 30 s
 * @param heartbeat how often a worker is to send one: five may be lost before the lease ends. Default a sixth of the
 *     lease, 5 s at most
 * @param maxCachedTasks bound of the runs kept in memory, in task instances. Default 500,000, some 100 MB
 * @param maxBatch inputs that share a transaction at most: more make none of them faster. Default 2,000
 * @param limits what is bounded in every run
 * @param startDelay how long the news that a body began may wait for company, most often that it ended. Default 15 ms
 * @param telemetry who outside is told what runs and tries do. Default nobody
 */
public record EngineConfig(
        String schedulerId,
        Duration lease,
        Duration heartbeat,
        int maxCachedTasks,
        int maxBatch,
        Limits limits,
        Duration startDelay,
        Telemetry telemetry) {

    /** The lease of a worker where nobody says otherwise. */
    public static final Duration DEFAULT_LEASE = Duration.ofSeconds(30);

    /**
     * The shortest lease of a worker. Task hosts give up 15 s after they heard from their worker last, whatever its
     * lease is; less than that and a heartbeat more, and a try could run twice at once.
     */
    public static final Duration SHORTEST_LEASE = Duration.ofSeconds(20);

    private static final Duration LONGEST_HEARTBEAT = Duration.ofSeconds(5);

    // Five may be lost before the lease ends.
    private static final int HEARTBEATS_A_LEASE = 6;

    /** The defaults. */
    public static EngineConfig of(String schedulerId) {
        return of(schedulerId, DEFAULT_LEASE, Limits.DEFAULTS, Telemetry.NONE);
    }

    /** The defaults, under a lease and limits of the installation, and what it tells others. */
    public static EngineConfig of(String schedulerId, Duration lease, Limits limits, Telemetry telemetry) {
        Duration heartbeat = lease.dividedBy(HEARTBEATS_A_LEASE);
        return new EngineConfig(
                schedulerId,
                lease,
                heartbeat.compareTo(LONGEST_HEARTBEAT) < 0 ? heartbeat : LONGEST_HEARTBEAT,
                500_000,
                2_000,
                limits,
                Duration.ofMillis(15),
                telemetry);
    }

    public EngineConfig {
        if (lease.compareTo(heartbeat.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException("a lease of " + lease + " is shorter than two heartbeats of " + heartbeat
                    + ": one lost message would end it");
        }
    }
}
