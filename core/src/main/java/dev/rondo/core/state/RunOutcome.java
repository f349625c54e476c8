package dev.rondo.core.state;

import dev.rondo.core.graph.Graph;
import dev.rondo.core.graph.Ints;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** What the states of its tasks make of a run. */
sealed interface RunOutcome {

    /** What the reason of a run begins with that failed with its tasks; the first that decided it follows. */
    String TASK_FAILED = "task_failed:";

    /** The reason of a run in which nothing can ever start. */
    String DEADLOCK = "deadlock";

    /** Something in it can still happen. */
    record GoesOn() implements RunOutcome {}

    /** It is over. */
    record Over(RunState state, String reason) implements RunOutcome {
        private static final Over NOTHING_STARTS = new Over(RunState.FAILED, RunOutcome.DEADLOCK);

        /** Whether it ends because nothing in it can ever start. */
        boolean isDeadlock() {
            return this.equals(NOTHING_STARTS);
        }
    }

    /**
     * The outcome of a run in which nothing is ready that is not yet scheduled.
     *
     * <p>Where all that is unfinished waits and nothing is ready, nothing in the run itself can move it. It is failed
     * as a deadlock, unless other runs have a say in one of the waiting tasks: then it stays running, as in Airflow,
     * until a person or its timeout ends it.
     */
    static RunOutcome of(Graph graph, RunView run) {
        int waiting = run.total(TaskState.NONE);
        int unfinished = unfinished(run);
        if (unfinished == 0) {
            return decided(graph, run);
        }
        boolean nothingActive = unfinished == waiting;
        return nothingActive && !waitsForOtherRuns(graph, run) ? Over.NOTHING_STARTS : new GoesOn();
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
                return new Over(RunState.FAILED, TASK_FAILED + graph.task(task).taskId());
            }
        }
        OptionalInt first = graph.spec().failFast() ? failed(graph, run) : OptionalInt.empty();
        return first.isPresent()
                ? new Over(
                        RunState.FAILED,
                        TASK_FAILED + graph.task(first.getAsInt()).taskId())
                : new Over(RunState.SUCCESS, "");
    }

    /** Where the first failure ends the rest, what is below it is skipped and says nothing of it. */
    private static OptionalInt failed(Graph graph, RunView run) {
        return IntStream.range(0, graph.size())
                .filter(task -> !graph.isTeardown(task) && run.count(task, TaskState.FAILED) > 0)
                .findFirst();
    }

    /** Asked only when nothing else goes on, so it may look at all tasks. */
    private static boolean waitsForOtherRuns(Graph graph, RunView run) {
        return IntStream.range(0, graph.size())
                .filter(task -> run.count(task, TaskState.NONE) > 0)
                .anyMatch(task -> graph.dependsOnPast(task) || graph.isLimited(task));
    }
}
