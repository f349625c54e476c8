package dev.rondo.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.graph.Graph;
import dev.rondo.sdk.TriggerRule;
import dev.rondo.sdk.spec.MappingSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

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

    /** What was made ready, and what was given to a worker, could start by its rule; and no try is one too many. */
    static void decisions(Graph graph, RunModel run, List<Instance> before, List<Decision> decisions) {
        for (Decision decision : decisions) {
            if (decision instanceof Decision.Changed changed
                    && changed.before() == TaskState.NONE
                    && changed.after().state() == TaskState.SCHEDULED) {
                assertRuleHolds(graph, run, changed.after());
            }
            if (decision instanceof Decision.Changed changed && changed.after().state() == TaskState.QUEUED) {
                assertRuleHolds(graph, run, changed.after());
                assertElementIsThere(graph, run, changed.after());
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
        assertThat(isNotChosen(graph, run, started))
                .as("a branch chose %s", started)
                .isFalse();
        assertThat(scope(graph, run, started))
                .as("setups around %s", started)
                .allMatch(state -> state == TaskState.SUCCESS || state == TaskState.REMOVED);
        assertThat(holds(rule, above, setupsAbove(graph, run, started)))
                .as("%s of %s over %s", rule, started, above)
                .isTrue();
    }

    /** What a worker is to be sent of the list that it is mapped over. */
    private static void assertElementIsThere(Graph graph, RunModel run, Instance given) {
        MappingSpec mapping = graph.mapping(given.task());
        if (mapping != null) {
            assertThat((long) given.mapIndex())
                    .as("the map index of %s", given)
                    .isBetween(0L, MappedLength.of(graph, run, mapping) - 1);
        }
    }

    /** Whether a branch right above it, or a short circuit anywhere above it, has ended well without choosing it. */
    private static boolean isNotChosen(Graph graph, RunModel run, Instance instance) {
        String taskId = graph.task(instance.task()).taskId();
        return !graph.isTeardown(instance.task())
                && IntStream.range(0, graph.size())
                        .filter(other -> isAsked(graph, other, instance.task()))
                        .mapToObj(run::instancesOf)
                        .flatMap(List::stream)
                        .filter(other -> other.mapIndex() < 0
                                || (graph.paired(other.task(), instance.task())
                                        && other.mapIndex() == instance.mapIndex()))
                        .anyMatch(other -> other.state() == TaskState.SUCCESS
                                && other.followed() != null
                                && !other.followed().contains(taskId));
    }

    /** Whether a task is one that chooses, and the other one that it may leave out. */
    private static boolean isAsked(Graph graph, int chooser, int task) {
        return switch (graph.task(chooser).body()) {
            case SHORT_CIRCUIT -> isBelow(graph, chooser, task);
            case CHOOSE, SHORT_CIRCUIT_DIRECT, LATEST_ONLY, APPROVE ->
                graph.upstream(task).contains(chooser);
            case CALL, RUN, OPERATOR, EMPTY -> false;
        };
    }

    /**
     * States of the setups that a task depends on though they are not right above it: those above it that have no
     * teardown, or one below the task.
     */
    private static List<TaskState> scope(Graph graph, RunModel run, Instance instance) {
        int task = instance.task();
        if (graph.isTeardown(task) || graph.rule(task) == TriggerRule.ALWAYS) {
            return List.of();
        }
        return IntStream.range(0, graph.size())
                .filter(setup -> graph.task(setup).setup()
                        && isBelow(graph, setup, task)
                        && !graph.upstream(task).contains(setup))
                .filter(setup -> {
                    List<Integer> teardowns = graph.downstream(setup).stream()
                            .filter(graph::isTeardown)
                            .boxed()
                            .toList();
                    return teardowns.isEmpty()
                            || teardowns.stream().anyMatch(teardown -> isBelow(graph, task, teardown));
                })
                .mapToObj(setup -> instancesOf(graph, run, instance, setup))
                .flatMap(List::stream)
                .map(Instance::state)
                .toList();
    }

    private static boolean isBelow(Graph graph, int above, int below) {
        Set<Integer> seen = new HashSet<>();
        Deque<Integer> open = new ArrayDeque<>(List.of(above));
        while (!open.isEmpty()) {
            graph.downstream(open.pop()).stream().filter(seen::add).forEach(open::push);
        }
        return seen.contains(below);
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
        assertThat(isNotChosen(graph, run, ended))
                .as("%s is what a branch did not choose, and is skipped for that", ended)
                .isFalse();
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
        graph.upstream(instance.task()).stream().forEach(above -> all.addAll(instancesOf(graph, run, instance, above)));
        return all;
    }

    /** The instances of another task that an instance looks at: in the same mapped group its own one alone. */
    private static List<Instance> instancesOf(Graph graph, RunModel run, Instance instance, int other) {
        return run.instancesOf(other).stream()
                .filter(each -> !graph.paired(instance.task(), other)
                        || each.mapIndex() == instance.mapIndex()
                        || each.mapIndex() < 0)
                .toList();
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

    /** Whether the states above a waiting instance let it start, or end without having run. */
    private static boolean couldMove(Graph graph, RunModel run, Instance waiting) {
        TriggerRule rule = graph.rule(waiting.task());
        List<TaskState> above = above(graph, run, waiting);
        List<TaskState> scope = scope(graph, run, waiting);
        boolean decided = isNotChosen(graph, run, waiting)
                || scope.stream().anyMatch(state -> state.isFailure() || state == TaskState.SKIPPED)
                || (!above.isEmpty() && (maySkip(rule, above) || mayFail(rule, above)));
        boolean hasItsElements = !graph.isMapped(waiting.task())
                || graph.sources(waiting.task()).stream()
                        .allMatch(source -> run.instancesOf(source).stream()
                                .allMatch(each -> each.state().isFinal()));
        boolean starts = hasItsElements
                && scope.stream().allMatch(TaskState::isFinal)
                && holds(rule, above, setupsAbove(graph, run, waiting));
        return decided || starts;
    }

    /**
     * A finished run has nothing open, unless nothing open could ever start; its state is what its last tasks earned,
     * or the first failure where that ends the rest.
     */
    static void finished(Graph graph, RunModel run) {
        boolean allFinal =
                run.instances().stream().allMatch(each -> each.state().isFinal());
        if (!allFinal) {
            assertThat(run.runState()).isEqualTo(RunState.FAILED);
            assertThat(run.instances())
                    .filteredOn(each -> !each.state().isFinal())
                    .as("a deadlock: nothing has begun that is not over, and nothing could begin or be decided")
                    .allMatch(each -> each.state() == TaskState.NONE && !couldMove(graph, run, each));
            return;
        }
        boolean failed = RunPart.deciding(graph, run).stream()
                .mapToObj(run::instancesOf)
                .flatMap(List::stream)
                .anyMatch(each -> each.state().isFailure());
        boolean failedFast = graph.spec().failFast()
                && run.instances().stream()
                        .anyMatch(each -> !graph.isTeardown(each.task()) && each.state() == TaskState.FAILED);
        assertThat(run.runState()).isEqualTo(failed || failedFast ? RunState.FAILED : RunState.SUCCESS);
    }
}
