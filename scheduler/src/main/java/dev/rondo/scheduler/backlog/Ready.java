package dev.rondo.scheduler.backlog;

import dev.rondo.core.pool.Rank;

/**
 * An instance whose rule holds, with what decides about its turn.
 *
 * @param task index of the task in its graph
 */
public record Ready(Rank rank, int task, String dagId, String pool, int poolSlots, String queue)
        implements Comparable<Ready> {

    public long runNo() {
        return rank.runNo();
    }

    public String taskId() {
        return rank.taskId();
    }

    public int mapIndex() {
        return rank.mapIndex();
    }

    /** Where it waits. */
    public Lane lane() {
        return new Lane(pool, queue, rank.backfill());
    }

    /** By rank: what goes first is smaller. */
    @Override
    public int compareTo(Ready other) {
        return rank.compareTo(other.rank);
    }
}
