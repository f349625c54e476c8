package dev.rondo.scheduler.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When the engine is to look at an instance or a run again. A timer may be late, doubled or of something long over: it
 * only makes the state machine look, which decides by what is stored.
 */
final class Timers {

    private final PriorityQueue<Timer> timers = new PriorityQueue<>(Comparator.comparing(Timer::at));
    private final Set<Timer> known = new HashSet<>();

    /**
     * A moment at which to look.
     *
     * @param taskId null: at the run as a whole
     */
    record Timer(Instant at, long runNo, @Nullable String taskId, int mapIndex) {}

    /** Sets a timer; the same again is one. */
    void set(Timer timer) {
        if (known.add(timer)) {
            timers.add(timer);
        }
    }

    /** Takes what is due: strictly after its moment, as retries are. */
    List<Timer> due(Instant now) {
        List<Timer> due = new ArrayList<>();
        while (!timers.isEmpty() && timers.peek().at().isBefore(now)) {
            due.add(timers.remove());
        }
        due.forEach(known::remove);
        return due;
    }

    /** The moment of the first; null: there is none. */
    @Nullable
    Instant next() {
        return timers.isEmpty() ? null : timers.peek().at();
    }

    int size() {
        return timers.size();
    }
}
