package dev.rondo.core.graph;

import static java.util.Objects.requireNonNull;

import dev.rondo.sdk.TriggerRule;
import dev.rondo.sdk.spec.DagSpec;
import dev.rondo.sdk.spec.GroupSpec;
import dev.rondo.sdk.spec.MappingSpec;
import dev.rondo.sdk.spec.OptionsSpec;
import dev.rondo.sdk.spec.TaskSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An immutable index over the graph of one DAG version: tasks are numbered in the order of the spec, and every question
 * about neighbours is answered by number.
 *
 * <p>Built once per version and shared by all threads. Building costs milliseconds for ten thousand tasks.
 */
public final class Graph {

    private final DagSpec spec;
    private final Limits limits;
    private final Map<String, Integer> indexes;
    private final Map<String, Ints> firstOfGroup;
    private final Topology topology;
    private final SetupScopes scopes;
    private final MappedUnits units;
    private final Pairing pairing;
    private final int[] weights;
    private final Ints deciding;
    private final Ints pastDependent;
    private final Ints[] skippers;

    private Graph(DagSpec spec, Limits limits) {
        this.spec = spec;
        this.limits = limits;
        List<TaskSpec> tasks = spec.tasks();
        Map<String, GroupSpec> groups = new HashMap<>();
        spec.groups().forEach(group -> groups.put(group.groupId(), group));
        this.indexes = numbered(spec);
        this.topology = Topology.of(spec.dagId(), tasks, indexes, groups);
        this.scopes = SetupScopes.of(tasks, topology);
        this.units = MappedUnits.of(spec.dagId(), tasks, indexes, groups);
        this.pairing = Pairing.of(topology, units, tasks.size());
        this.weights = Weights.of(tasks, topology);
        this.deciding = Deciding.of(tasks, topology, task -> true);
        this.pastDependent = Ints.of(IntStream.range(0, tasks.size()).filter(this::dependsOnPast));
        this.skippers = skippers();
        this.firstOfGroup = firstOfGroups(groups);
    }

    /**
     * The graph of a DAG, with the default limits.
     *
     * @throws IllegalArgumentException when the spec has what the loader refuses: a cycle, an unknown or doubled task
     *     id
     */
    public static Graph of(DagSpec spec) {
        return of(spec, Limits.DEFAULTS);
    }

    /** The graph of a DAG, under limits of the installation. */
    public static Graph of(DagSpec spec, Limits limits) {
        return new Graph(spec, limits);
    }

    public DagSpec spec() {
        return spec;
    }

    public Limits limits() {
        return limits;
    }

    /** How many tasks there are. */
    public int size() {
        return spec.tasks().size();
    }

    public TaskSpec task(int task) {
        return spec.tasks().get(task);
    }

    /** The number of a task; empty when the DAG has none of that id. */
    public OptionalInt find(String taskId) {
        Integer index = indexes.get(taskId);
        return index == null ? OptionalInt.empty() : OptionalInt.of(index);
    }

    /**
     * The number of a task.
     *
     * @throws IllegalArgumentException when the DAG has none of that id
     */
    public int index(String taskId) {
        return find(taskId)
                .orElseThrow(
                        () -> new IllegalArgumentException("dag '" + spec.dagId() + "' has no task '" + taskId + "'"));
    }

    /** The task of that id, or the first tasks of the group of that id; empty: the DAG has neither. */
    public Ints tasksOf(String taskOrGroupId) {
        Integer index = indexes.get(taskOrGroupId);
        return index == null ? firstOfGroup.getOrDefault(taskOrGroupId, Ints.NONE) : Ints.of(index);
    }

    /** All tasks, each after those upstream of it. */
    public IntStream order() {
        return IntStream.of(topology.order());
    }

    public Ints upstream(int task) {
        return topology.upstream(task);
    }

    public Ints downstream(int task) {
        return topology.downstream(task);
    }

    /** All tasks below a task, in ascending order, without itself. */
    public Ints descendants(int task) {
        return Ints.of(topology.descendants(task).stream());
    }

    /** All tasks above a task, in ascending order, without itself. */
    public Ints ancestors(int task) {
        return Ints.of(topology.ancestors(task).stream());
    }

    /** Upstream tasks of which every instance counts. */
    public Ints wideUpstream(int task) {
        return pairing.wideUpstream(task);
    }

    /** Upstream tasks in the same mapped group: of them only the instance with the same map index counts. */
    public Ints pairedUpstream(int task) {
        return pairing.pairedUpstream(task);
    }

    /** Downstream tasks for which every instance of the task counts. */
    public Ints wideDownstream(int task) {
        return pairing.wideDownstream(task);
    }

    /** Downstream tasks in the same mapped group. */
    public Ints pairedDownstream(int task) {
        return pairing.pairedDownstream(task);
    }

    /** Whether two tasks are in one mapped group, so that only instances of the same map index belong together. */
    public boolean paired(int one, int other) {
        MappedUnits.Unit unit = units.unitOf(one);
        return unit != null && unit.group() && units.sameUnit(one, other);
    }

    /** Setups directly upstream of a task. */
    public Ints upstreamSetups(int task) {
        return scopes.directSetupsOf(task);
    }

