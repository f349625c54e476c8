package dev.rondo.cli.server;

import dev.rondo.cli.Version;
import dev.rondo.metadata.control.ControlStore;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** Says every few seconds that a DAG processor or webserver is alive, for the health answer and the page. */
final class Heartbeat implements AutoCloseable {

    // Thrice in the half minute after which a process counts as dead.
    private static final long SECONDS = 10;

    private final ControlStore control;
    private final String kind;
    private final InstantSource clock;
    private final String jobId = UUID.randomUUID().toString();
    private final ScheduledExecutorService executor;

    private Heartbeat(ControlStore control, String kind, InstantSource clock) {
        this.control = control;
        this.kind = kind;
        this.clock = clock;
        this.executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name(kind + ":heartbeat").factory());
    }

    /** Begins to beat. {@code kind} is {@code dag-processor} or {@code webserver}. */
    static Heartbeat start(ControlStore control, String kind, InstantSource clock) {
        Heartbeat heartbeat = new Heartbeat(control, kind, clock);
        var _ = heartbeat.executor.scheduleWithFixedDelay(heartbeat::beat, 0, SECONDS, TimeUnit.SECONDS);
        return heartbeat;
    }

    private void beat() {
        try {
            control.beat(
                    jobId, kind, ThisMachine.hostName(), ProcessHandle.current().pid(), null, Version.text(), now());
        } catch (RuntimeException e) {
            LoggerFactory.getLogger(Heartbeat.class).atDebug().setCause(e).log("no heartbeat: the database is away");
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public void close() {
        executor.shutdownNow();
        control.ended(jobId, now());
    }
}
