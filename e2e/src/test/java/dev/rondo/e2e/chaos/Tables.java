package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Lives.Which;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rows of the tables when all is over.
 *
 * @param dags tasks of each DAG by their ids
 * @param ends end dates of the DAGs that have one
 * @param pools slots by name
 * @param deadlines all that were missed or are open
 * @param triggered run that each task that triggers one says to have triggered
 */
record Tables(
        List<RunRow> runs,
        Map<Which, Row> instances,
        Map<String, Map<String, Task>> dags,
        Map<String, Instant> ends,
        Map<String, Integer> pools,
        Assets assets,
        List<DeadlineRow> deadlines,
        Map<Which, String> triggered) {

    /** In place of a moment that is not there. */
    static final Instant NEVER = Instant.EPOCH;

    /**
     * A run.
     *
     * @param date its logical date to the minute; empty: none
     */
    record RunRow(String dag, String id, String state, String reason, String date, Interval interval, Moments moments) {
        String clean() {
            return Which.clean(id);
        }

        @Override
        public String toString() {
            return dag + " " + id + " (" + moments + ")";
        }
    }

    /** What a run covers; {@link #NEVER}: it has none. */
    record Interval(Instant start, Instant end) {
        static final Interval NONE = new Interval(NEVER, NEVER);
    }

    /** By the wall clock of the database or a scheduler; {@link #NEVER}: it is not known. */
    record Moments(Instant scheduled, Instant queued, Instant start, Instant end) {}

    /**
     * A task instance.
     *
     * @param lost how many tries were lost without fault of the task
     * @param followed what a branch chose: task ids with commas; {@code -}: it is no branch
     * @param before the tries before the last one, with those that were lost
     */
    record Row(
            Which key,
            String state,
            int tryNumber,
            int lost,
            String reason,
            Slots slots,
            String followed,
            Moments moments,
            List<TryRow> before) {}

    /** Place of an instance in a pool. */
    record Slots(String pool, int count, int priority) {}

    /** A try. */
    record TryRow(int number, String reason, Instant queued, Instant end) {}

    /**
     * A task as the stored graph has it.
     *
     * @param silent whether it leaves no sign of life, because it has no body of ours
     * @param atOnce how many of its instances may run at once
     */
    record Task(
            String id,
            Set<String> upstream,
            String rule,
            int retries,
            Role role,
            boolean silent,
            boolean mapped,
            String group,
            String isolation,
            AtOnce atOnce) {}

    /** What a task is in its DAG. */
    enum Role {
        ORDINARY,
        SETUP,
        TEARDOWN
    }

    /** Limits of one task. */
    record AtOnce(int perRun, int perDag) {
        static final AtOnce ANY = new AtOnce(Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    /** What happened to assets. */
    record Assets(List<Event> events, List<Use> uses, List<Use> pending) {}

    /**
     * An update of an asset.
     *
     * @param dag whose task made it; empty: it was posted
     * @param names of the asset, and the alias that it was made under
     */
    record Event(long id, String dag, String run, String task, Set<String> names) {}

    /**
     * That an update went into a run of a DAG, or waits for one.
     *
     * @param run empty while it waits
     */
    record Use(long event, String dag, String run) {}

    /**
     * A deadline.
     *
     * @param name with the task before it, when it has one
     * @param callback what became of its callback; empty: it was not asked for
     */
    record DeadlineRow(String dag, String run, String name, boolean missed, String callback) {}
}
