package dev.rondo.operators.standard;

import dev.rondo.sdk.DagRuns;
import dev.rondo.sdk.DagRuns.Existence;
import dev.rondo.sdk.DagRuns.Run;
import dev.rondo.sdk.FailWithoutRetryException;
import dev.rondo.sdk.LookAgain;
import dev.rondo.sdk.SkipException;
import dev.rondo.sdk.TaskContext;
import dev.rondo.sdk.TunableSensor;
import dev.rondo.sdk.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Waits for tasks of another DAG, or for a whole run of it, of the same logical date.
 *
 * @param externalDagId the other DAG
 * @param externalTaskIds its tasks to wait for, all of them with all their mapped instances; empty: the run
 * @param allowedStates states that end the wait
 * @param skippedStates states of any of them that skip this task
 * @param failedStates states of any of them that fail this try
 * @param executionDelta how much earlier than this run's logical date the other's is; negative: later
 * @param checkExistence whether a DAG or task that is not there fails this task for good instead of being waited for
 */
public record ExternalTaskSensor(
        String externalDagId,
        List<String> externalTaskIds,
        List<String> allowedStates,
        List<String> skippedStates,
        List<String> failedStates,
        Duration executionDelta,
        boolean checkExistence,
        Waiting waiting)
        implements TunableSensor<Void, ExternalTaskSensor> {

    /** The state of what is not there, or of which nothing is decided. */
    private static final String NOTHING = "none";

    public ExternalTaskSensor {
        externalTaskIds = List.copyOf(externalTaskIds);
        allowedStates = List.copyOf(allowedStates);
        skippedStates = List.copyOf(skippedStates);
        failedStates = List.copyOf(failedStates);
    }

    /** Waits for the success of these tasks; without any, of the whole run. */
    public static ExternalTaskSensor of(String externalDagId, String... externalTaskIds) {
        return new ExternalTaskSensor(
                externalDagId,
                List.of(externalTaskIds),
                List.of("success"),
                List.of(),
                List.of(),
                Duration.ZERO,
                false,
                Waiting.DEFAULT);
    }

    /** With these states ending the wait. Default: {@code success}. */
    public ExternalTaskSensor allowedStates(List<String> states) {
        return with(states, skippedStates, failedStates, executionDelta, checkExistence);
    }

    /** With these states skipping this task. Default: none. */
    public ExternalTaskSensor skippedStates(List<String> states) {
        return with(allowedStates, states, failedStates, executionDelta, checkExistence);
    }

    /** With these states failing this try. Default: none, so that a failed task may still be cleared and succeed. */
    public ExternalTaskSensor failedStates(List<String> states) {
        return with(allowedStates, skippedStates, states, executionDelta, checkExistence);
    }

    /** With the run of so much earlier: {@code ofDays(1)} for yesterday's. Default: zero. */
    public ExternalTaskSensor executionDelta(Duration delta) {
        return with(allowedStates, skippedStates, failedStates, delta, checkExistence);
    }

    /** With a DAG or task that is not there failing this task for good. Default: false. */
    public ExternalTaskSensor checkExistence(boolean check) {
        return with(allowedStates, skippedStates, failedStates, executionDelta, check);
    }

    private ExternalTaskSensor with(
            List<String> allowed, List<String> skipped, List<String> failed, Duration delta, boolean check) {
        return new ExternalTaskSensor(externalDagId, externalTaskIds, allowed, skipped, failed, delta, check, waiting);
    }

    @Override
    public ExternalTaskSensor withWaiting(Waiting changed) {
        return new ExternalTaskSensor(
                externalDagId,
                externalTaskIds,
                allowedStates,
                skippedStates,
                failedStates,
                executionDelta,
                checkExistence,
                changed);
    }

    @Override
    public @Nullable Void execute(TaskContext context) throws RunFailedException {
        DagRuns runs = context.dagRuns();
        if (checkExistence) {
            requireExistence(runs.exists(externalDagId, externalTaskIds));
        }
        Instant date = context.logicalDate().toInstant().minus(executionDelta);
        List<String> states = states(runs, date);
        for (String state : states) {
            if (failedStates.contains(state)) {
                throw new RunFailedException(what() + " of " + date + " is " + state);
            }
            if (skippedStates.contains(state)) {
                throw new SkipException(what() + " of " + date + " is " + state);
            }
        }
        if (states.isEmpty() || !allowedStates.containsAll(states)) {
            throw LookAgain.later();
        }
        return null;
    }

    /** The states of all that is waited for; empty while there is no run. */
    private List<String> states(DagRuns runs, Instant date) {
        Optional<Run> run = runs.find(externalDagId, date);
        if (run.isEmpty() || externalTaskIds.isEmpty()) {
            return run.map(r -> List.of(r.state())).orElse(List.of());
        }
        Map<String, List<String>> states =
                runs.taskStates(externalDagId, run.get().runId(), externalTaskIds);
        return externalTaskIds.stream()
                .flatMap(id -> states.getOrDefault(id, List.of(NOTHING)).stream())
                .toList();
    }

    private void requireExistence(Existence existence) {
        switch (existence) {
            case Existence.Complete complete -> {
                // Nothing is missing.
            }
            case Existence.NoDag noDag ->
                throw new FailWithoutRetryException("there is no dag '" + externalDagId + "' to wait for");
            case Existence.NoTasks noTasks ->
                throw new FailWithoutRetryException(
                        "dag '" + externalDagId + "' has no task " + noTasks.taskIds() + " to wait for");
        }
    }

    private String what() {
        return externalTaskIds.isEmpty()
                ? "the run of dag '" + externalDagId + "'"
                : "a task of " + externalTaskIds + " of dag '" + externalDagId + "'";
    }
}
