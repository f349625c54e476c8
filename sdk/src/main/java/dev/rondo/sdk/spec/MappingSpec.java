package dev.rondo.sdk.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Over what a task or group is mapped: one instance per element of the combination of its axes.
 *
 * @param combine how several axes become one sequence of elements; with one axis it has no effect
 * @param maxActive how many instances of one run may be active at once; null: no limit of its own
 */
public record MappingSpec(
        List<Axis> axes, Combine combine, @Nullable Integer maxActive) {

    public MappingSpec {
        axes = List.copyOf(axes);
        if (axes.isEmpty()) {
            throw new IllegalArgumentException("a mapping needs at least one axis");
        }
    }

    /** How axes combine. */
    public enum Combine {
        /** Every combination; the last axis runs fastest. */
        CROSS,
        /** Element by element; ends with the shortest axis. */
        ZIP
    }

    /** One sequence that is mapped over. */
    public sealed interface Axis {
        /** The list (or map, as its entries) that a task returned. */
        record Result(String taskId) implements Axis {}

        /** A list known when the DAG is defined, as a JSON array of encoded elements. */
        record Literal(String json, int length) implements Axis {}
    }
}
