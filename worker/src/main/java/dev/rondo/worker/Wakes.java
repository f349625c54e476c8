package dev.rondo.worker;

import dev.rondo.core.protocol.Dispatch;
import dev.rondo.core.protocol.WorkerMessage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The sensors that are to look in tries of their own, until a scheduler has acknowledged it. One that never does is no
 * harm: it has them look by itself, later.
 */
final class Wakes {

    // Each is some work for the scheduler; a frame and a batch are to hold others beside them.
    private static final int MOST_A_MESSAGE = 100;

    private final Map<Long, WorkerMessage.Watched> untaken = new ConcurrentHashMap<>();

    /** These are to look, and are told so, if there is somebody to tell. */
    void add(Collection<Dispatch> dispatches, Consumer<WorkerMessage> scheduler) {
        List<WorkerMessage.Watched> fresh = dispatches.stream()
                .map(each -> new WorkerMessage.Watched(each.dispatchId(), each.runNo(), each.taskId(), each.mapIndex()))
                .toList();
        fresh.forEach(each -> untaken.put(each.dispatchId(), each));
        tell(fresh, scheduler);
    }

    /** Tells all of them, to a scheduler that may not know of them. */
    void tellAll(Consumer<WorkerMessage> scheduler) {
        tell(List.copyOf(untaken.values()), scheduler);
    }

    private static void tell(List<WorkerMessage.Watched> sensors, Consumer<WorkerMessage> scheduler) {
        for (int from = 0; from < sensors.size(); from += MOST_A_MESSAGE) {
            int to = Math.min(sensors.size(), from + MOST_A_MESSAGE);
            scheduler.accept(new WorkerMessage.Woke(new ArrayList<>(sensors.subList(from, to))));
        }
    }

    /** A scheduler has taken it. */
    void taken(long dispatchId) {
        untaken.remove(dispatchId);
    }

    boolean isEmpty() {
        return untaken.isEmpty();
    }
}
