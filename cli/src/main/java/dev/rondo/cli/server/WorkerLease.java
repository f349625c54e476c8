package dev.rondo.cli.server;

import dev.rondo.cli.Setting;
import dev.rondo.scheduler.engine.EngineConfig;
import java.time.Duration;
import java.util.Map;

/** How long a worker may be silent before its tasks are given to others, as the environment says. */
final class WorkerLease {

    private static final SecondsSetting SECONDS = new SecondsSetting(
            Setting.WORKER_LEASE_SECONDS, EngineConfig.SHORTEST_LEASE, Duration.ofHours(1), EngineConfig.DEFAULT_LEASE);

    private WorkerLease() {}

    static Duration of(Map<String, String> environment) {
        return SECONDS.in(environment);
    }
}
