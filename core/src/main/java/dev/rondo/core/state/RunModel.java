package dev.rondo.core.state;

import dev.rondo.core.dagrun.RunType;
import dev.rondo.core.graph.Graph;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run in memory: what the machine reads, kept up to date by applying its decisions. Used by the scheduler's cache,
 * the test kit and simulations.
 *
 * <p>Mutable and for one thread at a time. Instances are kept in columns and counted by state, so that every question
 * of {@link RunView} takes constant time and a hundred thousand mapped instances take a few megabytes.
 */
public final class RunModel implements RunView {

    private static final int ABSENT = -1;

    private final Graph graph;
    private final RunFacts facts;
    private final InstanceTable table;
    private final int[] firstRow;
    private final boolean[] expanded;
    private final int[] cells;
    private final Tally tally;
    private RunState runState;
    private @Nullable Instant startDate;
    private @Nullable Instant endDate;

    private RunModel(Graph graph, RunFacts facts, RunState state, @Nullable Instant startDate) {
        this.graph = graph;
        this.facts = facts;
        this.runState = state;
        this.startDate = startDate;
        this.table = new InstanceTable(Math.max(graph.size(), 1));
        this.firstRow = new int[graph.size()];
        Arrays.fill(firstRow, ABSENT);
        this.expanded = new boolean[graph.size()];
        this.cells = new int[(graph.size() + 1) * Tally.SLOTS];
        this.tally = new Tally(graph, new ArrayCells(cells));
    }

    /** A new run in {@code queued}, with its initial instances. */
    public static RunModel create(Graph graph, RunFacts facts) {
        return unbegun(graph, facts, RunState.QUEUED);
    }

    /** A run of which nothing has begun, with its initial instances; it may be over all the same, as when cancelled. */
    public static RunModel unbegun(Graph graph, RunFacts facts, RunState state) {
        RunModel model = new RunModel(graph, facts, state, null);
        InitialInstances.of(graph, facts)
                .forEach(each -> model.place(each.task(), each.from(), each.length(), each.each()));
        return model;
    }

    /** A run as it was stored. */
    public static Builder builder(Graph graph, RunFacts facts, RunState state, @Nullable Instant startDate) {
        return new Builder(new RunModel(graph, facts, state, startDate));
    }

    /** Applies decisions in order. */
    public void apply(List<Decision> decisions) {
        decisions.forEach(this::apply);
    }

    /**
     * Applies a decision of the machine.
     *
     * @throws IllegalStateException when it was made for another state of the run
     */
    public void apply(Decision decision) {
        switch (decision) {
            case Decision.Changed changed -> change(changed);
            case Decision.Expanded grown -> expand(grown);
            case Decision.RunChanged changed -> changeRun(changed);
            case Decision.Stop stop -> {}
            case Decision.Callback callback -> {}
            case Decision.Email email -> {}
        }
    }

    private void change(Decision.Changed changed) {
        Instance after = changed.after();
        int row = row(after.task(), after.mapIndex());
        TaskState before = table.state(row);
        if (before != changed.before()) {
            throw new IllegalStateException(
                    "decision on '" + graph.task(after.task()).taskId() + "' [" + after.mapIndex() + "] was made for "
                            + changed.before() + ", but it is " + before);
        }
        tally.move(before, table.hasResult(row), after);
        table.set(row, after);
    }

    private void expand(Decision.Expanded grown) {
        int task = grown.task();
        if (grown.from() == 0) {
            tally.add(task, table.state(row(task, -1)), -1);
        }
        place(task, grown.from(), grown.length(), grown.each());
    }

    /** Puts instances {@code from} to {@code length - 1} in place; length 0: the one with map index -1. */
    private void place(int task, int from, int length, Instance each) {
        int added = Math.max(length, 1) - from;
        if (from > 0) {
            firstRow[task] = table.moveToEnd(firstRow[task], from);
            table.add(each, added);
        } else {
            firstRow[task] = table.add(each, added);
        }
        expanded[task] = length > 0;
        tally.add(task, each.state(), added);
        if (Tally.hasResult(each)) {
            tally.addResults(task, added);
        }
    }

    private void changeRun(Decision.RunChanged changed) {
        runState = changed.after();
        switch (changed.after()) {
            case QUEUED -> {
                startDate = null;
                endDate = null;
            }
            case RUNNING -> {
                startDate = changed.at();
                endDate = null;
            }
            case SUCCESS, FAILED -> endDate = changed.at();
        }
    }

