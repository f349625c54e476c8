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
            return new Readiness.Never(TaskState.FAILED, new OfLength("map_too_long", length, max));
        }
        if (length == 0 && mapIndex <= 0) {
            return new Readiness.Never(TaskState.SKIPPED, new OfLength("mapped_over_nothing", length, max));
        }
        return isBeyond(length, mapIndex)
                ? new Readiness.Never(TaskState.REMOVED, new OfLength("beyond_length", length, max))
                : Readiness.READY;
    }

    static boolean isBeyond(long length, int mapIndex) {
        return length != MappedLength.UNKNOWN && mapIndex >= length;
    }

    /** What is wrong with the length. */
    record OfLength(String code, long length, int max) implements Reason {
        @Override
        public String text() {
            return switch (code) {
                case "mapped_over_nothing" -> "it is mapped over an empty list";
                case "beyond_length" -> "its map index is beyond the length of the new list, " + length;
                default ->
                    "its mapping makes " + length + " instances, at most " + max + " are allowed; map over chunks";
            };
        }

        @Override
        public Map<String, String> data() {
            return Map.of("length", String.valueOf(length), "max", String.valueOf(max));
        }
    }
}
