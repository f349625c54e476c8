package dev.rondo.core.state;

import dev.rondo.core.graph.Graph;
import dev.rondo.sdk.spec.TaskSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What an event does to a run. Pure: the same graph, view, event and time give the same decisions; the caller makes
 * them durable, all in one transaction, and applies them to its {@link RunModel}.
 *
 * <p>Everything that follows is in the one answer: what becomes ready or is skipped, what that skips, expansions, the
 * outcome of the run. The cost is in proportion to the instances touched, not to the size of the run.
 *
 * <p>Late and repeated events (another dispatch, a state that the event does not fit, an instance that is gone) get no
 * decision. What has no answer here (pools, limits, pauses) is decided when a {@code scheduled} instance is dispatched.
 */
public final class RunMachine {

    private final Graph graph;
    private final Draft draft;
    private final Cascade cascade;
    private final Instant now;

    private RunMachine(Graph graph, RunView run, Instant now) {
        this.graph = graph;
        this.now = now;
        this.draft = new Draft(graph, run);
        this.cascade = new Cascade(graph, draft, now);
    }

    /** What follows from an event, in the order in which it is to be applied; empty: nothing. */
    public static List<Decision> on(Graph graph, RunView run, RunEvent event, Instant now) {
        RunMachine machine = new RunMachine(graph, run, now.truncatedTo(ChronoUnit.MICROS));
        machine.handle(event);
        machine.cascade.settle();
        machine.judgeRun();
        return machine.draft.decisions();
    }

    private void handle(RunEvent event) {
        switch (event) {
            case RunEvent.RunStarted started -> runStarted();
            case RunEvent.Dispatched e -> dispatched(e);
            case RunEvent.Started e -> started(e);
            case RunEvent.Ended e -> ended(e);
            case RunEvent.Returned e -> returned(e);
            case RunEvent.Due e -> due(e);
            case RunEvent.Woken e -> woken(e);
            case RunEvent.PastChanged past ->
                graph.pastDependent().stream().forEach(task -> cascade.touch(task, Cascade.ALL));
            case RunEvent.RunTimedOut timeout -> {
                if (draft.runState() == RunState.RUNNING) {
                    marks().timeOut();
                }
            }
            case RunEvent.Answered e -> answered(e);
            case RunEvent.Cleared e -> new Clearing(graph, draft, cascade, now).clear(e);
            case RunEvent.Marked e -> new Clearing(graph, draft, cascade, now).mark(e);
            case RunEvent.RunMarked e -> marks().mark(e.state());
        }
    }

    private void runStarted() {
        if (draft.runState() == RunState.QUEUED) {
            draft.changeRun(RunState.RUNNING, null, now);
            cascade.touchAll();
        }
    }

    private void dispatched(RunEvent.Dispatched event) {
        if (draft.runState() == RunState.RUNNING && exists(graph, draft, event.task(), event.mapIndex())) {
            Instance instance = draft.instance(event.task(), event.mapIndex());
            if (instance.state() == TaskState.SCHEDULED && event.dispatchId() > instance.dispatchId()) {
                cascade.change(instance.queued(event.dispatchId()), null);
            }
        }
    }

    private void started(RunEvent.Started event) {
        if (isCurrent(event.task(), event.mapIndex(), event.dispatchId())) {
            Instance instance = draft.instance(event.task(), event.mapIndex());
            if (instance.state() == TaskState.QUEUED) {
                cascade.change(instance.running(event.at().truncatedTo(ChronoUnit.MICROS)), null);
            }
        }
    }

    private void ended(RunEvent.Ended event) {
        if (isCurrent(event.task(), event.mapIndex(), event.dispatchId())) {
            Instance instance = draft.instance(event.task(), event.mapIndex());
            tryEnd().on(instance, event.outcome(), event.at().truncatedTo(ChronoUnit.MICROS));
        }
    }

    private void returned(RunEvent.Returned event) {
        if (isCurrent(event.task(), event.mapIndex(), event.dispatchId())) {
            Instance instance = draft.instance(event.task(), event.mapIndex());
            if (instance.state() == TaskState.QUEUED) {
                cascade.change(instance.withState(TaskState.SCHEDULED), "returned");
                cascade.takeBack(event.task(), event.mapIndex());
            } else if (instance.state() == TaskState.RESTARTING) {
                tryEnd().restart(instance);
            }
        }
    }

