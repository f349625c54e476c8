package dev.rondo.core.clear;

import dev.rondo.core.graph.Graph;
import dev.rondo.core.graph.Ints;
import dev.rondo.core.state.RunEvent.Target;
import dev.rondo.core.state.RunView;
import dev.rondo.core.state.TaskState;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which instances of one run a clear or a mark reaches. Other runs (past, future) are the caller's: each is asked by
 * itself.
 *
 * <p>A task that runs again needs what was set up for it: a clear also takes the setups in whose scope a cleared task
 * is, and the teardowns of every cleared setup.
 */
public final class ClearScope {

    private static final Comparator<Target> BY_PLACE =
            Comparator.comparingInt(Target::task).thenComparingInt(Target::mapIndex);

    private final Graph graph;
    private final RunView run;
    /** Map index -1: all instances of the task. */
    private final Set<Target> reached = new LinkedHashSet<>();

    private ClearScope(Graph graph, RunView run) {
        this.graph = graph;
        this.run = run;
    }

    /** Which of the reached instances are meant. */
    public enum Only {
        /** All of them. */
        ANY,
        /** Those that are failed or upstream_failed. */
        FAILED,
        /** Those that a worker has begun. */
        RUNNING;

        private boolean admits(TaskState state) {
            return switch (this) {
                case ANY -> true;
                case FAILED -> state.isFailure();
                case RUNNING -> state == TaskState.RUNNING;
            };
        }
    }

    /**
     * The instances that a clear reaches, by task and map index.
     *
     * @param selected where it begins; map index -1: all instances of the task
     */
    public static List<Target> ofClear(
            Graph graph, RunView run, List<Target> selected, boolean upstream, boolean downstream, Only only) {
        ClearScope scope = new ClearScope(graph, run);
        scope.reach(selected, upstream, downstream);
        scope.addSetupsAndTeardowns();
        return scope.result(only);
    }

    /** The instances that a mark reaches, by task and map index; setups and teardowns are not drawn in. */
    public static List<Target> ofMark(
            Graph graph, RunView run, List<Target> selected, boolean upstream, boolean downstream) {
        ClearScope scope = new ClearScope(graph, run);
        scope.reach(selected, upstream, downstream);
        return scope.result(Only.ANY);
    }

    private List<Target> result(Only only) {
        return reached.stream()
                .flatMap(target -> instances(target).stream())
                .distinct()
                .filter(target -> only.admits(run.state(target.task(), target.mapIndex())))
                .sorted(BY_PLACE)
                .toList();
    }

    private void reach(List<Target> selected, boolean upstream, boolean downstream) {
        for (Target target : selected) {
            reached.add(target);
            if (upstream) {
                walk(target, true);
            }
            if (downstream) {
                walk(target, false);
            }
        }
    }

    private void walk(Target from, boolean upstream) {
        Set<Target> seen = new LinkedHashSet<>();
        Deque<Target> open = new ArrayDeque<>(List.of(from));
        while (!open.isEmpty()) {
            Target target = open.pop();
            Ints next = upstream ? graph.upstream(target.task()) : graph.downstream(target.task());
            next.stream()
                    .mapToObj(task -> neighbour(target, task))
                    .filter(seen::add)
                    .forEach(open::push);
        }
        reached.addAll(seen);
    }

    /**
     * Within a mapped group only the same map index belongs to an instance; elsewhere all instances of the task, which
     * are one step of the walk, however many they are.
     */
    private Target neighbour(Target target, int task) {
        return new Target(task, graph.paired(target.task(), task) ? target.mapIndex() : -1);
    }

    private List<Target> instances(Target target) {
        int task = target.task();
        int number = run.instances(task);
        if (target.mapIndex() >= 0) {
            return run.expanded(task) && target.mapIndex() < number ? List.of(target) : List.of();
        }
        int first = run.expanded(task) ? 0 : -1;
        return IntStream.range(first, first + number)
                .mapToObj(index -> new Target(task, index))
                .toList();
    }

    private void addSetupsAndTeardowns() {
        for (Target target : List.copyOf(reached)) {
            if (!graph.task(target.task()).setup() && !graph.isTeardown(target.task())) {
                setupsAround(target.task()).forEach(setup -> reached.add(neighbour(target, setup)));
            }
        }
        for (Target target : List.copyOf(reached)) {
            if (graph.task(target.task()).setup()) {
                graph.downstream(target.task()).stream()
                        .filter(graph::isTeardown)
                        .forEach(teardown -> reached.add(neighbour(target, teardown)));
            }
        }
    }

    /** Setups whose scope the task is in: their teardown is still to come, or they have none. */
    private List<Integer> setupsAround(int task) {
        Ints below = graph.descendants(task);
        return IntStream.concat(graph.upstreamSetups(task).stream(), graph.scopeSetups(task).stream())
                .filter(setup -> {
                    List<Integer> teardowns = graph.downstream(setup).stream()
                            .filter(graph::isTeardown)
                            .boxed()
                            .toList();
                    return teardowns.isEmpty() || teardowns.stream().anyMatch(below::contains);
                })
                .boxed()
                .toList();
    }
}
