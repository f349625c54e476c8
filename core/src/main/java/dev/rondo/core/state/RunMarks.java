package dev.rondo.core.state;

import dev.rondo.core.graph.Graph;
import java.time.Instant;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;

/** What ends many instances at once: a mark on the whole run, its timeout, the first failure of a fail-fast DAG. */
final class RunMarks {

    /** The reason of what ended with a run that took too long. */
    static final String RUN_TIMEOUT = "run_timeout";

    /** The reason of what a person ended. */
    static final String MARKED = "marked";

    private final Graph graph;
    private final Draft draft;
    private final Cascade cascade;
    private final Instant now;

    RunMarks(Graph graph, Draft draft, Cascade cascade, Instant now) {
        this.graph = graph;
        this.draft = draft;
        this.cascade = cascade;
        this.now = now;
    }

    /** After a failure everything else is given up but the teardowns: what runs fails, what waits is skipped. */
    void failFast() {
        endOpen("fail_fast", (task, state) -> !graph.isTeardown(task), RunMarks::failedIfBegun);
    }

    /** The run took too long: nothing of it goes on, the teardowns neither. */
    void timeOut() {
        endOpen(RUN_TIMEOUT, (task, state) -> true, state -> TaskState.SKIPPED);
        finish(RunState.FAILED, RUN_TIMEOUT);
    }

    /**
     * A person ends the run. Marked a success, every task is one; marked failed, what runs fails and what waits is
     * skipped. Teardowns that are not finished still run, and the run ends with them; so that it then ends as marked,
     * its last tasks fail with it.
     */
    void mark(RunState state) {
        switch (state) {
            case SUCCESS ->
                each(
                        (task, before) -> before != TaskState.SUCCESS && !isOpenTeardown(task, before),
                        MARKED,
                        before -> TaskState.SUCCESS);
            case FAILED -> {
                boolean goesOn = hasOpenTeardown();
                endOpen(MARKED, (task, before) -> goesOn && decides(task), before -> TaskState.FAILED);
                endOpen(MARKED, (task, before) -> !graph.isTeardown(task), RunMarks::failedIfBegun);
            }
            case QUEUED, RUNNING -> {
                if (draft.runState().isFinal()) {
                    draft.changeRun(RunState.QUEUED, MARKED, now);
                }
                return;
            }
        }
        if (!hasOpenTeardown()) {
            finish(state, MARKED);
        } else if (draft.runState().isFinal()) {
            draft.changeRun(RunState.RUNNING, MARKED, now);
        }
    }

    private void finish(RunState state, String reason) {
        if (draft.runState() != state) {
            draft.changeRun(state, reason, now);
            RunMachine.runCallback(graph, draft, state, now);
        }
    }

    private static TaskState failedIfBegun(TaskState before) {
        return switch (before) {
            case RUNNING, RESTARTING, DEFERRED, UP_FOR_RESCHEDULE -> TaskState.FAILED;
            case NONE, SCHEDULED, QUEUED, UP_FOR_RETRY, SUCCESS, FAILED, UPSTREAM_FAILED, SKIPPED, REMOVED ->
                TaskState.SKIPPED;
        };
    }

    private boolean decides(int task) {
        return !graph.isTeardown(task) && RunPart.deciding(graph, draft).contains(task);
    }

    private boolean isOpenTeardown(int task, TaskState state) {
        return graph.isTeardown(task) && !state.isFinal();
    }

    private boolean hasOpenTeardown() {
        for (int task = 0; task < graph.size(); task++) {
            if (graph.isTeardown(task) && MappedLength.finished(draft, task) < draft.instances(task)) {
                return true;
            }
        }
        return false;
    }

    private void endOpen(String reason, BiPredicate<Integer, TaskState> which, UnaryOperator<TaskState> after) {
        each((task, state) -> !state.isFinal() && which.test(task, state), reason, after);
    }

    private void each(BiPredicate<Integer, TaskState> which, String reason, UnaryOperator<TaskState> after) {
        for (int task = 0; task < graph.size(); task++) {
            int first = draft.expanded(task) ? 0 : -1;
            for (int index = first; index < first + draft.instances(task); index++) {
                TaskState state = draft.state(task, index);
                if (which.test(task, state)) {
                    end(draft.instance(task, index), after.apply(state), reason);
                }
            }
        }
    }

    /** Ends one instance by hand; a worker that has it is told to stop. */
    void end(Instance instance, TaskState state, String reason) {
        if (instance.state().isWithWorker()) {
            draft.add(new Decision.Stop(instance.task(), instance.mapIndex(), instance.dispatchId(), reason));
        }
        cascade.change(instance.finished(state, now), reason);
    }
}
