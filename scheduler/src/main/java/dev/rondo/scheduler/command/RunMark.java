package dev.rondo.scheduler.command;

import dev.rondo.core.command.CommandReply;
import dev.rondo.core.state.RunEvent;
import dev.rondo.metadata.run.RunTransaction;
import dev.rondo.scheduler.engine.EngineBatch;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Lets one thing happen to one run, in a batch of the engine. */
final class RunMark extends CommandWork {

    private final long runNo;
    private final String dagId;
    private final RunEvent event;

    RunMark(long commandId, long runNo, String dagId, RunEvent event) {
        super(commandId);
        this.runNo = runNo;
        this.dagId = dagId;
        this.event = event;
    }

    @Override
    public Collection<Long> runs(RunTransaction transaction, Instant now) {
        return List.of(runNo);
    }

    @Override
    CommandReply change(EngineBatch batch) {
        var ignored = batch.happen(runNo, event);
        batch.mayStart(dagId);
        return new CommandReply.Done();
    }
}
