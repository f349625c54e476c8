package dev.rondo.core.state;

import dev.rondo.core.dagrun.RunType;
import dev.rondo.core.graph.Graph;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run as it will be when the decisions so far are applied: the view given to the machine, plus what this event has
 * changed. Costs in proportion to what changed.
 */
final class Draft implements RunView {

    static final List<TaskState> FINAL_STATES = List.of(
            TaskState.SUCCESS, TaskState.FAILED, TaskState.UPSTREAM_FAILED, TaskState.SKIPPED, TaskState.REMOVED);

    private final RunView base;
    private final List<Decision> decisions = new ArrayList<>();
    private final Map<Long, Instance> changed = new HashMap<>();
    private final Map<Integer, Decision.Expanded> expansions = new HashMap<>();
    private final Tally tally;
    private RunState runState;

    Draft(Graph graph, RunView base) {
        this.base = base;
        this.runState = base.runState();
        this.tally = new Tally(graph, new DeltaCells(graph, base));
    }

    List<Decision> decisions() {
        return List.copyOf(decisions);
    }

    /** An instance, as {@link #instance} gives it, changes; written down unless nothing did. */
    void change(Instance before, Instance after, @Nullable String reason) {
        if (before.equals(after)) {
            return;
        }
        tally.move(before.state(), Tally.hasResult(before), after);
        changed.put(key(after.task(), after.mapIndex()), after);
        decisions.add(new Decision.Changed(after, before.state(), reason));
    }

    void expand(Decision.Expanded expanded) {
        int task = expanded.task();
        if (expanded.from() == 0) {
            tally.add(task, state(task, -1), -1);
        }
        int added = expanded.length() - expanded.from();
        tally.add(task, expanded.each().state(), added);
        if (Tally.hasResult(expanded.each())) {
            tally.addResults(task, added);
        }
        expansions.put(task, expanded);
        decisions.add(expanded);
    }

    void changeRun(RunState after, @Nullable String reason, Instant at) {
        decisions.add(new Decision.RunChanged(runState, after, reason, at));
        runState = after;
    }

    void add(Decision decision) {
        decisions.add(decision);
    }

    private static long key(int task, int mapIndex) {
        return ((long) task << 32) | (mapIndex + 1L);
    }

    @Override
    public RunState runState() {
        return runState;
    }

    @Override
    public RunType runType() {
        return base.runType();
    }

    @Override
    public @Nullable Instant logicalDate() {
        return base.logicalDate();
    }

    @Override
    public @Nullable Instant dataIntervalEnd() {
        return base.dataIntervalEnd();
    }

    @Override
    public @Nullable Instant startDate() {
        return base.startDate();
    }

    @Override
    public @Nullable Instant nextRunAfter() {
        return base.nextRunAfter();
    }

    @Override
    public boolean ignoresPast() {
        return base.ignoresPast();
    }

    @Override
    public RunPart part() {
        return base.part();
    }

    @Override
    public int instances(int task) {
        return tally.instances(task);
    }

    @Override
    public boolean expanded(int task) {
        return !expansions.isEmpty() && expansions.containsKey(task) || base.expanded(task);
    }

    @Override
    public Instance instance(int task, int mapIndex) {
        Instance own = changed.isEmpty() ? null : changed.get(key(task, mapIndex));
        if (own != null) {
            return own;
        }
        Decision.Expanded expanded = expansions.isEmpty() ? null : expansions.get(task);
        return expanded == null || mapIndex < expanded.from()
                ? base.instance(task, mapIndex)
                : expanded.each().withMapIndex(mapIndex);
    }

    @Override
    public TaskState state(int task, int mapIndex) {
        Instance own = changed.isEmpty() ? null : changed.get(key(task, mapIndex));
        if (own != null) {
            return own.state();
        }
        Decision.Expanded expanded = expansions.isEmpty() ? null : expansions.get(task);
        return expanded == null || mapIndex < expanded.from()
                ? base.state(task, mapIndex)
                : expanded.each().state();
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
        return base.past();
    }
}
