package dev.rondo.core.graph;

import dev.rondo.sdk.spec.TaskSpec;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Which setups a task depends on besides its direct upstream tasks: those whose scope it is in. The scope of a setup
 * lies between it and its teardowns; without a teardown it is everything below it.
 */
final class SetupScopes {

    private final Ints[] setupsOf;
    private final Ints[] tasksOf;
    private final Ints[] directSetupsOf;

    private SetupScopes(Ints[] setupsOf, Ints[] tasksOf, Ints[] directSetupsOf) {
        this.setupsOf = setupsOf;
        this.tasksOf = tasksOf;
        this.directSetupsOf = directSetupsOf;
    }

    static SetupScopes of(List<TaskSpec> tasks, Topology topology) {
        Ints[] tasksOf = new Ints[tasks.size()];
        List<List<Integer>> setupsOf = new ArrayList<>();
        for (int task = 0; task < tasks.size(); task++) {
            setupsOf.add(new ArrayList<>(0));
        }
        for (int task = 0; task < tasks.size(); task++) {
            tasksOf[task] = tasks.get(task).setup() ? indirect(task, tasks, topology) : Ints.NONE;
            int setup = task;
            tasksOf[task].stream().forEach(each -> setupsOf.get(each).add(setup));
        }
        Ints[] setups = new Ints[tasks.size()];
        Ints[] direct = new Ints[tasks.size()];
        for (int task = 0; task < tasks.size(); task++) {
            setups[task] = Ints.of(setupsOf.get(task).stream().mapToInt(Integer::intValue));
            direct[task] = Ints.of(topology.upstream(task).stream()
                    .filter(each -> tasks.get(each).setup()));
        }
        return new SetupScopes(setups, tasksOf, direct);
    }

    /** The setups directly upstream of the task. */
    Ints directSetupsOf(int task) {
        return directSetupsOf[task];
    }

    /** The setups in whose scope the task is, without its direct upstream tasks. */
    Ints setupsOf(int task) {
        return setupsOf[task];
    }

    /** The tasks that depend on a setup by its scope alone. */
    Ints tasksOf(int setup) {
        return tasksOf[setup];
    }

    private static Ints indirect(int setup, List<TaskSpec> tasks, Topology topology) {
        BitSet scope = topology.descendants(setup);
        BitSet aboveTeardowns = new BitSet();
        boolean hasTeardown = false;
        Ints direct = topology.downstream(setup);
        for (int i = 0; i < direct.size(); i++) {
            if (tasks.get(direct.get(i)).teardownOf() != null) {
                hasTeardown = true;
                aboveTeardowns.or(topology.ancestors(direct.get(i)));
            }
        }
        if (hasTeardown) {
            scope.and(aboveTeardowns);
        }
        return Ints.of(scope.stream()
                .filter(task -> tasks.get(task).teardownOf() == null)
                .filter(task -> !direct.contains(task)));
    }
}
