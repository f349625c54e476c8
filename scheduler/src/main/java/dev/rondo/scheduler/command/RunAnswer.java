package dev.rondo.scheduler.command;

import dev.rondo.core.command.CommandReply;
import dev.rondo.core.state.Decision;
import dev.rondo.core.state.RunEvent;
import dev.rondo.core.state.TaskState;
import dev.rondo.metadata.run.RunTransaction;
import dev.rondo.scheduler.engine.EngineBatch;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives a person's answer to the task that waits for it, in one batch with what follows. */
final class RunAnswer extends CommandWork {

    private final long runNo;
    private final String taskId;
    private final RunEvent.Answered event;
    private final @Nullable String result;

    /**
     * An answer.
     *
     * @param result JSON, the task's result; null: it was rejected and has none
     */
    RunAnswer(long commandId, long runNo, String taskId, RunEvent.Answered event, @Nullable String result) {
        super(commandId);
        this.taskId = taskId;
        this.runNo = runNo;
        this.event = event;
        this.result = result;
    }

    @Override
    public Collection<Long> runs(RunTransaction transaction, Instant now) {
        return List.of(runNo);
    }

    @Override
    CommandReply change(EngineBatch batch) {
        if (batch.happen(runNo, event).stream().noneMatch(this::isItsEnd)) {
            return new CommandReply.Rejected(
                    409,
                    "NOT_WAITING",
                    "task '" + taskId + "' does not wait for an answer: it has one already, or was not reached yet");
        }
        if (result != null) {
            batch.result(runNo, event.task(), event.mapIndex(), result);
        }
        return new CommandReply.Done();
    }

    private boolean isItsEnd(Decision decision) {
        return decision instanceof Decision.Changed changed
                && changed.before() == TaskState.DEFERRED
                && changed.after().task() == event.task()
                && changed.after().mapIndex() == event.mapIndex();
    }
}
