package dev.rondo.core.backfill;

import static java.util.stream.Collectors.joining;

import dev.rondo.core.graph.Graph;
import dev.rondo.sdk.internal.text.Nearest;
import dev.rondo.sdk.spec.InputSpec;
import dev.rondo.sdk.spec.TaskSpec;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The tasks that a backfill is of. A task never goes without the setups in whose scope it lies, nor a setup without its
 * teardowns.
 */
public sealed interface TaskSubset {

    /**
     * A choice that can be carried out.
     *
     * @param tasks their ids; empty: all
     * @param missing what keeps a new run from being of these tasks alone, a sentence each: values that come from tasks
     *     left out. A run that was there before has them.
     */
    record Chosen(Set<String> tasks, List<String> missing) implements TaskSubset {
        public Chosen {
            tasks = Set.copyOf(tasks);
            missing = List.copyOf(missing);
        }

        /** Whether a task of them looks at the run before. */
        public boolean dependsOnPast(Graph graph) {
            return graph.pastDependent().stream()
                    .anyMatch(task ->
                            tasks.isEmpty() || tasks.contains(graph.task(task).taskId()));
        }
    }

    /** @param message the ids that are not tasks of the DAG, and what may be meant */
    record Unknown(String message) implements TaskSubset {}

    /** @param upstream whether all that is upstream of them goes, too */
    static TaskSubset of(Graph graph, List<String> taskIds, boolean upstream) {
        if (taskIds.isEmpty()) {
            return new Chosen(Set.of(), List.of());
        }
        Set<String> known =
                Set.copyOf(graph.spec().tasks().stream().map(TaskSpec::taskId).toList());
        String unknown = taskIds.stream()
                .filter(id -> !known.contains(id))
                .map(id -> "dag '" + graph.spec().dagId() + "' has no task '" + id + "'; "
                        + Nearest.hint(
                                id,
                                known,
                                "see `rondo tasks list " + graph.spec().dagId() + "`"))
                .collect(joining("; "));
        if (!unknown.isEmpty()) {
            return new Unknown(unknown);
        }
        BitSet chosen = new BitSet();
        taskIds.forEach(id -> chosen.set(graph.index(id)));
        if (upstream) {
            copy(chosen).stream().forEach(task -> graph.ancestors(task).stream().forEach(chosen::set));
        }
        addSetups(graph, chosen);
        List<String> ids =
                chosen.stream().mapToObj(task -> graph.task(task).taskId()).toList();
        return new Chosen(Set.copyOf(ids), missing(graph, chosen));
    }

    private static BitSet copy(BitSet of) {
        return (BitSet) of.clone();
    }

    /** Setups lie in scopes of others, so until nothing is added. */
    private static void addSetups(Graph graph, BitSet chosen) {
        BitSet before = new BitSet();
        while (!before.equals(chosen)) {
            before = copy(chosen);
            before.stream()
                    .flatMap(task -> IntStream.concat(
                            IntStream.concat(graph.upstreamSetups(task).stream(), graph.scopeSetups(task).stream()),
                            graph.task(task).setup() ? teardowns(graph, task) : IntStream.empty()))
                    .forEach(chosen::set);
        }
    }

    private static IntStream teardowns(Graph graph, int setup) {
        return graph.downstream(setup).stream().filter(graph::isTeardown);
    }

    private static List<String> missing(Graph graph, BitSet chosen) {
        List<String> missing = new ArrayList<>();
        chosen.stream().forEach(task -> {
            TaskSpec spec = graph.task(task);
            needed(graph, task)
                    .filter(id -> !chosen.get(graph.index(id)))
                    .distinct()
                    .forEach(id -> missing.add("task '" + spec.taskId() + "' needs the result of '" + id + "'"));
        });
        return missing;
    }

    private static Stream<String> needed(Graph graph, int task) {
        Stream<String> inputs = graph.task(task).inputs().stream()
                .filter(InputSpec.Result.class::isInstance)
                .map(InputSpec.Result.class::cast)
                .filter(input -> !input.optional())
                .map(InputSpec.Result::taskId);
        Stream<String> sources = graph.isMapped(task)
                ? graph.sources(task).stream()
                        .mapToObj(source -> graph.task(source).taskId())
                : Stream.empty();
        return Stream.concat(inputs, sources);
    }
}
