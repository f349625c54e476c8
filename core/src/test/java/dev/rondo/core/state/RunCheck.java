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
            if (decision instanceof Decision.Changed changed && isByRule(changed)) {
                assertRuleForbids(graph, run, changed.after());
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

    private static boolean isByRule(Decision.Changed changed) {
        String reason = changed.reason();
        return reason != null && (reason.startsWith("skipped_by_rule") || reason.startsWith("upstream_failed"));
    }

    /**
     * What a rule keeps from running ends as the states above allow by what was recorded from Airflow. What comes after
     * it in the same batch may have changed them further: so it is asked what there must be, not what there may not.
     */
    private static void assertRuleForbids(Graph graph, RunModel run, Instance ended) {
        if (ended.state() == TaskState.UPSTREAM_FAILED && isMappedOverFailure(graph, run, ended)) {
            return; // whatever its rule: there is nothing that it could be mapped over
        }
        TriggerRule rule = graph.rule(ended.task());
        List<TaskState> above = above(graph, run, ended);
        boolean allowed = ended.state() == TaskState.SKIPPED ? maySkip(rule, above) : mayFail(rule, above);
        assertThat(allowed).as("%s of %s over %s", rule, ended, above).isTrue();
    }

    private static boolean isMappedOverFailure(Graph graph, RunModel run, Instance instance) {
        return graph.isMapped(instance.task())
                && graph.sources(instance.task()).stream()
                        .anyMatch(source -> run.instancesOf(source).stream()
                                .anyMatch(each -> each.state().isFailure()));
    }

    private static boolean maySkip(TriggerRule rule, List<TaskState> above) {
        boolean done = above.stream().allMatch(TaskState::isFinal);
        boolean success = above.contains(TaskState.SUCCESS);
        boolean failure = above.stream().anyMatch(TaskState::isFailure);
        boolean skipped = above.contains(TaskState.SKIPPED);
        return switch (rule) {
            case ALL_SUCCESS, ALL_DONE_MIN_ONE_SUCCESS, NONE_SKIPPED -> skipped;
            case ALL_FAILED -> success || skipped;
            case ALL_SKIPPED -> success || failure;
            case ONE_SUCCESS, NONE_FAILED_MIN_ONE_SUCCESS -> above.stream().allMatch(TaskState.SKIPPED::equals);
            case ONE_FAILED -> done && !failure;
            case ONE_DONE -> done && !success && !above.contains(TaskState.FAILED);
            case ALL_DONE_SETUP_SUCCESS -> done && skipped;
            case ALL_DONE, NONE_FAILED, ALWAYS -> false;
        };
    }

    private static boolean mayFail(TriggerRule rule, List<TaskState> above) {
        boolean done = above.stream().allMatch(TaskState::isFinal);
        boolean success = above.contains(TaskState.SUCCESS);
        boolean failure = above.stream().anyMatch(TaskState::isFailure);
        return switch (rule) {
            case ALL_SUCCESS, NONE_FAILED -> failure;
            case NONE_FAILED_MIN_ONE_SUCCESS -> failure || (done && !success);
            case ONE_SUCCESS, ALL_DONE_MIN_ONE_SUCCESS -> done && !success;
            case ALL_DONE_SETUP_SUCCESS -> done;
            case ALL_FAILED, ALL_DONE, ALL_SKIPPED, ONE_FAILED, ONE_DONE, NONE_SKIPPED, ALWAYS -> false;
        };
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
