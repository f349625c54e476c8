package dev.rondo.cli.server;

import dev.rondo.cli.Version;
import dev.rondo.core.state.RunState;
import dev.rondo.scheduler.Scheduler;
import dev.rondo.scheduler.execution.ExecutionServer;
import dev.rondo.storage.secret.OutsideSettings;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;

/** Puts a scheduler together. */
final class SchedulerPart {

    /** Where workers look for a scheduler that was started by itself. */
    static final int DEFAULT_PORT = 8794;

    private SchedulerPart() {}

    /**
     * Starts one; the caller closes it.
     *
     * @param outside where connections and variables may be, before the database
     */
    static Scheduler start(
            Storage storage,
            Listening listening,
            String workerToken,
            Map<String, String> environment,
            OutsideSettings outside,
            Announcer announcer,
            Metrics metrics) {
        Scheduler scheduler = storage.patiently(() -> new Scheduler(
                new Scheduler.Settings(
                        UUID.randomUUID().toString(),
                        ThisMachine.hostName(),
                        ProcessHandle.current().pid(),
                        Version.text(),
                        new ExecutionServer.ExecutionConfig(listening.host(), listening.port(), workerToken),
                        MailSettings.of(environment),
                        TelemetryOptions.of(environment),
                        Retention.of(environment),
                        WorkerLease.of(environment),
                        RunLimits.of(environment),
                        outside,
                        storage.seals()),
                storage.database(),
                storage.blobs(),
                storage.logs(),
                InstantSource.system(),
                System::nanoTime,
                Thread::sleep,
                new Scheduler.Watchers(
                        (dagId, runId, before, after) -> {
                            if (after == RunState.FAILED) {
                                announcer.say("run " + runId + " of " + dagId + " failed");
                            }
                        },
                        metrics.registry(),
                        metrics.scrape())));
        try {
            listening.start(scheduler::start);
        } catch (RuntimeException e) {
            scheduler.close();
            throw e;
        }
        return scheduler;
    }
}
