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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes runs over for backfills, in their order, some in each batch, and clears them: what is chosen stays in the
 * tables until it is done, so that whoever comes after a scheduler that died goes on.
 */
final class TakeOver implements RunWork {

    // With ten tasks each, a batch of some 100 ms: the engine does nothing else meanwhile.
    private static final int RUNS_AT_ONCE = 250;

    private static final Logger LOG = LoggerFactory.getLogger(TakeOver.class);

    private final EngineState state;
    private final Inbox inbox;
    private Step step = Step.ALL;
    private TakenRuns taken = new TakenRuns(Map.of(), Set.of(), 0);

    /** One run that fails would hold all others: it is looked for, and left as it is. */
    private enum Step {
        ALL(RUNS_AT_ONCE),
        ONE(1),
        LEAVE_ONE(0);

        private final int runs;

        Step(int runs) {
            this.runs = runs;
        }
    }

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
        if (step == Step.LEAVE_ONE) {
            taken = new TakenRuns(Map.of(), Set.of(), 1);
            batch.transaction()
                    .leaveNextTakeOver()
                    .ifPresent(runNo -> LOG.atError()
                            .addKeyValue("run_no", runNo)
                            .log("a run could not be taken over by its backfill and stays as it is; this is a bug"));
            return;
        }
        taken = ((Attempt) batch).takeOver(step.runs);
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
        if (step == Step.LEAVE_ONE) {
            step = Step.ALL;
        }
        if (taken.seen() > 0) {
            inbox.put(new Input.Asked(this));
        } else {
            state.takingOver.set(false);
        }
    }

    @Override
    public void failed(RuntimeException reason) {
        switch (step) {
            case ALL -> step = Step.ONE;
            case ONE -> step = Step.LEAVE_ONE;
            case LEAVE_ONE -> {
                state.takingOver.set(false);
                return;
            }
        }
        inbox.put(new Input.Asked(this));
    }
}
