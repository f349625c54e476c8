package dev.rondo.testkit.play;

import dev.rondo.core.graph.Graph;
import dev.rondo.sdk.TriggerRule;
import dev.rondo.sdk.spec.DagSpec;
import dev.rondo.sdk.spec.OptionsSpec;
import dev.rondo.sdk.spec.TaskSpec;
import java.util.List;

/** The graph for running one task alone: it starts whatever happened above it and before it. */
final class OneTask {

    private OneTask() {}

    static Graph of(Graph graph, String taskId) {
        DagSpec spec = graph.spec();
        List<TaskSpec> tasks = spec.tasks().stream()
                .map(task -> task.taskId().equals(taskId) ? alone(task) : task)
                .toList();
        return Graph.of(new DagSpec(
                spec.dagId(),
                spec.dagClass(),
                spec.description(),
                spec.doc(),
                spec.tags(),
                spec.schedule(),
                spec.timezone(),
                spec.startDate(),
                spec.endDate(),
                spec.catchup(),
                spec.runStrategy(),
                spec.maxActiveRuns(),
                spec.maxActiveTasks(),
                spec.dagrunTimeout(),
                spec.failFast(),
                spec.pausedUponCreation(),
                spec.params(),
                spec.callbacks(),
                spec.groups(),
                tasks,
                List.of()));
    }

    private static TaskSpec alone(TaskSpec task) {
        return new TaskSpec(
                task.taskId(),
                task.groupId(),
                task.body(),
                task.operator(),
                task.inputs(),
                task.upstream(),
                alone(task.options()),
                false,
                null,
                task.teardownFailsRun(),
                task.branches(),
                task.mapping(),
                task.result(),
                task.signature(),
                task.origins(),
                task.mapName(),
                task.form(),
                task.defaultAnswer(),
                task.outlets(),
                task.inlets());
    }

    private static OptionsSpec alone(OptionsSpec options) {
        return new OptionsSpec(
                options.retries(),
                options.retryDelay(),
                options.retryBackoff(),
                options.maxRetryDelay(),
                options.executionTimeout(),
                false,
                options.ignoreFirstDependsOnPast(),
                false,
                TriggerRule.ALL_DONE,
                options.pool(),
                options.poolSlots(),
                options.priorityWeight(),
                options.weightRule(),
                options.queue(),
                options.maxActivePerDag(),
                options.maxActivePerRun(),
                null,
                null,
                options.isolation(),
                options.heapBytes(),
                options.jvmOptions(),
                options.owner(),
                options.doc(),
                options.email(),
                options.emailOnFailure(),
                options.emailOnRetry(),
                options.callbacks());
    }
}
