package dev.rondo.core.state;

import java.util.Locale;

/** The state of a run. The words are Airflow's. */
public enum RunState {
    /** Created; waits for its time, for an unpaused DAG and for a place among the active runs. */
    QUEUED,
    /** Its tasks are being scheduled. */
    RUNNING,
    /** Every deciding task ended well. Final. */
    SUCCESS,
    /** A deciding task failed, the run timed out, or nothing in it can go on. Final. */
    FAILED;

    /** Whether nothing but a clear or a mark moves it on. */
    public boolean isFinal() {
        return this == SUCCESS || this == FAILED;
    }

    /** The name in the database, the API and the page. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The state of that name.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static RunState ofWireName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
