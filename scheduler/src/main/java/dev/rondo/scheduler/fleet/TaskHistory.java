package dev.rondo.scheduler.fleet;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How long bodies ran lately, by task and by DAG: decides whose dispatches may wait in a worker's window behind others.
 * In memory only; after a start each task waits for a free slot once, and then its window opens again.
 */
public final class TaskHistory {

    /** No short history: such a task waits for a free slot. */
    public static final long UNKNOWN = -1;

    // Behind 5 ms nobody notices a wait, and a round trip to the worker is well paid back.
    private static final long SHORT_MICROS = Duration.ofMillis(5).toNanos() / 1000;

    // The work around a body (pipe, bookkeeping), so that a window of no-ops is not endless.
    private static final long FLOOR_MICROS = 50;

    private static final int MAX_TASKS = 100_000;

    private final Map<Key, Long> tasks = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Long> eldest) {
            return size() > MAX_TASKS;
        }
    };
    private final Map<String, Long> dags = new HashMap<>();

    private record Key(String dagId, String taskId) {}

    /** Takes note of a body that ran. */
    public void ran(String dagId, String taskId, Duration duration) {
        long micros = Math.max(FLOOR_MICROS, duration.toNanos() / 1000);
        tasks.merge(new Key(dagId, taskId), micros, TaskHistory::blend);
        dags.merge(dagId, micros, TaskHistory::blend);
    }

    /**
     * How long the task is expected to run, in microseconds; {@link #UNKNOWN} unless that is short. A task without a
     * history is taken for its DAG's others: families of like tasks are the common case, and a wrong guess is recalled.
     */
    public long expectedMicros(String dagId, String taskId) {
        Long known = tasks.get(new Key(dagId, taskId));
        long micros = known != null ? known : dags.getOrDefault(dagId, Long.MAX_VALUE);
        return micros <= SHORT_MICROS ? micros : UNKNOWN;
    }

    /** A long run counts at once, short ones win trust back slowly: waiting behind a long one is what hurts. */
    private static long blend(long old, long latest) {
        return latest > old ? Math.max(latest / 2, (old + latest) / 2) : old - (old - latest) / 4;
    }
}
