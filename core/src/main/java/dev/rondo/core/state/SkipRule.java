package dev.rondo.core.state;

import dev.rondo.core.graph.Graph;
import dev.rondo.core.graph.Ints;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a branch did not choose, and what is below a short circuit that said no, stays skipped also when it is judged
 * anew: a clear of the skipped task alone does not undo the branch.
 */
final class SkipRule implements StartRule {

    @Override
    public Readiness check(Graph graph, RunView run, int task, int mapIndex, Instant now) {
        Ints skippers = graph.skippers(task);
        for (int i = 0; i < skippers.size(); i++) {
            int skipper = skippers.get(i);
            if (skips(graph, run, skipper, task, mapIndex)) {
                return new Readiness.Never(
                        TaskState.SKIPPED, new NotChosen(graph.task(skipper).taskId()));
            }
        }
        return Readiness.READY;
    }

    /**
     * Whether a skipper's answer skips the instance. One that has several instances skips only what is paired with each
     * of them: their answers may differ, so none of them speaks for a task outside.
     */
    private static boolean skips(Graph graph, RunView run, int skipper, int task, int mapIndex) {
        boolean paired = graph.paired(skipper, task);
        if (run.instances(skipper) == 0 || (run.expanded(skipper) && !(paired && mapIndex >= 0))) {
            return false;
        }
        int index = run.expanded(skipper) ? mapIndex : -1;
        return index < run.instances(skipper)
                && run.state(skipper, index) == TaskState.SUCCESS
                && skips(graph, run.instance(skipper, index).followed(), task);
    }

    static boolean skips(Graph graph, @Nullable List<String> followed, int task) {
        return followed != null && !followed.contains(graph.task(task).taskId());
    }

    /** A branch above did not choose it. */
    record NotChosen(String branch) implements Reason {
        @Override
        public String code() {
            return "not_chosen:" + branch;
        }

        @Override
        public String text() {
            return "'" + branch + "' did not choose it";
        }

        @Override
        public Map<String, String> data() {
            return Map.of("branch", branch);
        }
    }
}
