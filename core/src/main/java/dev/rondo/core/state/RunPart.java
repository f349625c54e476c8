package dev.rondo.core.state;

import dev.rondo.core.graph.Graph;
import dev.rondo.core.graph.Ints;
import java.util.Set;

/**
 * Which tasks of its DAG a run is of: all, but in a backfill of some tasks. A new run of such a backfill is as if its
 * DAG had no others. A run that was there before keeps what became of the others; nothing the run does by itself
 * changes that.
 *
 * @param tasks their ids; empty: all
 */
public record RunPart(Set<String> tasks) {

    /** All tasks. */
    public static final RunPart WHOLE = new RunPart(Set.of());

    public RunPart {
        tasks = Set.copyOf(tasks);
    }

    /** Whether the run is of this task. */
    public boolean has(String taskId) {
        return tasks.isEmpty() || tasks.contains(taskId);
    }

    /** The tasks whose failure fails the run. */
    static Ints deciding(Graph graph, RunView run) {
        return run.part().tasks().isEmpty() ? graph.deciding() : graph.decidingAmong(task -> run.instances(task) > 0);
    }
}
