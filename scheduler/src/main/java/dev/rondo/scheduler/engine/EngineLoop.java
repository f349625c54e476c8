package dev.rondo.scheduler.engine;

import dev.rondo.core.time.Stopping;
import dev.rondo.metadata.DatabaseUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The engine's one thread: waits until something comes or is due, has the engine pass, and outlives every failure of a
 * pass. Knows nothing of runs.
 */
public final class EngineLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EngineLoop.class);

    // Repairs what no message told; nothing that matters to anybody waits for it.
    private static final Duration SWEEP = Duration.ofSeconds(5);

    // While the database is away.
    private static final Duration AFTER_FAILURE = Duration.ofMillis(200);

    private final Engine engine;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final LongConsumer took;
    private final Thread thread = Thread.ofPlatform().daemon().name("engine").unstarted(this::run);

    /**
     * A loop that does not run yet.
     *
     * @param took told how many nanoseconds each pass took
     */
    public EngineLoop(Engine engine, InstantSource clock, LongSupplier nanos, LongConsumer took) {
        this.engine = engine;
        this.clock = clock;
        this.nanos = nanos;
        this.took = took;
    }

    public void start() {
        thread.start();
    }

    private void run() {
        long sweepAt = nanos.getAsLong() + SWEEP.toNanos();
        boolean failedBefore = false;
        boolean again = true;
        try {
            while (true) {
                if (!again) {
                    engine.inbox().await(untilNext(sweepAt));
                }
                if (nanos.getAsLong() >= sweepAt) {
                    engine.sweep();
                    sweepAt = nanos.getAsLong() + SWEEP.toNanos();
                }
                try {
                    long begun = nanos.getAsLong();
                    again = engine.pass().again();
                    took.accept(nanos.getAsLong() - begun);
                    failedBefore = false;
                } catch (RuntimeException | Error e) { // without this thread nothing would ever happen again
                    boolean quiet = failedBefore || e instanceof DatabaseUnavailableException;
                    LOG.atLevel(quiet ? Level.DEBUG : Level.ERROR).setCause(e).log("a pass failed; it is repeated");
                    failedBefore = true;
                    again = false;
                    engine.inbox().await(AFTER_FAILURE);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private Duration untilNext(long sweepAt) {
        Duration wait = Duration.ofNanos(Math.max(0, sweepAt - nanos.getAsLong()));
        Instant look = engine.nextLook();
        if (look == null) {
            return wait;
        }
        Duration untilLook = Duration.between(clock.instant(), look);
        if (untilLook.isNegative()) {
            return Duration.ZERO;
        }
        return untilLook.compareTo(wait) < 0 ? untilLook : wait;
    }

    @Override
    public void close() {
        Stopping.stop(thread);
    }
}
