package dev.rondo.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.graph.Graph;
import dev.rondo.sdk.TriggerRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** What must hold of a run after every event, found by looking at everything: slow, and independent of the machine. */
final class RunCheck {

    private RunCheck() {}

    /** Counters that are kept step by step are those that a count of all rows gives. */
    static void counters(RunModel kept, RunModel counted) {
        for (int task = 0; task < kept.graph().size(); task++) {
            for (TaskState state : TaskState.values()) {
                assertThat(kept.count(task, state)).isEqualTo(counted.count(task, state));
                if (state.isFinal()) {
                    assertThat(kept.upstream(task, state)).isEqualTo(counted.upstream(task, state));
                }
            }
            assertThat(kept.instances(task)).isEqualTo(counted.instances(task));
            assertThat(kept.upstreamInstances(task)).isEqualTo(counted.upstreamInstances(task));
            assertThat(kept.results(task)).isEqualTo(counted.results(task));
            assertThat(kept.expanded(task)).isEqualTo(counted.expanded(task));
        }
        for (TaskState state : TaskState.values()) {
            assertThat(kept.total(state)).isEqualTo(counted.total(state));
        }
        assertThat(kept.instances()).isEqualTo(counted.instances());
    }

    /** Each instance that a first try was granted could start by its rule, and no try is one too many. */
    static void decisions(Graph graph, RunModel run, List<Instance> before, List<Decision> decisions) {
        for (Decision decision : decisions) {
            if (decision instanceof Decision.Changed changed
                    && changed.before() == TaskState.NONE
                    && changed.after().state() == TaskState.SCHEDULED) {
                assertRuleHolds(graph, run, changed.after());
            }
            if (decision instanceof Decision.Expanded expanded
                    && expanded.each().state() == TaskState.SCHEDULED) {
                assertRuleHolds(graph, run, expanded.each().withMapIndex(expanded.length() - 1));
            }
        }
        assertThat(run.instances())
                .allSatisfy(each -> assertThat(each.tryNumber()).isLessThanOrEqualTo(each.maxTries() + 1));
        assertThat(before.stream().max(Comparator.comparingLong(Instance::dispatchId)).stream()
                        .mapToLong(Instance::dispatchId)
                        .sum())
                .as("dispatch ids rise")
                .isLessThanOrEqualTo(run.instances().stream()
                        .mapToLong(Instance::dispatchId)
                        .max()
                        .orElse(0));
    }

    private static void assertRuleHolds(Graph graph, RunModel run, Instance started) {
        TriggerRule rule = graph.rule(started.task());
        List<TaskState> above = above(graph, run, started);
        assertThat(holds(rule, above, setupsAbove(graph, run, started)))
                .as("%s of %s over %s", rule, started, above)
                .isTrue();
    }

    private static List<TaskState> setupsAbove(Graph graph, RunModel run, Instance instance) {
        return instancesAbove(graph, run, instance).stream()
                .filter(each -> graph.task(each.task()).setup())
                .map(Instance::state)
                .toList();
    }

    private static List<TaskState> above(Graph graph, RunModel run, Instance instance) {
        return instancesAbove(graph, run, instance).stream()
                .map(Instance::state)
                .toList();
    }

    private static List<Instance> instancesAbove(Graph graph, RunModel run, Instance instance) {
        List<Instance> all = new ArrayList<>();
        graph.upstream(instance.task()).stream()
                .forEach(above -> run.instancesOf(above).stream()
                        .filter(each -> !graph.paired(instance.task(), above)
                                || each.mapIndex() == instance.mapIndex()
                                || each.mapIndex() < 0)
                        .forEach(all::add));
        return all;
    }

    private static boolean holds(TriggerRule rule, List<TaskState> above, List<TaskState> setups) {
        if (above.isEmpty()) {
            return true;
        }
        Set<TaskState> failures = Set.of(TaskState.FAILED, TaskState.UPSTREAM_FAILED);
        boolean done = above.stream().allMatch(TaskState::isFinal);
        boolean success = above.contains(TaskState.SUCCESS);
        boolean failure = above.stream().anyMatch(failures::contains);
        boolean skipped = above.contains(TaskState.SKIPPED);
        return switch (rule) {
            case ALL_SUCCESS -> done && !failure && !skipped;
            case ALL_FAILED -> done && !success && !skipped;
            case ALL_DONE -> done;
            case ALL_DONE_MIN_ONE_SUCCESS -> done && success && !skipped;
            case ALL_DONE_SETUP_SUCCESS -> done && (setups.isEmpty() || setups.contains(TaskState.SUCCESS));
            case ALL_SKIPPED -> above.stream().allMatch(TaskState.SKIPPED::equals);
            case ONE_FAILED -> failure;
            case ONE_SUCCESS -> success;
            case ONE_DONE -> success || above.contains(TaskState.FAILED);
            case NONE_FAILED -> done && !failure;
            case NONE_FAILED_MIN_ONE_SUCCESS -> done && !failure && success;
            case NONE_SKIPPED -> done && !skipped;
            case ALWAYS -> true;
        };
    }

    /**
     * A finished run has nothing open, unless nothing open could ever start; its state is what its last tasks earned.
     */
    static void finished(Graph graph, RunModel run) {
        boolean allFinal =
                run.instances().stream().allMatch(each -> each.state().isFinal());
        if (!allFinal) {
            assertThat(run.runState()).isEqualTo(RunState.FAILED);
            return;
        }
        boolean failed = RunPart.deciding(graph, run).stream()
                .mapToObj(run::instancesOf)
                .flatMap(List::stream)
                .anyMatch(each -> each.state().isFailure());
        assertThat(run.runState()).isEqualTo(failed ? RunState.FAILED : RunState.SUCCESS);
    }
}
