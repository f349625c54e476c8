package dev.rondo.scheduler.engine;

import dev.rondo.core.protocol.Dispatch;
import dev.rondo.core.state.RunFailure;
import dev.rondo.metadata.run.CallbackRow;
import dev.rondo.metadata.run.RunRow;
import dev.rondo.metadata.run.RunTransaction;
import dev.rondo.scheduler.dispatch.DispatchTokens;
import dev.rondo.scheduler.fleet.ConnectedWorker;
import dev.rondo.scheduler.fleet.Held;
import dev.rondo.scheduler.fleet.Need;
import dev.rondo.scheduler.fleet.TaskHistory;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.spec.DeadlineSpec;
import dev.rondo.sdk.spec.OptionsSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Gives callbacks that wait in the outbox to workers, as small tasks of their own. They were written with the change
 * that asks for them, so none is lost; one of which nothing is heard is given out again, so each runs at least once.
 */
final class OutboxDispatch implements RunWork {

    private static final int AT_ONCE = 100;

    // A callback sends a message or a request: one that takes longer is stopped.
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    // Beyond its timeout and the grace of a stop, something is wrong with it. (A worker whose lease is over loses it at
    // once.)
    private static final Duration AGAIN = TIMEOUT.plusMinutes(2);

    private final EngineState state;
    private final DispatchTokens tokens;
    private final List<Long> waiting = new ArrayList<>();
    private List<CallbackRow> due = List.of();

    OutboxDispatch(EngineState state, DispatchTokens tokens) {
        this.state = state;
        this.tokens = tokens;
    }

    @Override
    public Collection<Long> runs(RunTransaction transaction, Instant now) {
        waiting.clear();
        state.callbacksWaitOn.clear();
        state.callbacksUnread = state.fleet.room() <= 0;
        // Without workers nothing is locked, for those who have some.
        due = state.callbacksUnread ? List.of() : transaction.dueCallbacks(now, AT_ONCE);
        return due.stream().map(CallbackRow::runNo).toList();
    }

    @Override
    public void carryOut(EngineBatch batch) {
        if (batch instanceof Attempt attempt) {
            due.forEach(callback -> give(attempt, callback));
            if (due.size() == AT_ONCE && !waiting.isEmpty()) {
                attempt.transaction().queueCallbacksAnew(waiting, attempt.now()); // others may be behind them
            }
        }
    }

    private void give(Attempt attempt, CallbackRow callback) {
        if (!attempt.firstGives(callback)) {
            return; // two of these works in one batch read the same rows
        }
        CachedRun run = attempt.locked(callback.runNo());
        if (run == null) {
            attempt.transaction().dropCallback(callback.outboxId(), "the run is deleted", attempt.now());
            return;
        }
        String taskId = callback.taskId();
        OptionalInt task = taskId == null ? OptionalInt.empty() : run.graph().find(taskId);
        if (taskId != null && task.isEmpty()) {
            attempt.transaction()
                    .dropCallback(callback.outboxId(), "the run's version has no such task any more", attempt.now());
            return;
        }
        OptionsSpec options =
                task.isPresent() ? run.graph().task(task.getAsInt()).options() : OptionsSpec.DEFAULTS;
        Need need = new Need(options.queue(), run.version().jarHash(), 0, TaskHistory.UNKNOWN);
        ConnectedWorker worker = state.fleet.choose(need);
        if (worker == null) {
            waiting.add(callback.outboxId());
            state.callbacksWaitOn.add(options.queue()); // given to the first that has room, by whatever frees it
            return;
        }
        long dispatchId = state.dispatchIds.after(0, attempt.transaction()::nextDispatchBlock);
        attempt.transaction()
                .callbackDispatched(
                        callback.outboxId(),
                        dispatchId,
                        worker.workerId(),
                        attempt.now().plus(AGAIN));
        state.fleet.assign(
                worker,
                new Held(
                        dispatchId,
                        new Held.Subject.Callback(callback.outboxId()),
                        need.jarHash(),
                        0,
                        TaskHistory.UNKNOWN,
                        attempt.now()));
        attempt.assigned(dispatchId);
        attempt.outgoing().run(worker.stream(), dispatch(run, callback, dispatchId, options));
    }

    private Dispatch dispatch(CachedRun run, CallbackRow callback, long dispatchId, OptionsSpec options) {
        RunRow row = run.row();
        String taskId = callback.taskId() == null ? "" : callback.taskId();
        return new Dispatch(
                dispatchId,
                tokens.issue(new DispatchTokens.Claims(dispatchId, row.runNo(), callback.mapIndex(), taskId)),
                row.runNo(),
                row.dagId(),
                row.runId(),
                taskId,
                callback.mapIndex(),
                callback.tryNumber(),
                Math.max(1, callback.tryNumber()),
                run.version().jarHash(),
                run.graph().spec().dagClass(),
                "",
                Dispatches.facts(run),
                List.of(),
                null,
                failure(run, callback),
                null,
                TIMEOUT.toMillis(),
                0,
                options.jvmOptions(),
                options.isolation().wireName(),
                options.queue(),
                callback.kind(),
                callback.key(),
                false,
                state.telemetry.traceparent(run, callback.taskId(), callback.mapIndex(), callback.tryNumber()));
    }

    /** The reason and message travel as the small state of the dispatch. */
    private static String failure(CachedRun run, CallbackRow callback) {
        Map<String, JsonValue> failure = new LinkedHashMap<>();
        if (callback.kind().startsWith(DeadlineSpec.CALLBACK)) {
            failure.put("reason", new JsonString("deadline_missed"));
            failure.put("message", new JsonString(missed(callback)));
        } else {
            failure.put("reason", new JsonString(callback.reason() == null ? callback.kind() : callback.reason()));
            failure.put("message", new JsonString(message(run, callback)));
        }
        return JsonObject.of(failure).toJson();
    }

    private static String message(CachedRun run, CallbackRow callback) {
        if (callback.taskId() == null) {
            return RunFailure.message(run.graph(), run.model(), callback.reason());
        }
        return callback.message() == null ? "" : callback.message();
    }

    private static String missed(CallbackRow callback) {
        return DeadlineSpec.missed(callback.kind().substring(DeadlineSpec.CALLBACK.length()), callback.taskId());
    }
}
