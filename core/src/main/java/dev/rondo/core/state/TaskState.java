package dev.rondo.core.state;

import java.util.Locale;

/** The state of a task instance. The words are Airflow's. */
public enum TaskState {
    /** Nothing decided yet; the scheduler moves it on. NULL in the database and the API. */
    NONE,
    /** Its rule holds; waits for a slot, a pool and limits. The scheduler moves it on. */
    SCHEDULED,
    /** Handed to a worker, which has not started it yet. */
    QUEUED,
    /** Its body runs on a worker. */
    RUNNING,
    /** Ended well. Final. */
    SUCCESS,
    /** Ended badly with no try left. Final. */
    FAILED,
    /** A try failed and another follows when its delay is over. The scheduler moves it on. */
    UP_FOR_RETRY,
    /** Looks again later and holds no slot meanwhile. The scheduler moves it on. */
    UP_FOR_RESCHEDULE,
    /** Will not run because of a failure above it. Final. */
    UPSTREAM_FAILED,
    /** Will not run by a branch, a short circuit, its rule or its own wish. Final. */
    SKIPPED,
    /** Waits for something outside (a person's answer, a job elsewhere) and holds no slot. */
    DEFERRED,
    /** Was cleared while it ran; the running try is being stopped and another follows. */
    RESTARTING,
    /** No longer in the DAG, or its map index is beyond the new length. Final. */
    REMOVED;

    /** Whether nothing but a clear or a mark moves it on. */
    public boolean isFinal() {
        return this == SUCCESS || this == FAILED || this == UPSTREAM_FAILED || this == SKIPPED || this == REMOVED;
    }

    /** Whether a worker has it. */
    public boolean isWithWorker() {
        return this == QUEUED || this == RUNNING || this == RESTARTING;
    }

    /** Whether it counts as a failure for the rules below it. */
    public boolean isFailure() {
        return this == FAILED || this == UPSTREAM_FAILED;
    }

    /** Position in an array with a place for each state; never stored. */
    @SuppressWarnings("EnumOrdinal") // an array that lives no longer than this class
    int slot() {
        return ordinal();
    }

    /** The name in the database, the API and the page, such as {@code up_for_retry}; {@code none} for {@link #NONE}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The state of that name.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static TaskState ofWireName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
