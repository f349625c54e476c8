package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Lives.Which;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The rows of the tables when all is over.
 *
 * @param dags tasks of each DAG by their ids
 * @param limits what each DAG may have at once
 * @param pools slots by name
 * @param deadlines all that were missed or are open
 * @param triggered run that each task that triggers one says to have triggered
 */
record Tables(
        List<RunRow> runs,
        Map<Which, Row> instances,
        Map<String, Map<String, Task>> dags,
        Map<String, DagLimits> limits,
        Map<String, Integer> pools,
        Assets assets,
        List<DeadlineRow> deadlines,
        Map<Which, String> triggered) {

    /** Without some runs; what assets and deadlines know of them stays. */
    Tables without(Predicate<Which> which) {
        return new Tables(
                runs.stream()
                        .filter(run -> !which.test(new Which(run.dag(), run.clean(), "", -1)))
                        .toList(),
                instances.entrySet().stream()
                        .filter(each -> !which.test(each.getKey()))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
                dags,
                limits,
                pools,
                assets,
                deadlines,
                triggered);
    }

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

    /**
     * By the wall clock of the database or a scheduler; {@link #NEVER}: it is not known.
     *
     * @param scheduled of a run: before when it may not begin
     */
    record Moments(Instant scheduled, Instant queued, Instant start, Instant end) {}

    /**
     * A task instance.
     *
     * @param lost how many tries were lost without fault of the task
     * @param before the tries before the last one, with those that were lost
     */
    record Row(
            Which key,
            String state,
            int tryNumber,
            int lost,
            String reason,
            Slots slots,
            Moments moments,
            List<TryRow> before) {

        Row after(Moments other) {
            return new Row(key, state, tryNumber, lost, reason, slots, other, before);
        }

        /** In a try of that number, after others. */
        Row tried(int number, TryRow... others) {
            return new Row(key, state, number, lost, reason, slots, moments, List.of(others));
        }

        Row because(String other) {
            return new Row(key, state, tryNumber, lost, other, slots, moments, before);
        }

        Row weighing(int priority) {
            Slots other = new Slots(slots.pool(), slots.count(), priority);
            return new Row(key, state, tryNumber, lost, reason, other, moments, before);
        }

        /** How often the try of that number was lost with its worker. */
        long lostIn(int number) {
            return before.stream()
                    .filter(one -> one.number() == number && one.isLost())
                    .count();
        }

        /** Whether it is in its state because somebody marked it. */
        boolean isMarked() {
            return reason.equals("marked");
        }

        /** Whether it failed because it was lost more often than may be. */
        boolean isLostTooOften() {
            return reason.startsWith("lost_too_often");
        }
    }

    /** Place of an instance in a pool. */
    record Slots(String pool, int count, int priority) {}

    /**
     * A try.
     *
     * @param worker its name
     * @param connected when the process of the worker last connected to a scheduler
     */
    record TryRow(
            int number, String reason, String worker, Instant connected, Instant queued, Instant start, Instant end) {
        boolean isLost() {
            return reason.startsWith("lost:");
        }
    }

    /** What a DAG may have at once, and how its runs follow each other. */
    record DagLimits(int runs, int tasks, String strategy) {}

    /** What happened to assets. */
    record Assets(List<Event> events, List<Use> uses, List<Use> pending) {}

    /**
     * An update of an asset.
     *
     * @param dag whose task made it; empty: it was posted
     * @param names of the asset, and the alias that it was made under
     */
    record Event(long id, String dag, String run, String task, Set<String> names, Instant at) {}

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
    record DeadlineRow(String dag, String run, String name, Instant due, boolean missed, String callback) {}
}
