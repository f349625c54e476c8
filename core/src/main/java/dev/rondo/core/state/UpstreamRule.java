package dev.rondo.core.state;

import dev.rondo.core.graph.Graph;
import dev.rondo.core.graph.Ints;
import dev.rondo.sdk.TriggerRule;
import java.time.Instant;
import java.util.Map;

/** The trigger rule of the task, over the tasks directly upstream of it. */
final class UpstreamRule implements StartRule {

    @Override
    public Readiness check(Graph graph, RunView run, int task, int mapIndex, Instant now) {
        if (graph.upstream(task).isEmpty()) {
            return Readiness.READY;
        }
        TriggerRule rule = graph.rule(task);
        UpstreamCounts counts = UpstreamCounts.of(graph, run, task, mapIndex);
        return switch (TriggerRules.decide(rule, counts)) {
            case RUN -> Readiness.READY;
            case WAIT -> new Readiness.NotYet(new Unfinished(rule, counts));
            case SKIP -> new Readiness.Never(TaskState.SKIPPED, new Decided("skipped_by_rule", rule, counts, ""));
            case FAIL ->
                new Readiness.Never(
                        TaskState.UPSTREAM_FAILED,
                        new Decided("upstream_failed", rule, counts, firstFailed(graph, run, task, mapIndex)));
        };
    }

    private static String firstFailed(Graph graph, RunView run, int task, int mapIndex) {
        Ints upstream = graph.upstream(task);
        for (int i = 0; i < upstream.size(); i++) {
            int above = upstream.get(i);
            TaskState paired = graph.paired(task, above) ? UpstreamCounts.paired(run, above, mapIndex) : null;
            boolean failed = paired != null
                    ? paired.isFailure()
                    : run.count(above, TaskState.FAILED) + run.count(above, TaskState.UPSTREAM_FAILED) > 0;
            if (failed) {
                return graph.task(above).taskId();
            }
        }
        return "";
    }

    /** Tasks above are not finished, and the rule needs more of them. */
    record Unfinished(TriggerRule rule, UpstreamCounts counts) implements Reason {
        @Override
        public String code() {
            return "upstream_unfinished";
        }

        @Override
        public String text() {
            return "trigger rule " + rule.wireName() + ": " + counts.finished() + " of " + counts.total()
                    + " upstream task instances are finished";
        }

        @Override
        public Map<String, String> data() {
            return describe(rule, counts);
        }
    }

    /**
     * The states above settle that it does not run.
     *
     * @param culprit id of an upstream task that failed; empty: none did
     */
    record Decided(String cause, TriggerRule rule, UpstreamCounts counts, String culprit) implements Reason {
        @Override
        public String code() {
            return culprit.isEmpty() ? cause : cause + ":" + culprit;
        }

        @Override
        public String text() {
            return "trigger rule " + rule.wireName() + " cannot hold: of " + counts.total()
                    + " upstream task instances " + counts.success() + " succeeded, " + counts.failures()
                    + " failed, " + counts.skipped() + " were skipped";
        }

        @Override
        public Map<String, String> data() {
            return describe(rule, counts);
        }
    }

    private static Map<String, String> describe(TriggerRule rule, UpstreamCounts counts) {
        return Map.of(
                "trigger_rule", rule.wireName(),
                "upstream", String.valueOf(counts.total()),
                "success", String.valueOf(counts.success()),
                "failed", String.valueOf(counts.failed()),
                "upstream_failed", String.valueOf(counts.upstreamFailed()),
                "skipped", String.valueOf(counts.skipped()),
                "removed", String.valueOf(counts.removed()));
    }
}
