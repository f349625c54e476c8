package dev.rondo.scheduler.telemetry;

import dev.rondo.metadata.DatabaseUnavailableException;
import dev.rondo.metadata.telemetry.TelemetryRow;
import dev.rondo.metadata.telemetry.TelemetryStore;
import dev.rondo.scheduler.dispatch.TraceIds;
import dev.rondo.scheduler.engine.CrashPoint;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Tells a collector what waits for it, each thing at least once and under the same ids every time. It has a thread of
 * its own: a collector that is slow or away holds up nothing else. What waits meanwhile is in the database, in a
 * bounded number; in memory there is one batch.
 */
public final class TelemetrySender implements AutoCloseable {

    /** What waits for a collector that is away, at most: some 200 MB. Beyond it the oldest is forgotten. */
    static final int MOST_WAITING = 1_000_000;

    private static final Logger LOG = LoggerFactory.getLogger(TelemetrySender.class);

    // Nobody waits for a span by the second.
    private static final long LOOK_SECONDS = 2;

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private static final int MAX_DOUBLINGS = 5;

    // A collector that hangs is not waited for.
    private static final long CLOSE_SECONDS = 1;

    private final TelemetryStore store;
    private final Collector collector;
    private final InstantSource clock;
    private final CrashPoint.Injector crashes;
    private final int mostWaiting;
    private final ScheduledExecutorService thread;
    private int failures;
    private Instant notBefore = Instant.MIN;
    private long forgotten;
    private boolean saidRefused;

    /**
     * One for each collector; they do nothing until they are started.
     *
     * @param version of this program
     */
    public static List<TelemetrySender> of(
            TelemetrySettings settings,
            TelemetryStore store,
            TraceIds ids,
            String version,
            InstantSource clock,
            CrashPoint.Injector crashes) {
        List<Collector> collectors = new ArrayList<>();
        settings.traces().ifPresent(traces -> collectors.add(new SpanCollector(traces, ids, version)));
        settings.lineage().ifPresent(lineage -> collectors.add(new LineageCollector(lineage, store, version)));
        return collectors.stream()
                .map(collector -> new TelemetrySender(store, collector, clock, crashes, MOST_WAITING))
                .toList();
    }

    /** One that does nothing until it is started. */
    TelemetrySender(
            TelemetryStore store,
            Collector collector,
            InstantSource clock,
            CrashPoint.Injector crashes,
            int mostWaiting) {
        this.store = store;
        this.collector = collector;
        this.clock = clock;
        this.crashes = crashes;
        this.mostWaiting = mostWaiting;
        this.thread = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform()
                .daemon()
                .name("scheduler:" + collector.receiver().wireName())
                .factory());
    }

    /** Begins to look. */
    public void start() {
        var _ = thread.scheduleWithFixedDelay(this::look, 0, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    private void look() {
        try {
            int ignored = pass();
        } catch (DatabaseUnavailableException e) {
            LOG.atDebug().setCause(e).log("nothing is told: the database is away");
        } catch (RuntimeException e) {
            // What a sender was interrupted over is told by the next one, when its claim is over.
            LOG.atLevel(thread.isShutdown() ? Level.DEBUG : Level.ERROR)
                    .addKeyValue("receiver", collector.receiver().wireName())
                    .setCause(e)
                    .log("what waits to be told could not be looked at");
        }
    }

    /** Tells what waits. Returns how much was told. */
    public int pass() {
        int told = 0;
        if (now().isBefore(notBefore)) {
            return told;
        }
        for (List<TelemetryRow> rows = claim(); !rows.isEmpty(); rows = claim()) {
            crashes.at(CrashPoint.AFTER_TELEMETRY_CLAIMED);
            List<Long> ids = rows.stream().map(TelemetryRow::id).toList();
            switch (collector.send(rows)) {
                case Collector.Answer.Taken() -> {
                    crashes.at(CrashPoint.AFTER_TELEMETRY_SENT);
                    store.over(ids);
                    reached();
                    saidRefused = false;
                    told += rows.size();
                }
                case Collector.Answer.Refused(String why) -> {
                    store.over(ids);
                    reached();
                    refused(rows.size(), why);
                }
                case Collector.Answer.Away(String why) -> {
                    store.release(ids, now());
                    away(why);
                    return told;
                }
            }
            if (Thread.currentThread().isInterrupted()) {
                return told;
            }
        }
        return told;
    }

    private List<TelemetryRow> claim() {
        return store.claim(collector.receiver(), now(), collector.batch());
    }

    private void away(String why) {
        Duration wait = Duration.ofSeconds(2L << Math.min(failures, MAX_DOUBLINGS));
        notBefore = now().plus(wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
        forgotten += store.trim(collector.receiver(), mostWaiting);
        if (failures++ == 0) {
            LOG.atWarn()
                    .addKeyValue("receiver", collector.receiver().wireName())
                    .addKeyValue("place", collector.place())
                    .log("the collector is away; what is for it waits in the database, this is said once: {}", why);
        }
    }

    private void refused(int of, String why) {
        LOG.atLevel(saidRefused ? Level.DEBUG : Level.WARN)
                .addKeyValue("receiver", collector.receiver().wireName())
                .addKeyValue("place", collector.place())
                .addKeyValue("of", of)
                .log("some of what was told is refused, and not told again; this is said once: {}", why);
        saidRefused = true;
    }

    private void reached() {
        if (failures > 0) {
            LOG.atInfo()
                    .addKeyValue("receiver", collector.receiver().wireName())
                    .addKeyValue("place", collector.place())
                    .addKeyValue("forgotten", forgotten)
                    .log("the collector is there again, and is told what waited");
        }
        failures = 0;
        forgotten = 0;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            // What is being told is told again by whoever comes next.
            boolean ignored = thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // whoever closes is in a hurry
        }
        collector.close();
    }
}
