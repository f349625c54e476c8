package dev.rondo.operators.standard;

import dev.rondo.sdk.Action;
import dev.rondo.sdk.CheckReturnValue;
import dev.rondo.sdk.DagRuns;
import dev.rondo.sdk.DagRuns.Run;
import dev.rondo.sdk.LookAgain;
import dev.rondo.sdk.LookState;
import dev.rondo.sdk.SkipException;
import dev.rondo.sdk.TaskContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a run of a DAG, and waits for its end if told to; while it waits it holds no worker. Its result is the id of
 * the run, which is also pushed as {@code trigger_run_id}.
 *
 * <p>One try asks for one run, also when it is executed again after a lost worker; the next try asks for another one.
 *
 * @param triggerDagId the DAG
 * @param triggerRunId id of the run; null: made as for any manual run
 * @param conf overrides the DAG's params
 * @param logicalDate date of the run, such as {@code {{ ts }}}; without an offset it is read in UTC; null: a run
 *     without one
 * @param resetDagRun whether a run of that id or date that exists is cleared and begun again
 * @param waitForCompletion whether to wait for the end of the run
 * @param pokeInterval pause between two looks while it waits; 1 s to 7 days
 * @param allowedStates states of the ended run that let the task succeed
 * @param failedStates states of the ended run that fail it
 * @param skipWhenAlreadyExists whether a run of that id or date that exists skips the task instead of failing it
 */
@CheckReturnValue
public record TriggerDagRunOperator(
        String triggerDagId,
        @Nullable String triggerRunId,
        Map<String, Object> conf,
        @Nullable String logicalDate,
        boolean resetDagRun,
        boolean waitForCompletion,
        Duration pokeInterval,
        List<String> allowedStates,
        List<String> failedStates,
        boolean skipWhenAlreadyExists)
        implements Action<String> {

    private static final int STATE_VERSION = 1;

    /** What one look leaves for the next. */
    private record Triggered(String runId) {}

    public TriggerDagRunOperator {
        conf = Map.copyOf(conf);
        allowedStates = List.copyOf(allowedStates);
        failedStates = List.copyOf(failedStates);
    }

    /** Asks for a run of this DAG and does not wait. */
    public static TriggerDagRunOperator of(String triggerDagId) {
        return new TriggerDagRunOperator(
                triggerDagId,
                null,
                Map.of(),
                null,
                false,
                false,
                Duration.ofMinutes(1),
                List.of("success"),
                List.of("failed"),
                false);
    }

    /** With this id for the run. */
    public TriggerDagRunOperator triggerRunId(String id) {
        return copy(id, conf, logicalDate, resetDagRun, waitForCompletion, pokeInterval, skipWhenAlreadyExists);
    }

    /** With this conf, which overrides the DAG's params. */
    public TriggerDagRunOperator conf(Map<String, Object> values) {
        return copy(
                triggerRunId, values, logicalDate, resetDagRun, waitForCompletion, pokeInterval, skipWhenAlreadyExists);
    }

    /** With this logical date, such as {@code {{ ts }}}. */
    public TriggerDagRunOperator logicalDate(String date) {
        return copy(triggerRunId, conf, date, resetDagRun, waitForCompletion, pokeInterval, skipWhenAlreadyExists);
    }

    /** With a run that exists cleared and begun again. */
    public TriggerDagRunOperator resetDagRun(boolean reset) {
        return copy(triggerRunId, conf, logicalDate, reset, waitForCompletion, pokeInterval, skipWhenAlreadyExists);
    }

    /** With a wait for the end of the run. */
    public TriggerDagRunOperator waitForCompletion(boolean wait) {
        return copy(triggerRunId, conf, logicalDate, resetDagRun, wait, pokeInterval, skipWhenAlreadyExists);
    }

    /** With this pause between two looks. Default: 1 min. */
    public TriggerDagRunOperator pokeInterval(Duration interval) {
        return copy(triggerRunId, conf, logicalDate, resetDagRun, waitForCompletion, interval, skipWhenAlreadyExists);
    }

    /** With a run that exists skipping the task. */
    public TriggerDagRunOperator skipWhenAlreadyExists(boolean skip) {
        return copy(triggerRunId, conf, logicalDate, resetDagRun, waitForCompletion, pokeInterval, skip);
    }

    /** With these states of the ended run letting the task succeed. Default: {@code success}. */
    public TriggerDagRunOperator allowedStates(List<String> states) {
        return new TriggerDagRunOperator(
                triggerDagId,
                triggerRunId,
                conf,
                logicalDate,
                resetDagRun,
                waitForCompletion,
                pokeInterval,
                states,
                failedStates,
                skipWhenAlreadyExists);
    }

    /** With these states of the ended run failing the task. Default: {@code failed}. */
    public TriggerDagRunOperator failedStates(List<String> states) {
        return new TriggerDagRunOperator(
                triggerDagId,
                triggerRunId,
                conf,
                logicalDate,
                resetDagRun,
                waitForCompletion,
                pokeInterval,
                allowedStates,
                states,
                skipWhenAlreadyExists);
    }

    private TriggerDagRunOperator copy(
            @Nullable String runId,
            Map<String, Object> values,
            @Nullable String date,
            boolean reset,
            boolean wait,
            Duration interval,
            boolean skip) {
        return new TriggerDagRunOperator(
                triggerDagId, runId, values, date, reset, wait, interval, allowedStates, failedStates, skip);
    }

    @Override
    public String execute(TaskContext context) throws RunFailedException {
        Optional<LookState> before = context.lookState();
        if (before.isPresent()) {
            return look(before.get().as(Triggered.class).runId(), context);
        }
        Run run = trigger(context);
        context.log().log(System.Logger.Level.INFO, "asked for run " + run.runId() + " of dag " + triggerDagId);
        if (!waitForCompletion) {
            return done(run.runId(), context);
        }
        throw again(run.runId());
    }

    private Run trigger(TaskContext context) {
        Instant date = logicalDate == null ? null : Dates.parse(logicalDate);
        var request =
                new DagRuns.Trigger(triggerDagId, triggerRunId, date, conf, resetDagRun, context.idempotencyKey());
        try {
            return context.dagRuns().trigger(request);
        } catch (IllegalStateException e) {
            if (skipWhenAlreadyExists) {
                throw new SkipException(String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    private String look(String runId, TaskContext context) throws RunFailedException {
        String state = context.dagRuns()
                .find(triggerDagId, runId)
                .map(Run::state)
                .orElseThrow(() -> new RunFailedException(
                        "run " + runId + " of dag " + triggerDagId + " is gone; someone deleted it"));
        if (failedStates.contains(state)) {
            throw new RunFailedException("run " + runId + " of dag " + triggerDagId + " is " + state);
        }
        if (allowedStates.contains(state)) {
            return done(runId, context);
        }
        throw again(runId);
    }

    /** What is pushed counts only when the look ends well that pushes it: so this belongs into the last one. */
    private static String done(String runId, TaskContext context) {
        context.xcomPush("trigger_run_id", runId);
        return runId;
    }

    private LookAgain again(String runId) {
        return LookAgain.in(pokeInterval).keeping(STATE_VERSION, new Triggered(runId));
    }
}
