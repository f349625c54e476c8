package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.scheduler.engine.EngineConfig;
import java.time.Duration;
import java.util.Map;

/** How long a worker may be silent before its tasks are given to others, as the environment says. */
final class WorkerLease {

    private static final String NAME = "RONDO_WORKER_LEASE_SECONDS";

    private static final int MOST_SECONDS = 3_600;

    private WorkerLease() {}

    static Duration of(Map<String, String> environment) {
        String said = environment.getOrDefault(NAME, "").strip();
        if (said.isEmpty()) {
            return EngineConfig.DEFAULT_LEASE;
        }
        try {
            int seconds = Integer.parseInt(said);
            if (seconds >= EngineConfig.SHORTEST_LEASE.toSeconds() && seconds <= MOST_SECONDS) {
                return Duration.ofSeconds(seconds);
            }
        } catch (NumberFormatException e) {
            throw new CommandException(ExitCode.CONFIG, wrong(said), e);
        }
        throw new CommandException(ExitCode.CONFIG, wrong(said));
    }

    private static String wrong(String said) {
        return NAME + " is '" + said + "'; write a number of seconds from " + EngineConfig.SHORTEST_LEASE.toSeconds()
                + " to " + MOST_SECONDS + ", or leave it out for " + EngineConfig.DEFAULT_LEASE.toSeconds();
    }
}
