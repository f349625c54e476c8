package dev.rondo.scheduler.engine;

import dev.rondo.core.protocol.WorkerMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What has come to the engine and is not taken yet. Anybody may put, the engine alone takes.
 *
 * <p>The news that a body began waits a moment: for a short task the end follows at once, and both are one row written
 * once.
 */
final class Inbox {

    private final LinkedBlockingQueue<Input> queue = new LinkedBlockingQueue<>();
    private final Deque<Input> taken = new ArrayDeque<>();
    private final Map<Long, Waiting> starts = new LinkedHashMap<>();
    private final Duration startDelay;

    private record Waiting(Input.Said input, Instant since) {}

    Inbox(Duration startDelay) {
        this.startDelay = startDelay;
    }

    void put(Input input) {
        queue.add(input);
    }

    /** Waits until there is something to take, or until it is time. Called by the engine thread. */
    void await(Duration longest) throws InterruptedException {
        if (taken.isEmpty()) {
            Input first = queue.poll(longest.toNanos(), TimeUnit.NANOSECONDS);
            if (first != null) {
                taken.add(first);
            }
        }
    }

    /**
     * Takes what is there, in order, up to so many. A connection, or other work, comes by itself: what was before it is
     * taken before it.
     */
    List<Input> take(int max, Instant now) {
        while (taken.size() < max) {
            Input next = queue.poll();
            if (next == null) {
                break;
            }
            taken.add(next);
        }
        List<Input> batch = new ArrayList<>();
        while (!taken.isEmpty() && batch.size() < max) {
            if (isAlone(taken.peek()) && !batch.isEmpty()) {
                break;
            }
            Input input = taken.remove();
            if (!waits(input, now)) {
                batch.add(input);
            }
            if (isAlone(input)) {
                break;
            }
        }
        if (batch.size() != 1 || !isAlone(batch.getFirst())) {
            takeStarts(batch, now);
        }
        return batch;
    }

    private static boolean isAlone(Input input) {
        return input instanceof Input.Connected
                || input instanceof Input.Asked asked && asked.work().isAlone();
    }

    private boolean waits(Input input, Instant now) {
        if (!(input instanceof Input.Said said)) {
            return false;
        }
        switch (said.message()) {
            case WorkerMessage.Started started -> {
                starts.put(started.dispatchId(), new Waiting(said, now));
                return true;
            }
            // An end says itself when the body began.
            case WorkerMessage.Ended ended -> starts.remove(ended.dispatchId());
            default -> {}
        }
        return false;
    }

    private void takeStarts(List<Input> batch, Instant now) {
        Instant old = now.minus(startDelay);
        starts.values().removeIf(waiting -> {
            // One of the future began to wait before the clock was set back, and has waited long enough too.
            boolean due = !waiting.since().isAfter(old) || waiting.since().isAfter(now);
            if (due) {
                batch.add(waiting.input());
            }
            return due;
        });
    }

    boolean isEmpty() {
        return taken.isEmpty() && queue.isEmpty();
    }

    /** When the first start that waits has waited long enough; null: none waits. */
    @Nullable
    Instant nextStart() {
        return starts.isEmpty()
                ? null
                : starts.values().iterator().next().since().plus(startDelay);
    }

    int size() {
        return taken.size() + queue.size();
    }
}
