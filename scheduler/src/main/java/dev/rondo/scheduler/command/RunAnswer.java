package dev.rondo.scheduler.command;

import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.core.state.Decision;
import dev.rondo.core.state.RunEvent;
import dev.rondo.core.state.RunModel;
import dev.rondo.core.state.TaskState;
import dev.rondo.metadata.run.RunTransaction;
import dev.rondo.scheduler.engine.EngineBatch;
import dev.rondo.sdk.internal.json.JsonException;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.internal.xcom.JsonSchemaCheck;
import dev.rondo.sdk.spec.TaskSpec;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Gives a person's answer to the task that waits for it, in one batch with what follows. Only there it is known which
 * version the run has, and so what the task asks.
 */
final class RunAnswer extends CommandWork {

    private final long runNo;
    private final Command.AnswerApproval asked;

    RunAnswer(long commandId, long runNo, Command.AnswerApproval asked) {
        super(commandId);
        this.runNo = runNo;
        this.asked = asked;
    }

    @Override
    public Collection<Long> runs(RunTransaction transaction, Instant now) {
        return List.of(runNo);
    }

    @Override
    CommandReply change(EngineBatch batch) {
        try {
            return answer(batch);
        } catch (RefusedException e) {
            return e.reply();
        }
    }

    private CommandReply answer(EngineBatch batch) throws RefusedException {
        RunModel run = batch.model(runNo);
        if (run == null) {
            throw Named.noRun(asked.dagId(), asked.runId());
        }
        int task = run.graph()
                .find(asked.taskId())
                .orElseThrow(() -> new RefusedException(404, "NOT_FOUND", "there is no task '" + asked.taskId() + "'"));
        String result = asked.rejected() ? null : checked(run.graph().task(task), asked.answer());
        RunEvent.Answered event = new RunEvent.Answered(task, asked.mapIndex(), asked.rejected());
        List<Decision> decisions = batch.happen(runNo, event);
        if (decisions.stream().noneMatch(each -> isItsEnd(each, event))) {
            throw new RefusedException(
                    409,
                    "NOT_WAITING",
                    "task '" + asked.taskId()
                            + "' does not wait for an answer: it has one already, or was not reached yet");
        }
        StateChanges changes = new StateChanges();
        changes.tasks(
                asked.runId(),
                run.graph(),
                decisions,
                target -> target.task() == task && target.mapIndex() == asked.mapIndex());
        tell(changes.change());
        if (result != null) {
            batch.result(runNo, task, asked.mapIndex(), result);
        }
        return new CommandReply.Done();
    }

    private static boolean isItsEnd(Decision decision, RunEvent.Answered event) {
        return decision instanceof Decision.Changed changed
                && changed.before() == TaskState.DEFERRED
                && changed.after().task() == event.task()
                && changed.after().mapIndex() == event.mapIndex();
    }

    /** The answer, which becomes the task's result, as its form wants it. */
    private static String checked(TaskSpec task, String answer) throws RefusedException {
        String form = task.form();
        if (task.body() != TaskSpec.Body.APPROVE || form == null) {
            throw new RefusedException(422, "NO_APPROVAL", "task '" + task.taskId() + "' asks nobody");
        }
        JsonValue value;
        try {
            value = JsonValue.parse(answer);
        } catch (JsonException e) {
            throw new RefusedException(422, "BAD_ANSWER", "the answer is not JSON: " + e.getMessage());
        }
        if (!(JsonValue.parse(form) instanceof JsonObject schema)) {
            throw new IllegalStateException("the form of task '" + task.taskId() + "' is no JSON object");
        }
        List<JsonSchemaCheck.Misfit> misfits = JsonSchemaCheck.misfits(schema, value);
        if (!misfits.isEmpty()) {
            throw new RefusedException(
                    422,
                    "BAD_ANSWER",
                    "the answer does not fit the form of task '" + task.taskId() + "': "
                            + misfits.stream().map(Object::toString).collect(Collectors.joining("; ")));
        }
        return value.toJson();
    }
}
