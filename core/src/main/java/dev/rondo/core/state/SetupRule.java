package dev.rondo.core.state;

import dev.rondo.core.graph.Graph;
import dev.rondo.core.graph.Ints;
import dev.rondo.sdk.TriggerRule;
import java.time.Instant;
import java.util.Map;

/**
 * A task needs the setups whose scope it is in, whatever its own trigger rule says; only {@code always} is exempt. It
 * fails with them and is skipped with them.
 */
final class SetupRule implements StartRule {

    @Override
    public Readiness check(Graph graph, RunView run, int task, int mapIndex, Instant now) {
        Ints setups = graph.scopeSetups(task);
        if (setups.isEmpty() || graph.rule(task) == TriggerRule.ALWAYS) {
            return Readiness.READY;
        }
        int skipped = -1;
        int unfinished = -1;
        for (int i = 0; i < setups.size(); i++) {
            int setup = setups.get(i);
            switch (outcome(graph, run, task, mapIndex, setup)) {
                case UPSTREAM_FAILED -> {
                    return never(graph, setup, TaskState.UPSTREAM_FAILED, "setup_failed");
                }
                case SKIPPED -> skipped = setup;
                case NONE -> unfinished = setup;
                default -> {}
            }
        }
        if (skipped >= 0) {
            return never(graph, skipped, TaskState.SKIPPED, "setup_skipped");
        }
        return unfinished < 0
                ? Readiness.READY
                : new Readiness.NotYet(
                        new OfSetup("setup_unfinished", graph.task(unfinished).taskId()));
    }

    /** Success, skipped, upstream_failed, or none while it is not finished; one word for all its instances. */
    private static TaskState outcome(Graph graph, RunView run, int task, int mapIndex, int setup) {
        TaskState paired = graph.paired(task, setup) ? UpstreamCounts.paired(run, setup, mapIndex) : null;
        if (paired != null) {
            return paired.isFailure() ? TaskState.UPSTREAM_FAILED : !paired.isFinal() ? TaskState.NONE : paired;
        }
        if (run.count(setup, TaskState.FAILED) + run.count(setup, TaskState.UPSTREAM_FAILED) > 0) {
            return TaskState.UPSTREAM_FAILED;
        }
        if (run.count(setup, TaskState.SKIPPED) > 0) {
            return TaskState.SKIPPED;
        }
        return MappedLength.finished(run, setup) < run.instances(setup) ? TaskState.NONE : TaskState.SUCCESS;
    }

    private static Readiness never(Graph graph, int setup, TaskState becomes, String code) {
        return new Readiness.Never(becomes, new OfSetup(code, graph.task(setup).taskId()));
    }

    /** A setup in whose scope the task is. */
    record OfSetup(String cause, String setup) implements Reason {
        @Override
        public String code() {
            return cause + ":" + setup;
        }

        @Override
        public String text() {
            return "it needs the setup '" + setup + "', which "
                    + switch (cause) {
                        case "setup_failed" -> "failed";
                        case "setup_skipped" -> "was skipped";
                        default -> "is not finished";
                    };
        }

        @Override
        public Map<String, String> data() {
            return Map.of("setup", setup);
        }
    }
}
