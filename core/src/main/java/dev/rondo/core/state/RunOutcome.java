package dev.rondo.core.state;

import dev.rondo.core.graph.Graph;
import dev.rondo.core.graph.Ints;
import java.time.Instant;

/** What the states of its tasks make of a run. */
sealed interface RunOutcome {

    /** Something in it can still happen. */
    record GoesOn() implements RunOutcome {}

    /** It is over. */
    record Over(RunState state, String reason) implements RunOutcome {
        private static final Over DEADLOCK = new Over(RunState.FAILED, "deadlock");

        /** Whether it ends because nothing in it can ever start. */
        boolean isDeadlock() {
            return this.equals(DEADLOCK);
        }
    }

    /** The outcome of a run in which nothing is ready that is not yet scheduled. */
    static RunOutcome of(Graph graph, RunView run, Instant now) {
        int waiting = run.total(TaskState.NONE);
        int unfinished = unfinished(run);
        if (unfinished == 0) {
            return decided(graph, run);
        }
        boolean nothingActive = unfinished == waiting;
        return nothingActive && !waitsForPast(graph, run, now) ? Over.DEADLOCK : new GoesOn();
    }

    private static int unfinished(RunView run) {
        int unfinished = 0;
        for (TaskState state : TaskState.values()) {
            if (!state.isFinal()) {
                unfinished += run.total(state);
            }
        }
        return unfinished;
    }

    private static RunOutcome decided(Graph graph, RunView run) {
        Ints deciding = RunPart.deciding(graph, run);
        for (int i = 0; i < deciding.size(); i++) {
            int task = deciding.get(i);
            if (run.count(task, TaskState.FAILED) + run.count(task, TaskState.UPSTREAM_FAILED) > 0) {
                return new Over(
                        RunState.FAILED, "task_failed:" + graph.task(task).taskId());
            }
        }
        return new Over(RunState.SUCCESS, "");
    }

    /** Asked only when nothing else goes on, so it may look at all tasks that depend on the past. */
    private static boolean waitsForPast(Graph graph, RunView run, Instant now) {
        return graph.pastDependent().stream()
                .filter(task -> run.count(task, TaskState.NONE) > 0)
                .anyMatch(task -> isHeldByPast(graph, run, task, now));
    }

    private static boolean isHeldByPast(Graph graph, RunView run, int task, Instant now) {
        int first = run.expanded(task) ? 0 : -1;
        for (int index = first; index < first + run.instances(task); index++) {
            if (run.state(task, index) == TaskState.NONE
                    && Judge.judge(graph, run, task, index, now) instanceof Readiness.NotYet notYet
                    && notYet.reason() instanceof PastRule.Undone) {
                return true;
            }
        }
        return false;
    }
}
