package dev.rondo.scheduler.command;

import dev.rondo.core.command.CommandReply;
import dev.rondo.core.state.Decision;
import dev.rondo.core.state.RunEvent;
import dev.rondo.core.state.RunMachine;
import dev.rondo.core.state.RunModel;
import dev.rondo.metadata.dagrun.RunAt;
import dev.rondo.metadata.run.RunTransaction;
import dev.rondo.scheduler.engine.EngineBatch;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Lists the instances of a run that would change if something happened to it: what {@link RunMark} decides, undone. */
final class RunMarkPreview extends CommandWork {

    private final RunAt run;
    private final String dagId;
    private final RunEvent event;

    RunMarkPreview(long commandId, RunAt run, String dagId, RunEvent event) {
        super(commandId);
        this.run = run;
        this.dagId = dagId;
        this.event = event;
    }

    @Override
    public Collection<Long> runs(RunTransaction transaction, Instant now) {
        return List.of(run.runNo());
    }

    @Override
    CommandReply change(EngineBatch batch) {
        RunModel model = batch.model(run.runNo());
        return new CommandReply.Affected(model == null ? List.of() : affected(model, batch.now()));
    }

    private List<CommandReply.Affected.Instance> affected(RunModel model, Instant now) {
        return RunMachine.on(model.graph(), model, event, now).stream()
                .filter(Decision.Changed.class::isInstance)
                .map(decision -> ((Decision.Changed) decision).after())
                .map(after -> new CommandReply.Affected.Instance(
                        dagId, run.runId(), model.graph().task(after.task()).taskId(), after.mapIndex()))
                .distinct()
                .toList();
    }
}