    /** Setups in whose scope a task is though they are not directly upstream of it. */
    public Ints scopeSetups(int task) {
        return scopes.setupsOf(task);
    }

    /** Tasks that depend on a setup by its scope alone. */
    public Ints scopeTasks(int setup) {
        return scopes.tasksOf(setup);
    }

    /** The branches directly above a task and the short circuits anywhere above it: what can skip it. */
    public Ints skippers(int task) {
        return skippers[task];
    }

    /** When the task may start; for a teardown always {@link TriggerRule#ALL_DONE_SETUP_SUCCESS}. */
    public TriggerRule rule(int task) {
        return isTeardown(task)
                ? TriggerRule.ALL_DONE_SETUP_SUCCESS
                : task(task).options().triggerRule();
    }

    public boolean isTeardown(int task) {
        return task(task).teardownOf() != null;
    }

    /** Whether the task looks at the run before; waiting for downstream includes that. */
    public boolean dependsOnPast(int task) {
        return task(task).options().dependsOnPast() || task(task).options().waitForDownstream();
    }

    /** The tasks that look at the run before. */
    public Ints pastDependent() {
        return pastDependent;
    }

    /** Whether so many instances of the task may be active at most, in the run or in all runs of the DAG. */
    public boolean isLimited(int task) {
        OptionsSpec options = task(task).options();
        return options.maxActivePerDag() != null || options.maxActivePerRun() != null;
    }

    /** The tasks whose failure fails the run. */
    public Ints deciding() {
        return deciding;
    }

    /** The tasks whose failure fails a run that has only some of the tasks. */
    public Ints decidingAmong(IntPredicate present) {
        return Deciding.of(spec.tasks(), topology, present);
    }

    /** Effective priority weight. */
    public int weight(int task) {
        return weights[task];
    }

    /** Whether the task, or a group around it, is mapped. */
    public boolean isMapped(int task) {
        return units.unitOf(task) != null;
    }

    /** Over what the task or the group around it is mapped; null: it is not. */
    public @Nullable MappingSpec mapping(int task) {
        MappedUnits.Unit unit = units.unitOf(task);
        return unit == null ? null : unit.mapping();
    }

    /** The tasks that get their instances together with a mapped one: itself, or all of its mapped group. */
    public Ints unit(int mappedTask) {
        return requireNonNull(units.unitOf(mappedTask)).tasks();
    }

    /** Whether the task is in a mapped group. */
    public boolean inMappedGroup(int task) {
        MappedUnits.Unit unit = units.unitOf(task);
        return unit != null && unit.group();
    }

    /** The tasks over whose results a mapped task, or the group around it, is mapped. */
    public Ints sources(int mappedTask) {
        return requireNonNull(units.unitOf(mappedTask)).sources();
    }

    /** Whether something is mapped over the result of the task. */
    public boolean isMappedOver(int task) {
        return !units.mappedOver(task).isEmpty();
    }

    /** The tasks that are mapped over the result of a task; of a mapped group all, not only those right below it. */
    public Ints mappedOver(int source) {
        return units.mappedOver(source);
    }

    private static Map<String, Integer> numbered(DagSpec spec) {
        Map<String, Integer> indexes = HashMap.newHashMap(spec.tasks().size());
        for (int task = 0; task < spec.tasks().size(); task++) {
            String id = spec.tasks().get(task).taskId();
            if (indexes.put(id, task) != null) {
                throw new IllegalArgumentException("dag '" + spec.dagId() + "' defines task '" + id
                        + "' twice; the loader should have refused it");
            }
        }
        return indexes;
    }

    private Ints[] skippers() {
        List<List<Integer>> above = new ArrayList<>();
        IntStream.range(0, size()).forEach(task -> above.add(new ArrayList<>(0)));
        for (int task = 0; task < size(); task++) {
            int skipper = task;
            Ints reach = switch (task(task).body()) {
                case SHORT_CIRCUIT -> descendants(task);
                case CHOOSE, SHORT_CIRCUIT_DIRECT, LATEST_ONLY, APPROVE -> downstream(task);
                case CALL, RUN, OPERATOR, EMPTY -> Ints.NONE;
            };
            reach.stream()
                    .filter(each -> !isTeardown(each))
                    .forEach(each -> above.get(each).add(skipper));
        }
        return above.stream()
                .map(each -> Ints.of(each.stream().mapToInt(Integer::intValue)))
                .toArray(Ints[]::new);
    }

    private Map<String, Ints> firstOfGroups(Map<String, GroupSpec> groups) {
        Map<String, List<Integer>> members = new HashMap<>();
        for (int task = 0; task < size(); task++) {
            String id = task(task).groupId();
            while (id != null) {
                members.computeIfAbsent(id, each -> new ArrayList<>()).add(task);
                id = requireNonNull(groups.get(id)).parentId();
            }
        }
        Map<String, Ints> first = new HashMap<>();
        members.forEach((id, tasks) -> {
            Ints all = Ints.of(tasks.stream().mapToInt(Integer::intValue));
            first.put(
                    id,
                    Ints.of(all.stream().filter(task -> upstream(task).stream().noneMatch(all::contains))));
        });
        return first;
    }
}
