package dev.rondo.cli.watch;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.api.ApiClient;
import dev.rondo.sdk.internal.json.JsonException;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the server's events. They say that something has changed, and what it is is asked for; where none come (the
 * stream ends, or a proxy holds it back), whoever waits looks after a while all the same.
 */
public final class RunEvents implements AutoCloseable {

    private static final String DATA = "data: ";

    // Events are what tells; this is for what they miss.
    private static final Duration SLOW_LOOK = Duration.ofSeconds(2);

    // How often a time that goes on is drawn anew.
    private static final Duration TICK = Duration.ofMillis(500);

    private final Semaphore changed = new Semaphore(0);
    private final Thread reader;

    /**
     * Listens from now on.
     *
     * @param wanted which events matter
     */
    public RunEvents(ApiClient api, Predicate<JsonObject> wanted) {
        this.reader = Thread.ofVirtual().name("events").start(() -> {
            try {
                api.lines("/api/v2/events/stream", line -> heard(line, wanted));
            } catch (CommandException e) {
                // What is asked for meanwhile says what is wrong, or finds nothing wrong.
            }
        });
    }

    private void heard(String line, Predicate<JsonObject> wanted) {
        try {
            if (line.startsWith(DATA)
                    && JsonValue.parse(line.substring(DATA.length())) instanceof JsonObject event
                    && wanted.test(event)) {
                changed.release();
            }
        } catch (JsonException e) {
            changed.release(); // whatever it is, something has happened
        }
    }

    /** Until something has changed, at most so long; whether it has. */
    private boolean await(Duration atMost) throws InterruptedException {
        boolean heard = changed.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS);
        int ignored = changed.drainPermits(); // one look shows all that has happened before it
        return heard;
    }

    /**
     * Until there may be something new to ask for.
     *
     * @param tick done while nothing is; null: nothing is
     */
    public void awaitNews(@Nullable Runnable tick) throws InterruptedException {
        if (tick == null) {
            boolean ignored = await(SLOW_LOOK);
            return;
        }
        for (Duration waited = Duration.ZERO; waited.compareTo(SLOW_LOOK) < 0; waited = waited.plus(TICK)) {
            if (await(TICK)) {
                return;
            }
            tick.run();
        }
    }

    @Override
    public void close() {
        reader.interrupt();
    }
}
