package dev.rondo.scheduler.command;

import dev.rondo.core.clear.ClearScope;
import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.core.state.RunEvent;
import dev.rondo.core.state.RunModel;
import dev.rondo.core.state.RunState;
import dev.rondo.metadata.command.CommandStore;
import dev.rondo.metadata.dagrun.BackfillStore.BackfillAt;
import dev.rondo.metadata.dagrun.RunAt;
import dev.rondo.metadata.run.RunTransaction;
import dev.rondo.scheduler.engine.EngineBatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Does failed runs of a backfill again, in one batch of the engine: of each what failed; all of it, where no task did,
 * as in a run that was cancelled before it began. The backfill is under way again in the same transaction, so that its
 * pause and its limit hold for them.
 */
final class BackfillRetry extends CommandWork {

    private static final TaskChange.Reach FAILED = TaskChange.Reach.ofClear(Command.Scope.ONLY, ClearScope.Only.FAILED);
    private static final TaskChange.Reach ANY = TaskChange.Reach.ofClear(Command.Scope.ONLY, ClearScope.Only.ANY);

    private final BackfillAt backfill;
    private final List<RunAt> failed;
    private final List<RunAt> before;
    private final Instant askedAt;
    private final boolean isLast;
    private volatile List<RunAt> done = List.of();

    /**
     * A part of a retry.
     *
     * @param failed the runs to do again
     * @param before those that earlier parts have done again, for the reply
     * @param isLast whether the command is done with it
     */
    BackfillRetry(
            CommandStore.Claimed claimed, BackfillAt backfill, List<RunAt> failed, List<RunAt> before, boolean isLast) {
        super(claimed.commandId());
        this.askedAt = claimed.askedAt();
        this.backfill = backfill;
        this.failed = List.copyOf(failed);
        this.before = List.copyOf(before);
        this.isLast = isLast;
    }

    /** The runs that it has done again. */
    List<RunAt> done() {
        return done;
    }

    @Override
    boolean isLast() {
        return isLast;
    }

    @Override
    public Collection<Long> runs(RunTransaction transaction, Instant now) {
        return failed.stream().map(RunAt::runNo).toList();
    }

    @Override
    public boolean isAlone() {
        return true;
    }

    @Override
    CommandReply change(EngineBatch batch) {
        if (!batch.transaction().reopenBackfill(backfill.backfillId(), batch.now())) {
            return new CommandReply.Rejected(
                    409,
                    "ALREADY_RUNNING",
                    "another backfill of dag '" + backfill.dagId() + "' is not finished; wait for it, or cancel it");
        }
        List<RunAt> again = new ArrayList<>();
        for (RunAt run : failed) {
            RunModel model = batch.model(run.runNo());
            if (model != null && model.runState() == RunState.FAILED && hadFailed(model)) { // else another was faster
                again.add(run);
            }
        }
        CommandReply ignored = new TaskChange(
                        0,
                        backfill.dagId(),
                        again,
                        List.of(),
                        BackfillRetry::whatFailed,
                        targets -> new RunEvent.Cleared(targets, RunState.QUEUED),
                        new TaskChange.Manner(null, false, null))
                .change(batch);
        batch.mayStart(backfill.dagId());
        done = List.copyOf(again);
        List<RunAt> all = new ArrayList<>(before);
        all.addAll(again);
        StateChanges changes = new StateChanges();
        all.forEach(run -> changes.run(RunState.FAILED, RunState.QUEUED));
        tell(changes.change());
        return reply(backfill.backfillId(), all);
    }

    /** Not since it was asked for: it may have been done again, and have failed once more. */
    private boolean hadFailed(RunModel run) {
        Instant end = run.endDate();
        return end == null || !end.isAfter(askedAt);
    }

    private static List<RunEvent.Target> whatFailed(RunModel run, List<RunEvent.Target> selected) {
        List<RunEvent.Target> targets = ofItsPart(run, FAILED.of(run, selected));
        return targets.isEmpty() ? ofItsPart(run, ANY.of(run, selected)) : targets;
    }

    private static List<RunEvent.Target> ofItsPart(RunModel run, List<RunEvent.Target> targets) {
        return targets.stream()
                .filter(each -> run.part().has(run.graph().task(each.task()).taskId()))
                .toList();
    }

    /** @param backfillId 0: nothing was done yet */
    static CommandReply reply(long backfillId, List<RunAt> runs) {
        return new CommandReply.BackfillPlanned(
                backfillId, runs.stream().map(BackfillRetry::cleared).toList());
    }

    private static CommandReply.BackfillPlanned.Planned cleared(RunAt run) {
        Instant date = run.logicalDate() == null ? run.runAfter() : run.logicalDate();
        return new CommandReply.BackfillPlanned.Planned(date, run.runAfter(), "cleared", null);
    }
}
