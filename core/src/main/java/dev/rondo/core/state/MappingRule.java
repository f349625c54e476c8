package dev.rondo.core.state;

import dev.rondo.core.graph.Graph;
import dev.rondo.core.graph.Ints;
import java.time.Instant;
import java.util.Map;

/** A mapped task needs the results that it is mapped over, whatever its trigger rule says. */
final class MappingRule implements StartRule {

    @Override
    public Readiness check(Graph graph, RunView run, int task, int mapIndex, Instant now) {
        return graph.isMapped(task) ? sources(graph, run, graph.sources(task)) : Readiness.READY;
    }

    private static Readiness sources(Graph graph, RunView run, Ints sources) {
        Readiness answer = Readiness.READY;
        for (int i = 0; i < sources.size(); i++) {
            int source = sources.get(i);
            String id = graph.task(source).taskId();
            if (run.expanded(source)) {
                if (MappedLength.finished(run, source) < run.instances(source)) {
                    answer = new Readiness.NotYet(new OfSource("source_unfinished", id));
                }
                continue;
            }
            TaskState state = run.instances(source) == 0 ? TaskState.REMOVED : run.state(source, -1);
            if (state.isFailure() || isWithoutList(run, source, state)) {
                String code = state.isFailure() ? "upstream_failed" : "source_without_list";
                return new Readiness.Never(TaskState.UPSTREAM_FAILED, new OfSource(code, id));
            }
            if (state == TaskState.SKIPPED) {
                answer = new Readiness.Never(TaskState.SKIPPED, new OfSource("source_skipped", id));
            } else if (!state.isFinal() && answer instanceof Readiness.Ready) {
                answer = new Readiness.NotYet(new OfSource("source_unfinished", id));
            }
        }
        return answer;
    }

    /** Marked a success by hand, or removed: there is no list and none will come. */
    private static boolean isWithoutList(RunView run, int source, TaskState state) {
        return state == TaskState.REMOVED
                || (state == TaskState.SUCCESS && run.instance(source, -1).resultLength() < 0);
    }

    /** Something about what it is mapped over. */
    record OfSource(String cause, String source) implements Reason {
        @Override
        public String code() {
            return cause + ":" + source;
        }

        @Override
        public String text() {
            return switch (cause) {
                case "source_unfinished" -> "it is mapped over the result of '" + source + "', which is not finished";
                case "source_skipped" -> "it is mapped over the result of '" + source + "', which was skipped";
                case "source_without_list" ->
                    "it is mapped over the result of '" + source
                            + "', which has none: run that task instead of marking it";
                default -> "it is mapped over the result of '" + source + "', which failed";
            };
        }

        @Override
        public Map<String, String> data() {
            return Map.of("source", source);
        }
    }
}
