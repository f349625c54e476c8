package dev.rondo.scheduler.backlog;

import java.util.Comparator;

/**
 * An instance whose rule holds, with what decides about its turn.
 *
 * @param task index of the task in its graph
 * @param backfill whether its run fills the past: it goes after everything else that waits for the same pool
 * @param priority effective weight; greater goes first
 * @param order ranks runs among equals: the logical date in microseconds since 1970; those without one come last
 */
public record Ready(
        long runNo,
        int task,
        int mapIndex,
        String dagId,
        String taskId,
        String pool,
        int poolSlots,
        String queue,
        boolean backfill,
        int priority,
        long order)
        implements Comparable<Ready> {

    private static final Comparator<Ready> RANK = Comparator.comparing(Ready::backfill)
            .thenComparing(Comparator.comparingInt(Ready::priority).reversed())
            .thenComparingLong(Ready::order)
            .thenComparingInt(Ready::mapIndex)
            .thenComparingLong(Ready::runNo)
            .thenComparingInt(Ready::task);

    /** The rank: what goes first is smaller. */
    @Override
    public int compareTo(Ready other) {
        return RANK.compare(this, other);
    }
}
