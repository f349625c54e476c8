package dev.rondo.core.state;

import dev.rondo.core.graph.Graph;
import dev.rondo.core.graph.Ints;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Says what holds an instance back: every rule that does not say ready, from the same classes that decide. Pools,
 * limits and pauses are asked elsewhere and answer in the same words.
 */
public final class Why {

    private Why() {}

    /** What holds an undecided instance back; empty: nothing here, or it is past the question. */
    public static List<Readiness> of(Graph graph, RunView run, int task, int mapIndex, Instant now) {
        List<Readiness> reasons = new ArrayList<>();
        if (run.runState() != RunState.RUNNING) {
            reasons.add(new Readiness.NotYet(new RunIs(run.runState())));
        }
        if (run.instances(task) == 0) {
            reasons.add(new Readiness.NotYet(NotInRun.of(graph.task(task).taskId(), run.part())));
            return List.copyOf(reasons);
        }
        switch (run.state(task, mapIndex)) {
            case NONE, UP_FOR_RETRY, UP_FOR_RESCHEDULE ->
                reasons.addAll(Judge.explain(graph, run, task, mapIndex, now));
            case SCHEDULED,
                    QUEUED,
                    RUNNING,
                    RESTARTING,
                    DEFERRED,
                    SUCCESS,
                    FAILED,
                    UPSTREAM_FAILED,
                    SKIPPED,
                    REMOVED -> {}
        }
        return List.copyOf(reasons);
    }

    /**
     * The instances directly above an undecided one that its trigger rule looks at and that have not succeeded: those
     * it waits for, or that settled its fate.
     *
     * @param limit of so many at most
     */
    public static List<Instance> above(Graph graph, RunView run, int task, int mapIndex, int limit) {
        List<Instance> found = new ArrayList<>();
        Ints upstream = graph.upstream(task);
        for (int i = 0; i < upstream.size(); i++) {
            int above = upstream.get(i);
            int first = run.expanded(above) ? 0 : -1;
            int end = first + run.instances(above);
            boolean same = graph.paired(task, above) && run.expanded(above) && mapIndex >= 0 && mapIndex < end;
            for (int index = same ? mapIndex : first; index < (same ? mapIndex + 1 : end); index++) {
                if (found.size() < limit && run.state(above, index) != TaskState.SUCCESS) {
                    found.add(run.instance(above, index));
                }
            }
        }
        return List.copyOf(found);
    }

    /**
     * The instances of a task for which another one waits, or that settled its fate: those that are not over where that
     * is the reason; else those that did not succeed, or, where the success is what is wrong with it, all.
     *
     * @param reason that names the task
     * @param limit of so many at most
     */
    public static List<Instance> behind(Reason reason, RunView run, int task, int limit) {
        if (reason.code().contains("_unfinished")) {
            return those(run, task, limit, state -> !state.isFinal());
        }
        List<Instance> found = those(run, task, limit, state -> state != TaskState.SUCCESS);
        return found.isEmpty() ? those(run, task, limit, state -> true) : found;
    }

    private static List<Instance> those(RunView run, int task, int limit, Predicate<TaskState> which) {
        int first = run.expanded(task) ? 0 : -1;
        return IntStream.range(first, first + run.instances(task))
                .filter(index -> which.test(run.state(task, index)))
                .limit(limit)
                .mapToObj(index -> run.instance(task, index))
                .toList();
    }

    /** Nothing of a run starts unless the run is running. */
    record RunIs(RunState state) implements Reason {
        @Override
        public String code() {
            return "run_" + state.wireName();
        }

        @Override
        public String text() {
            return state == RunState.QUEUED
                    ? "its run is queued: it waits for its time, for an unpaused DAG and for a place among the active runs"
                    : "its run is over (" + state.wireName() + "); clear the task to run it again";
        }

        @Override
        public Map<String, String> data() {
            return Map.of("run_state", state.wireName());
        }
    }

    /** The task has no instance in the run. */
    record NotInRun(String task, boolean leftOut) implements Reason {

        static NotInRun of(String task, RunPart part) {
            return new NotInRun(task, !part.has(task));
        }

        @Override
        public String code() {
            return leftOut ? "not_in_backfill" : "not_in_run";
        }

        @Override
        public String text() {
            return "'" + task + "' is not part of this run: "
                    + (leftOut
                            ? "its backfill is of other tasks only"
                            : "its own start or end date leaves the logical date out");
        }

        @Override
        public Map<String, String> data() {
            return Map.of("task", task);
        }
    }
}
