package dev.rondo.core.state;

import dev.rondo.core.graph.Graph;
import dev.rondo.core.graph.Ints;

/**
 * The counters that let every rule be judged in constant time: per task its instances by state, and those of its wide
 * upstream tasks by final state. One place keeps them in step; {@link RunModel} stores them, {@link Draft} stores what
 * an event changes.
 */
final class Tally {

    private static final TaskState[] ALL_STATES = TaskState.values();
    private static final int STATES = ALL_STATES.length;
    private static final TaskState[] FINAL_STATES = {
        TaskState.SUCCESS, TaskState.FAILED, TaskState.UPSTREAM_FAILED, TaskState.SKIPPED, TaskState.REMOVED
    };
    private static final int FINALS = FINAL_STATES.length;
    private static final int INSTANCES = STATES + FINALS;
    private static final int UPSTREAM_INSTANCES = INSTANCES + 1;
    private static final int RESULTS = UPSTREAM_INSTANCES + 1;

    /** Counters of one task. */
    static final int SLOTS = RESULTS + 1;

    private final Graph graph;
    private final Cells cells;

    Tally(Graph graph, Cells cells) {
        this.graph = graph;
        this.cells = cells;
    }

    /** Where the numbers are. Row {@code graph.size()} holds those of the whole run. */
    interface Cells {
        int get(int cell);

        void add(int cell, int delta);
    }

    /** The number in a cell, asked of a view. */
    static int read(Graph graph, RunView run, int cell) {
        int task = cell / SLOTS;
        int slot = cell % SLOTS;
        if (slot < STATES) {
            return task == graph.size() ? run.total(ALL_STATES[slot]) : run.count(task, ALL_STATES[slot]);
        }
        if (slot < INSTANCES) {
            return run.upstream(task, FINAL_STATES[slot - STATES]);
        }
        if (slot == INSTANCES) {
            return run.instances(task);
        }
        return slot == RESULTS ? run.results(task) : run.upstreamInstances(task);
    }

    int count(int task, TaskState state) {
        return cells.get(task * SLOTS + state.slot());
    }

    int total(TaskState state) {
        return count(graph.size(), state);
    }

    int instances(int task) {
        return cells.get(task * SLOTS + INSTANCES);
    }

    int upstream(int task, TaskState finalState) {
        return cells.get(task * SLOTS + STATES + finalSlot(finalState));
    }

    int upstreamInstances(int task) {
        return cells.get(task * SLOTS + UPSTREAM_INSTANCES);
    }

    int results(int task) {
        return cells.get(task * SLOTS + RESULTS);
    }

    /** So many more (or, negative, fewer) instances of a task are in a state. */
    void add(int task, TaskState state, int number) {
        cells.add(task * SLOTS + INSTANCES, number);
        Ints below = graph.wideDownstream(task);
        for (int i = 0; i < below.size(); i++) {
            cells.add(below.get(i) * SLOTS + UPSTREAM_INSTANCES, number);
        }
        count(task, state, number);
    }

    /** An instance moves from one state, in which it had a result or none, to another. */
    void move(TaskState before, boolean hadResult, Instance after) {
        if (before != after.state()) {
            count(after.task(), before, -1);
            count(after.task(), after.state(), 1);
        }
        int results = (hasResult(after) ? 1 : 0) - (hadResult ? 1 : 0);
        if (results != 0) {
            cells.add(after.task() * SLOTS + RESULTS, results);
        }
    }

    static boolean hasResult(Instance instance) {
        return hasResult(instance.state(), instance.resultLength());
    }

    static boolean hasResult(TaskState state, int resultLength) {
        return state == TaskState.SUCCESS && resultLength != Instance.NO_RESULT;
    }

    void addResults(int task, int number) {
        cells.add(task * SLOTS + RESULTS, number);
    }

    private void count(int task, TaskState state, int number) {
        cells.add(task * SLOTS + state.slot(), number);
        cells.add(graph.size() * SLOTS + state.slot(), number);
        if (state.isFinal()) {
            int slot = STATES + finalSlot(state);
            Ints below = graph.wideDownstream(task);
            for (int i = 0; i < below.size(); i++) {
                cells.add(below.get(i) * SLOTS + slot, number);
            }
        }
    }

    private static int finalSlot(TaskState state) {
        return switch (state) {
            case SUCCESS -> 0;
            case FAILED -> 1;
            case UPSTREAM_FAILED -> 2;
            case SKIPPED -> 3;
            case REMOVED -> 4;
            case NONE, SCHEDULED, QUEUED, RUNNING, UP_FOR_RETRY, UP_FOR_RESCHEDULE, DEFERRED, RESTARTING ->
                throw new IllegalArgumentException(state + " is not final");
        };
    }
}
