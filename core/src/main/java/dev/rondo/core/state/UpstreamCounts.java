package dev.rondo.core.state;

import dev.rondo.core.graph.Graph;
import dev.rondo.core.graph.Ints;
import org.jspecify.annotations.Nullable;

/**
 * What the trigger rules look at: the instances directly above one instance, counted by final state.
 *
 * @param total how many there are, finished or not
 * @param setups how many of them belong to setups; the next two count among these
 */
record UpstreamCounts(
        int total,
        int success,
        int failed,
        int upstreamFailed,
        int skipped,
        int removed,
        int setups,
        int setupsSuccess,
        int setupsSkipped) {

    /** Counts what one instance looks at; in a mapped group that is the same map index of each task of the group. */
    static UpstreamCounts of(Graph graph, RunView run, int task, int mapIndex) {
        int[] counts = new int[TaskState.values().length];
        for (TaskState state : Draft.FINAL_STATES) {
            counts[state.slot()] = run.upstream(task, state);
        }
        int total = run.upstreamInstances(task);
        Ints paired = graph.pairedUpstream(task);
        for (int i = 0; i < paired.size(); i++) {
            TaskState state = paired(run, paired.get(i), mapIndex);
            if (state != null) {
                total++;
                counts[state.slot()]++;
            }
        }
        int[] setups = setups(graph, run, task, mapIndex);
        return new UpstreamCounts(
                total,
                counts[TaskState.SUCCESS.slot()],
                counts[TaskState.FAILED.slot()],
                counts[TaskState.UPSTREAM_FAILED.slot()],
                counts[TaskState.SKIPPED.slot()],
                counts[TaskState.REMOVED.slot()],
                setups[0],
                setups[1],
                setups[2]);
    }

    /**
     * The state of what an instance looks at in a task of its mapped group: the same map index, or the placeholder
     * where that task was finished before the group got its instances; null: the task is not part of the run.
     */
    static @Nullable TaskState paired(RunView run, int above, int mapIndex) {
        if (run.expanded(above)) {
            return mapIndex < 0 || mapIndex >= run.instances(above) ? null : run.state(above, mapIndex);
        }
        return run.instances(above) == 0 ? null : run.state(above, -1);
    }

    private static int[] setups(Graph graph, RunView run, int task, int mapIndex) {
        int[] counts = new int[3];
        Ints setups = graph.upstreamSetups(task);
        for (int i = 0; i < setups.size(); i++) {
            int setup = setups.get(i);
            TaskState state = graph.paired(task, setup) ? paired(run, setup, mapIndex) : null;
            if (state != null) {
                counts[0]++;
                counts[1] += state == TaskState.SUCCESS ? 1 : 0;
                counts[2] += state == TaskState.SKIPPED ? 1 : 0;
            } else {
                counts[0] += run.instances(setup);
                counts[1] += run.count(setup, TaskState.SUCCESS);
                counts[2] += run.count(setup, TaskState.SKIPPED);
            }
        }
        return counts;
    }

    int failures() {
        return failed + upstreamFailed;
    }

    int finished() {
        return success + failures() + skipped + removed;
    }

    boolean allFinished() {
        return finished() >= total;
    }
}
