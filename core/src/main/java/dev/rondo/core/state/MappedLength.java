package dev.rondo.core.state;

import dev.rondo.core.graph.Graph;
import dev.rondo.sdk.spec.MappingSpec;
import dev.rondo.sdk.spec.MappingSpec.Axis;
import java.util.function.ToLongFunction;

/** How many instances a mapping makes, as soon as the results that it is mapped over are known. */
final class MappedLength {

    /** A result that it is mapped over is not there yet. */
    static final long UNKNOWN = -1;

    private MappedLength() {}

    static long of(Graph graph, RunView run, MappingSpec mapping) {
        return combined(mapping, axis -> switch (axis) {
            case Axis.Literal literal -> literal.length();
            case Axis.Result result -> ofResult(run, graph.index(result.taskId()));
        });
    }

    /** Of a mapping that is known from the definition alone. */
    static long ofLiterals(MappingSpec mapping) {
        return combined(mapping, axis -> ((Axis.Literal) axis).length());
    }

    private static long combined(MappingSpec mapping, ToLongFunction<Axis> lengths) {
        long product = 1;
        long shortest = Long.MAX_VALUE;
        for (Axis axis : mapping.axes()) {
            long length = lengths.applyAsLong(axis);
            if (length == UNKNOWN) {
                return UNKNOWN;
            }
            product = Math.min(product * length, Integer.MAX_VALUE);
            shortest = Math.min(shortest, length);
        }
        return switch (mapping.combine()) {
            case CROSS -> product;
            case ZIP -> shortest;
        };
    }

    /** Of a mapped task every instance that returned something counts as one element, whatever it returned. */
    private static long ofResult(RunView run, int source) {
        if (run.expanded(source)) {
            return finished(run, source) < run.instances(source) ? UNKNOWN : run.results(source);
        }
        if (run.instances(source) == 0 || run.state(source, -1) != TaskState.SUCCESS) {
            return UNKNOWN;
        }
        int length = run.instance(source, -1).resultLength();
        return length < 0 ? UNKNOWN : length;
    }

    static int finished(RunView run, int task) {
        int finished = 0;
        for (TaskState state : Draft.FINAL_STATES) {
            finished += run.count(task, state);
        }
        return finished;
    }
}
