package dev.rondo.worker;

import dev.rondo.core.protocol.Ask;
import dev.rondo.core.protocol.Dispatch;
import dev.rondo.worker.stream.SchedulerHttp;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks schedulers in the name of bodies; again and again while none answers, for a body does not fail because a
 * scheduler or the database starts anew. Nothing is done twice by that: a run is wished for under a key, and a value
 * has its place.
 */
final class Asking {

    // Longer than a scheduler or PostgreSQL takes to start anew, shorter than people wait.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final long PAUSE_MILLIS = 200;

    private final SchedulerHttp requests;
    private final Supplier<URI> scheduler;
    private final HeldTries held;
    private final LongSupplier nanos;
    private final CountDownLatch stopped;

    /**
     * Asks nothing yet.
     *
     * @param scheduler whom to ask next
     * @param held a body that is gone needs no answer
     * @param stopped at zero when this worker stops
     */
    Asking(
            SchedulerHttp requests,
            Supplier<URI> scheduler,
            HeldTries held,
            LongSupplier nanos,
            CountDownLatch stopped) {
        this.requests = requests;
        this.scheduler = scheduler;
        this.held = held;
        this.nanos = nanos;
        this.stopped = stopped;
    }

    /**
     * The answer; null is one.
     *
     * @throws IOException when it is refused, nobody answers for two minutes, or the worker stops
     */
    @Nullable
    String ask(Dispatch dispatch, Ask ask) throws IOException, InterruptedException {
        long giveUp = nanos.getAsLong() + PATIENCE.toNanos();
        while (true) {
            try {
                return requests.ask(scheduler.get(), dispatch.dispatchId(), dispatch.token(), ask);
            } catch (IOException e) {
                if (!SchedulerHttp.mayPass(e) || nanos.getAsLong() > giveUp || !held.has(dispatch.dispatchId())) {
                    throw e;
                }
            }
            if (stopped.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new IOException("the worker stops");
            }
        }
    }
}