    private int row(int task, int mapIndex) {
        int offset = expanded[task] ? mapIndex : mapIndex + 1;
        if (firstRow[task] == ABSENT || offset < 0 || offset >= instances(task)) {
            throw new IllegalArgumentException(
                    "the run has no instance '" + graph.task(task).taskId() + "' [" + mapIndex + "]; it has "
                            + instances(task) + (expanded[task] ? " from 0 on" : ""));
        }
        return firstRow[task] + offset;
    }

    /** Whether it is of a task that it has no instance of: an earlier backfill, of some tasks, left that one out. */
    public boolean lacksTasks() {
        return InitialInstances.of(graph, facts).stream().anyMatch(each -> instances(each.task()) == 0);
    }

    /** All instances, by task and map index. */
    public List<Instance> instances() {
        List<Instance> all = new ArrayList<>();
        for (int task = 0; task < graph.size(); task++) {
            all.addAll(instancesOf(task));
        }
        return Collections.unmodifiableList(all);
    }

    /** The instances of a task, by map index. */
    public List<Instance> instancesOf(int task) {
        List<Instance> all = new ArrayList<>();
        int first = expanded[task] ? 0 : -1;
        for (int index = first; index < first + instances(task); index++) {
            all.add(instance(task, index));
        }
        return Collections.unmodifiableList(all);
    }

    public Graph graph() {
        return graph;
    }

    /** When the run became finished; null: it is not. */
    public @Nullable Instant endDate() {
        return endDate;
    }

    @Override
    public RunState runState() {
        return runState;
    }

    @Override
    public RunType runType() {
        return facts.runType();
    }

    @Override
    public @Nullable Instant logicalDate() {
        return facts.logicalDate();
    }

    @Override
    public @Nullable Instant dataIntervalEnd() {
        return facts.dataIntervalEnd();
    }

    @Override
    public @Nullable Instant startDate() {
        return startDate;
    }

    @Override
    public @Nullable Instant nextRunAfter() {
        return facts.nextRunAfter();
    }

    @Override
    public boolean ignoresPast() {
        return facts.ignoresPast();
    }

    @Override
    public RunPart part() {
        return facts.part();
    }

    @Override
    public int instances(int task) {
        return tally.instances(task);
    }

    @Override
    public boolean expanded(int task) {
        return expanded[task];
    }

    @Override
    public Instance instance(int task, int mapIndex) {
        return table.get(row(task, mapIndex), task, mapIndex);
    }

    @Override
    public TaskState state(int task, int mapIndex) {
        return table.state(row(task, mapIndex));
    }

    @Override
    public int count(int task, TaskState state) {
        return tally.count(task, state);
    }

    @Override
    public int total(TaskState state) {
        return tally.total(state);
    }

    @Override
    public int upstream(int task, TaskState finalState) {
        return tally.upstream(task, finalState);
    }

    @Override
    public int upstreamInstances(int task) {
        return tally.upstreamInstances(task);
    }

    @Override
    public int results(int task) {
        return tally.results(task);
    }

    @Override
    public PastRun past() {
        return facts.past();
    }

    private static final class ArrayCells implements Tally.Cells {
        private final int[] cells;

        private ArrayCells(int[] cells) {
            this.cells = cells;
        }

        @Override
        public int get(int cell) {
            return cells[cell];
        }

        @Override
        public void add(int cell, int delta) {
            cells[cell] += delta;
        }
    }

    /** Takes the stored instances of a run, those of one task in ascending order of their map index. */
    public static final class Builder {
        private final RunModel model;

        private Builder(RunModel model) {
            this.model = model;
        }

        /** Adds one instance. */
        public Builder add(Instance instance) {
            int task = instance.task();
            int present = model.firstRow[task] == ABSENT ? 0 : model.instances(task);
            if (instance.mapIndex() != (present == 0 && instance.mapIndex() < 0 ? -1 : present)) {
                throw new IllegalArgumentException("instances of '"
                        + model.graph.task(task).taskId()
                        + "' must come in order of their map index: after " + present + " came [" + instance.mapIndex()
                        + "]");
            }
            model.place(task, present, instance.mapIndex() + 1, instance);
            return this;
        }

        /** Adds all of these. */
        public Builder addAll(Iterable<Instance> instances) {
            instances.forEach(this::add);
            return this;
        }

        public RunModel build() {
            return model;
        }
    }
}
