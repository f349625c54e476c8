package dev.rondo.core.state;

import dev.rondo.core.graph.Graph;
import dev.rondo.sdk.spec.MappingSpec;
import java.time.Instant;
import java.util.Map;

/**
 * A mapping over nothing is skipped, one that makes too many instances fails, and an instance beyond the length of a
 * list that was made anew is removed.
 *
 * <p>Asked when nothing else holds the instance back: as in Airflow a failure above a task with an empty mapping counts
 * for more than the emptiness.
 */
final class LengthRule implements StartRule {

    @Override
    public Readiness check(Graph graph, RunView run, int task, int mapIndex, Instant now) {
        MappingSpec mapping = graph.mapping(task);
        if (mapping == null) {
            return Readiness.READY;
        }
        long length = MappedLength.of(graph, run, mapping);
        int max = graph.limits().maxMapLength();
        if (length > max) {
            return new Readiness.Never(TaskState.FAILED, OfLength.of("map_too_long", graph, task, length));
        }
        if (length == 0 && mapIndex <= 0) {
            return new Readiness.Never(TaskState.SKIPPED, OfLength.of("mapped_over_nothing", graph, task, length));
        }
        return isBeyond(length, mapIndex)
                ? new Readiness.Never(TaskState.REMOVED, OfLength.of("beyond_length", graph, task, length))
                : Readiness.READY;
    }

    static boolean isBeyond(long length, int mapIndex) {
        return length != MappedLength.UNKNOWN && mapIndex >= length;
    }

    /** What is wrong with the length. */
    record OfLength(String code, String task, long length, int max) implements Reason {

        static OfLength of(String code, Graph graph, int task, long length) {
            return new OfLength(
                    code, graph.task(task).taskId(), length, graph.limits().maxMapLength());
        }

        @Override
        public String text() {
            return switch (code) {
                case "mapped_over_nothing" -> "it is mapped over an empty list";
                case "beyond_length" -> "its map index is beyond the length of the new list, " + length;
                default ->
                    "the mapping of '" + task + "' makes " + length + " instances, at most " + max
                            + " are allowed; map over chunks of the list, or set RONDO_MAX_MAP_LENGTH of the scheduler";
            };
        }

        @Override
        public Map<String, String> data() {
            return Map.of("length", String.valueOf(length), "max", String.valueOf(max));
        }
    }
}
