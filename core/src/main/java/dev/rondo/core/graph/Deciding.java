package dev.rondo.core.graph;

import dev.rondo.sdk.spec.TaskSpec;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Which tasks decide the outcome of a run: the last ones. Teardowns do not count, neither as last tasks nor as what
 * comes after one, unless the author said that their failure fails the run. Where that leaves none, the tasks without
 * downstream decide.
 */
final class Deciding {

    private Deciding() {}

    /** @param present the tasks of the run: the others are as if they were not there */
    static Ints of(List<TaskSpec> tasks, Topology topology, IntPredicate present) {
        IntPredicate counts = task -> present.test(task) && counts(tasks.get(task));
        Ints deciding = Ints.of(IntStream.range(0, tasks.size())
                .filter(counts)
                .filter(task -> topology.downstream(task).stream().noneMatch(counts)));
        return deciding.isEmpty()
                ? Ints.of(IntStream.range(0, tasks.size())
                        .filter(present)
                        .filter(task -> topology.downstream(task).stream().noneMatch(present)))
                : deciding;
    }

    private static boolean counts(TaskSpec task) {
        return task.teardownOf() == null || task.teardownFailsRun();
    }
}
