package dev.rondo.core.protocol;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One try, as given to a worker.
 *
 * @param dispatchId rising in the whole installation; fences everything that is said about this try
 * @param token secret of this dispatch, for the HTTP requests made in its name (XComs, logs, jar)
 * @param maxTries how many tries there may be: the retries and one
 * @param jarHash SHA-256 of the jar, lower case hex; empty: a built-in operator that needs none
 * @param dagClass class whose {@code define()} makes the DAG
 * @param signature the task's pinned signature: another one in the jar is an error
 * @param inputs one JSON text per input of the task, in order; an element is null when an optional input is absent; the
 *     whole list is null when they are too large for a frame and must be fetched
 * @param lookState the small state a sensor asked to be given back, as JSON; null: first look
 * @param firstLookAt when the first look of this try began; null: this is the first
 * @param executionTimeoutMillis 0: unlimited
 * @param heapBytes 0: the worker's default
 * @param callback null: the task's body; otherwise which callback to run ({@code success, failure, retry, skipped})
 * @param callbackKey names the event that the callback is told of, the same however often it is told, another for every
 *     other event of the installation; null: the task's body
 * @param mayRunAhead whether it may wait in a host's window while another task runs
 * @param traceparent the span of the try, as W3C writes it; null: nobody gathers spans
 */
public record Dispatch(
        long dispatchId,
        String token,
        long runNo,
        String dagId,
        String runId,
        String taskId,
        int mapIndex,
        int tryNumber,
        int maxTries,
        String jarHash,
        String dagClass,
        String signature,
        RunFacts run,
        @Nullable List<@Nullable String> inputs,
        @Nullable String operator,
        @Nullable String lookState,
        @Nullable Instant firstLookAt,
        long executionTimeoutMillis,
        long heapBytes,
        List<String> jvmOptions,
        String isolation,
        String queue,
        @Nullable String callback,
        @Nullable String callbackKey,
        boolean mayRunAhead,
        @Nullable String traceparent) {

    public Dispatch {
        jvmOptions = List.copyOf(jvmOptions);
    }

    /** The same with its inputs, which did not fit the frame. */
    public Dispatch withInputs(List<@Nullable String> fetched) {
        return new Dispatch(
                dispatchId,
                token,
                runNo,
                dagId,
                runId,
                taskId,
                mapIndex,
                tryNumber,
                maxTries,
                jarHash,
                dagClass,
                signature,
                run,
                fetched,
                operator,
                lookState,
                firstLookAt,
                executionTimeoutMillis,
                heapBytes,
                jvmOptions,
                isolation,
                queue,
                callback,
                callbackKey,
                mayRunAhead,
                traceparent);
    }

    /** The same for a further look of the try, whose first began at this moment. */
    public Dispatch withFirstLookAt(Instant moment) {
        return new Dispatch(
                dispatchId,
                token,
                runNo,
                dagId,
                runId,
                taskId,
                mapIndex,
                tryNumber,
                maxTries,
                jarHash,
                dagClass,
                signature,
                run,
                inputs,
                operator,
                lookState,
                moment,
                executionTimeoutMillis,
                heapBytes,
                jvmOptions,
                isolation,
                queue,
                callback,
                callbackKey,
                mayRunAhead,
                traceparent);
    }

    /**
     * What a body may ask about its run.
     *
     * @param conf the run's conf as JSON object
     * @param params the DAG's params with the conf over them, as JSON object
     * @param prevSuccess logical date, interval start and end of the last successful run before, for templates; null:
     *     none
     */
    public record RunFacts(
            String runType,
            @Nullable Instant logicalDate,
            @Nullable Instant dataIntervalStart,
            @Nullable Instant dataIntervalEnd,
            Instant runAfter,
            String timezone,
            String conf,
            String params,
            @Nullable PrevSuccess prevSuccess) {}

    /** Dates of the last successful run before this one. */
    public record PrevSuccess(
            @Nullable Instant logicalDate,
            @Nullable Instant dataIntervalStart,
            @Nullable Instant dataIntervalEnd) {}
}
