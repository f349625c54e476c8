package dev.rondo.metadata.run;

import dev.rondo.core.graph.Graph;
import dev.rondo.core.state.Instance;
import dev.rondo.core.state.PastRule;
import dev.rondo.core.state.RunFacts;
import dev.rondo.core.state.RunModel;
import dev.rondo.core.state.RunPart;
import dev.rondo.core.state.RunView.PastRun;
import java.time.Instant;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Stored runs as the rules see them. The engine's cache and whoever explains a run make them here alike. */
public final class RunModels {

    private RunModels() {}

    /**
     * A run with its instances; one that has none yet is as it will begin.
     *
     * @param nextRunAfter when the run that follows it is due, where the graph asks for it; null: none follows
     * @param past what the run before it says
     */
    public static RunModel of(StoredRun stored, Graph graph, @Nullable Instant nextRunAfter, PastRun past) {
        RunRow row = stored.run();
        RunFacts facts = new RunFacts(
                row.runType(),
                row.logicalDate(),
                row.dataIntervalEnd(),
                nextRunAfter,
                row.backfillOrdinal() != null && row.backfillOrdinal() == 1,
                new RunPart(row.onlyTasks()),
                past);
        if (stored.instances().isEmpty()) {
            return RunModel.unbegun(graph, facts, row.state());
        }
        RunModel.Builder builder = RunModel.builder(graph, facts, row.state(), row.startDate());
        for (InstanceRow each : stored.instances()) {
            OptionalInt task = graph.find(each.taskId());
            // A task that a newer version no longer has keeps its row; the rules do not see it.
            if (task.isPresent()) {
                builder.add(instance(task.getAsInt(), each));
            }
        }
        return builder.build();
    }

    /** A stored instance, its task by number. */
    public static Instance instance(int task, InstanceRow row) {
        return new Instance(
                task,
                row.mapIndex(),
                row.state(),
                row.tryNumber(),
                row.maxTries(),
                row.lostTries(),
                row.dispatchId(),
                row.nextAt(),
                row.startDate(),
                row.endDate(),
                row.resultLength(),
                row.followed());
    }

    /** What a run wants to know of the one before it; null: a run without a logical date has none. */
    public static @Nullable PastQuestion past(RunRow row, Graph graph) {
        Instant date = row.logicalDate();
        return date == null
                ? null
                : new PastQuestion(
                        row.runNo(),
                        row.dagId(),
                        date,
                        PastRule.countedTypes(graph.spec().catchup() > 0),
                        pastTasks(graph));
    }

    /**
     * The tasks of the run before that matter to this one: those that look at it, and what is below where they wait.
     */
    private static Set<String> pastTasks(Graph graph) {
        Set<String> tasks = new HashSet<>();
        graph.pastDependent().stream().forEach(task -> {
            tasks.add(graph.task(task).taskId());
            if (graph.task(task).options().waitForDownstream()) {
                graph.downstream(task).stream()
                        .forEach(below -> tasks.add(graph.task(below).taskId()));
            }
        });
        return tasks;
    }
}
