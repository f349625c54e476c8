package dev.rondo.scheduler.engine;

import dev.rondo.core.state.RunEvent;
import dev.rondo.core.state.RunModel;
import dev.rondo.core.state.RunState;
import dev.rondo.core.state.TaskState;
import dev.rondo.metadata.run.RunTransaction;
import dev.rondo.metadata.run.TakenRuns;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes runs over for backfills, in their order, some in each batch, and clears them: what is chosen stays in the
 * tables until it is done, so that whoever comes after a scheduler that died goes on.
 */
final class TakeOver implements RunWork {

    // With ten tasks each, a batch of some 100 ms: the engine does nothing else meanwhile.
    private static final int RUNS_AT_ONCE = 250;

    private final EngineState state;
    private final Inbox inbox;
    private TakenRuns taken = new TakenRuns(Map.of(), Set.of(), 0);

    private TakeOver(EngineState state, Inbox inbox) {
        this.state = state;
        this.inbox = inbox;
    }

    /** Begins, unless it is under way. */
    static void begin(EngineState state, Inbox inbox) {
        if (state.takingOver.compareAndSet(false, true)) {
            inbox.put(new Input.Asked(new TakeOver(state, inbox)));
        }
    }

    @Override
    public Collection<Long> runs(RunTransaction transaction, Instant now) {
        return List.of(); // they are locked as they are taken over
    }

    @Override
    public boolean isAlone() {
        return true;
    }

    @Override
    public void carryOut(EngineBatch batch) {
        taken = ((Attempt) batch).takeOver(RUNS_AT_ONCE);
        taken.versions().forEach((runNo, versionId) -> {
            batch.useVersion(runNo, versionId);
            RunModel run = batch.model(runNo);
            if (run != null) {
                List<RunEvent.Target> all = run.instances().stream()
                        .filter(each -> each.state() != TaskState.REMOVED)
                        .filter(each ->
                                run.part().has(run.graph().task(each.task()).taskId()))
                        .map(each -> new RunEvent.Target(each.task(), each.mapIndex()))
                        .toList();
                var ignored = batch.happen(runNo, new RunEvent.Cleared(all, RunState.QUEUED));
            }
        });
        taken.dagIds().forEach(batch::mayStart);
    }

    @Override
    public void committed() {
        if (taken.seen() > 0) {
            inbox.put(new Input.Asked(this));
        } else {
            state.takingOver.set(false);
        }
    }

    @Override
    public void failed(RuntimeException reason) {
        state.takingOver.set(false);
    }
}
