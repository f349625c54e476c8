package dev.rondo.core.pool;

import dev.rondo.core.graph.Graph;
import dev.rondo.sdk.spec.MappingSpec;
import dev.rondo.sdk.spec.OptionsSpec;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code scheduled} instance of an unpaused DAG asks for.
 *
 * @param poolSlots slots of its pool that it takes; 1 or more
 * @param maxActiveTasks how many instances of its run may be queued or running at once
 * @param maxActivePerRun how many instances of its task may be active in its run; null: no limit
 * @param maxActivePerDag how many instances of its task may be active in all runs; null: no limit
 */
public record Candidate(
        String dagId,
        String taskId,
        String pool,
        int poolSlots,
        int maxActiveTasks,
        @Nullable Integer maxActivePerRun,
        @Nullable Integer maxActivePerDag) {

    /** What an instance of a task, by index, asks for. */
    public static Candidate of(Graph graph, int task) {
        OptionsSpec options = graph.task(task).options();
        return new Candidate(
                graph.spec().dagId(),
                graph.task(task).taskId(),
                options.pool(),
                options.poolSlots(),
                graph.spec().maxActiveTasks(),
                perRun(graph, task),
                options.maxActivePerDag());
    }

    private static @Nullable Integer perRun(Graph graph, int task) {
        Integer perRun = graph.task(task).options().maxActivePerRun();
        MappingSpec mapping = graph.mapping(task);
        Integer perMapping = mapping == null ? null : mapping.maxActive();
        if (perRun == null || perMapping == null) {
            return perRun == null ? perMapping : perRun;
        }
        return Math.min(perRun, perMapping);
    }
}
