package dev.rondo.scheduler.backlog;

/**
 * What waits for the same: a slot of a pool, on a worker of a queue.
 *
 * @param backfill whether it is of runs that fill the past: these wait apart, behind the others
 */
public record Lane(String pool, String queue, boolean backfill) {

    /** Those that wait for the same, behind it or before it. */
    public Lane beside() {
        return new Lane(pool, queue, !backfill);
    }

    /** Whether what the one is given is something that the other could have had. */
    boolean competesWith(Lane other) {
        return pool.equals(other.pool) || queue.equals(other.queue);
    }
}