    private void due(RunEvent.Due event) {
        if (!exists(graph, draft, event.task(), event.mapIndex())) {
            return;
        }
        Instance instance = draft.instance(event.task(), event.mapIndex());
        if (instance.state() != TaskState.DEFERRED) {
            cascade.touch(event.task(), event.mapIndex());
        } else if (instance.nextAt() != null && TimeRule.isOver(instance.nextAt(), now)) {
            TaskSpec task = graph.task(event.task());
            if (task.defaultAnswer() == null) {
                tryEnd().failed(instance, "no_answer", false, now);
            } else if (task.isRejectedByDefault()) {
                answer(instance, true, Decision.DEFAULT_REJECTION);
            } else {
                answer(instance, false, Decision.DEFAULT_ANSWER);
            }
        }
    }

    private void woken(RunEvent.Woken event) {
        if (!exists(graph, draft, event.task(), event.mapIndex())) {
            return;
        }
        Instance instance = draft.instance(event.task(), event.mapIndex());
        if (instance.state() == TaskState.UP_FOR_RESCHEDULE && instance.dispatchId() == event.dispatchId()) {
            if (!TimeRule.isOver(instance.nextAt(), now)) {
                cascade.change(instance.dueSince(now.minus(1, ChronoUnit.MICROS)), null);
            }
            cascade.touch(event.task(), event.mapIndex());
        }
    }

    private void answered(RunEvent.Answered event) {
        if (!exists(graph, draft, event.task(), event.mapIndex())) {
            return;
        }
        Instance instance = draft.instance(event.task(), event.mapIndex());
        if (instance.state() == TaskState.DEFERRED) {
            answer(instance, event.rejected(), event.rejected() ? "rejected" : "answered");
        }
    }

    private void answer(Instance waiting, boolean rejected, String reason) {
        Instance after = waiting.ended(TaskState.SUCCESS, now)
                .edit()
                .result(Instance.NO_LIST, rejected ? List.of() : null)
                .done();
        cascade.change(after, reason);
        new Starts(graph, draft, now).callbacks(after);
    }

    private boolean isCurrent(int task, int mapIndex, long dispatchId) {
        return exists(graph, draft, task, mapIndex)
                && draft.state(task, mapIndex).isWithWorker()
                && draft.instance(task, mapIndex).dispatchId() == dispatchId;
    }

    static boolean exists(Graph graph, RunView run, int task, int mapIndex) {
        if (task < 0 || task >= graph.size()) {
            return false;
        }
        return run.expanded(task)
                ? mapIndex >= 0 && mapIndex < run.instances(task)
                : mapIndex == -1 && run.instances(task) == 1;
    }

    private void judgeRun() {
        if (draft.runState() == RunState.RUNNING && RunOutcome.of(graph, draft) instanceof RunOutcome.Over over) {
            RunOutcome sure = over.isDeadlock() ? afterJudgingAll() : over;
            if (sure instanceof RunOutcome.Over outcome) {
                draft.changeRun(outcome.state(), outcome.reason().isEmpty() ? null : outcome.reason(), now);
                runCallback(graph, draft, outcome.state(), now);
            }
        }
    }

    /**
     * A deadlock ends a run that may have been read from rows which this code did not write; so everything is judged
     * once more before.
     */
    private RunOutcome afterJudgingAll() {
        cascade.touchAll();
        cascade.settle();
        return RunOutcome.of(graph, draft);
    }

    static void runCallback(Graph graph, Draft draft, RunState state, Instant now) {
        String kind = state == RunState.SUCCESS ? "success" : "failure";
        if (graph.spec().callbacks().contains(kind)) {
            draft.add(new Decision.Callback(-1, -1, 0, kind, now));
        }
    }

    private TryEnd tryEnd() {
        return new TryEnd(graph, draft, cascade, now);
    }

    private RunMarks marks() {
        return new RunMarks(graph, draft, cascade, now);
    }
}
