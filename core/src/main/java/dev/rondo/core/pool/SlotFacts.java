package dev.rondo.core.pool;

import org.jspecify.annotations.Nullable;

/** What is taken of all that one {@link Candidate} needs. Asked only for what a rule wants to know. */
public interface SlotFacts {

    /** Slots left in its pool; {@link Integer#MAX_VALUE}: no limit; null: there is no such pool. */
    @Nullable
    Integer freeSlots();

    /** How many instances of its run are queued or running. */
    int activeInRun();

    /** How many instances of its task are queued, running or deferred in its run. */
    int activeOfTaskInRun();

    /** Whether a worker of its queue can take it. */
    boolean hasWorker();

    /** How many instances of its task are queued, running or deferred in all runs of the DAG. */
    int activeOfTask();
}
