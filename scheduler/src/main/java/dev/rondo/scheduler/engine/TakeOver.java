package dev.rondo.scheduler.engine;

import dev.rondo.core.state.RunEvent;
import dev.rondo.core.state.RunModel;
import dev.rondo.core.state.RunState;
import dev.rondo.core.state.TaskState;
import dev.rondo.metadata.run.ChosenRuns;
import dev.rondo.metadata.run.RunTransaction;
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
    private Step step = new Step.All();
    private ChosenRuns chosen = new ChosenRuns(Map.of(), Set.of());

    /** One run that fails would hold all others: it is looked for, and left as it is. */
    private sealed interface Step {
        record All() implements Step {}

        /**
         * One by one.
         *
         * @param rest how many of those that failed together are left
         */
        record One(int rest) implements Step {}

        record Leave(long runNo) implements Step {}
    }

    private TakeOver(EngineState state, Inbox inbox) {
        this.state = state;
        this.inbox = inbox;
    }

    /** Begins, unless it is under way: then it looks once more before it ends. */
    static void begin(EngineState state, Inbox inbox) {
        state.takeOverAsked.set(true);
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
        switch (step) {
            case Step.All a -> takeOver((Attempt) batch, RUNS_AT_ONCE);
            case Step.One one -> takeOver((Attempt) batch, 1);
            case Step.Leave leave -> {
                if (batch.transaction().leaveTakeOver(leave.runNo())) {
                    LOG.atError()
                            .addKeyValue("run_no", leave.runNo())
                            .log("a run could not be taken over by its backfill and stays as it is; this is a bug");
                }
            }
        }
    }

    private void takeOver(Attempt batch, int limit) {
        state.takeOverAsked.set(false); // what is chosen from here on may not be seen below
        chosen = batch.transaction().nextTakeOvers(limit);
        batch.takeOver(chosen).forEach((runNo, versionId) -> {
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
        chosen.dagIds().forEach(batch::mayStart);
    }

    @Override
    public void committed() {
        boolean leaves = step instanceof Step.Leave;
        step = step instanceof Step.One(int rest) && rest > 1 ? new Step.One(rest - 1) : new Step.All();
        goOn(leaves || !chosen.versions().isEmpty());
    }

    @Override
    public void failed(RuntimeException reason) {
        // What was chosen is written by none but this try: another scheduler may be at other runs at this moment.
        boolean known = !chosen.versions().isEmpty() && !(step instanceof Step.Leave);
        if (known) {
            step = step instanceof Step.One
                    ? new Step.Leave(chosen.versions().keySet().iterator().next())
                    : new Step.One(chosen.versions().size());
        }
        goOn(known);
    }

    private void goOn(boolean more) {
        chosen = new ChosenRuns(Map.of(), Set.of());
        if (more) {
            inbox.put(new Input.Asked(this));
            return;
        }
        state.takingOver.set(false); // a sweep begins anew while runs wait
        if (state.takeOverAsked.get()) {
            begin(state, inbox);
        }
    }
}
