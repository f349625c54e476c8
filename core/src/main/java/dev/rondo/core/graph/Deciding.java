package dev.rondo.core.graph;

import dev.rondo.sdk.spec.TaskSpec;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which tasks decide the outcome of a run: the last ones. Teardowns do not count, neither as last tasks nor as what
 * comes after one, unless the author said that their failure fails the run. Where that leaves none, the tasks without
 * downstream decide.
 */
final class Deciding {

    private Deciding() {}

    static Ints of(List<TaskSpec> tasks, Topology topology) {
        Ints deciding = Ints.of(IntStream.range(0, tasks.size())
                .filter(task -> counts(tasks.get(task)))
                .filter(task -> topology.downstream(task).stream().noneMatch(below -> counts(tasks.get(below)))));
        return deciding.isEmpty()
                ? Ints.of(IntStream.range(0, tasks.size())
                        .filter(task -> topology.downstream(task).isEmpty()))
                : deciding;
    }

    private static boolean counts(TaskSpec task) {
        return task.teardownOf() == null || task.teardownFailsRun();
    }
}
