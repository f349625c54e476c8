package dev.rondo.core.state;

import dev.rondo.core.graph.Graph;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
            reasons.add(new Readiness.NotYet(new NotInRun(graph.task(task).taskId())));
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
    record NotInRun(String task) implements Reason {
        @Override
        public String code() {
            return "not_in_run";
        }

        @Override
        public String text() {
            return "'" + task + "' is not part of this run: its own start or end date leaves the logical date out";
        }

        @Override
        public Map<String, String> data() {
            return Map.of("task", task);
        }
    }
}
