package dev.rondo.scheduler.fleet;

import dev.rondo.core.time.RecentLength;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How long bodies ran lately, by task, by DAG and by jar: decides whose dispatches may wait in a worker's window behind
 * others. In memory only; after a start each task waits for a free slot once, and then its window opens again.
 */
public final class TaskHistory {

    /** No short history: such a task waits for a free slot. */
    public static final long UNKNOWN = -1;

    // Behind 5 ms nobody notices a wait, and a round trip to the worker is well paid back.
    private static final long SHORT_MICROS = Duration.ofMillis(5).toNanos() / 1000;

    // The work around a body (pipe, bookkeeping), so that a window of no-ops is not endless.
    private static final long FLOOR_MICROS = 50;

    private static final int MAX_TASKS = 100_000;
    private static final int MAX_DAGS = 100_000;
    private static final int MAX_JARS = 10_000;

    private final Map<Key, Long> tasks = latest(MAX_TASKS);
    private final Map<String, Long> dags = latest(MAX_DAGS);
    private final Map<String, Long> jars = latest(MAX_JARS);

    private record Key(String dagId, String taskId) {}

    /** Forgets what was asked for the longest ago. */
    private static <K> Map<K, Long> latest(int most) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, Long> eldest) {
                return size() > most;
            }
        };
    }

    /**
     * Takes note of a body that ran: waiting behind a long one is what hurts, so that it counts at once.
     *
     * @param jarHash of its code; empty: of the installation, or not known
     */
    public void ran(String dagId, String taskId, String jarHash, Duration duration) {
        long micros = Math.max(FLOOR_MICROS, duration.toNanos() / 1000);
        tasks.merge(new Key(dagId, taskId), micros, RecentLength::after);
        dags.merge(dagId, micros, RecentLength::after);
        if (!jarHash.isEmpty()) {
            jars.merge(jarHash, micros, RecentLength::after);
        }
    }

    /**
     * How long the task is expected to run, in microseconds; {@link #UNKNOWN} unless that is short. A task without a
     * history is taken for its DAG's others, and a DAG without one for those of its jar: families of like tasks are the
     * common case, and a wrong guess is recalled.
     */
    public long expectedMicros(String dagId, String taskId, String jarHash) {
        Long known = tasks.get(new Key(dagId, taskId));
        if (known == null) {
            known = dags.get(dagId);
        }
        if (known == null) {
            known = jars.get(jarHash);
        }
        return known != null && known <= SHORT_MICROS ? known : UNKNOWN;
    }
}
