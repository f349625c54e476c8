package dev.rondo.scheduler.command;

import dev.rondo.core.command.CommandReply;
import dev.rondo.core.state.Decision;
import dev.rondo.core.state.RunEvent;
import dev.rondo.core.state.RunModel;
import dev.rondo.core.state.RunState;
import dev.rondo.metadata.run.RunTransaction;
import dev.rondo.scheduler.engine.EngineBatch;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Lets one thing happen to one run, in a batch of the engine. */
final class RunMark extends CommandWork {

    private final long runNo;
    private final String dagId;
    private final String runId;
    private final RunEvent event;

    RunMark(long commandId, long runNo, String dagId, String runId, RunEvent event) {
        super(commandId);
        this.runNo = runNo;
        this.dagId = dagId;
        this.runId = runId;
        this.event = event;
    }

    @Override
    public Collection<Long> runs(RunTransaction transaction, Instant now) {
        return List.of(runNo);
    }

    @Override
    CommandReply change(EngineBatch batch) {
        RunModel model = batch.model(runNo);
        if (model != null) {
            RunState before = model.runState();
            List<Decision> decisions = batch.happen(runNo, event);
            StateChanges changes = new StateChanges();
            changes.run(before, model.runState());
            changes.tasks(runId, model.graph(), decisions, target -> true);
            tell(changes.change());
        }
        batch.mayStart(dagId);
        return new CommandReply.Done();
    }
}
