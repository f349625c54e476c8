package dev.rondo.metadata.telemetry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that a receiver is to be told of now.
 *
 * @param id rises with time, but for what is committed at once
 * @param run whose it is
 * @param clearNumber how often the run was opened again before that
 * @param taskId null: of the run
 * @param lostTries how often the try was lost with its worker, and begun once more
 * @param state the one that it came into
 * @param reason stable code; null: the state says it
 * @param queuedAt when it was queued last; null: not known
 * @param end null: it goes on
 */
public record TelemetryRow(
        long id,
        Moment moment,
        Run run,
        int clearNumber,
        @Nullable String taskId,
        int mapIndex,
        int tryNumber,
        int lostTries,
        String state,
        @Nullable String reason,
        @Nullable Instant queuedAt,
        Instant start,
        @Nullable Instant end) {

    /**
     * What is known of its run.
     *
     * @param versionId version of its DAG
     */
    public record Run(
            long runNo,
            String dagId,
            String runId,
            String runType,
            @Nullable Instant logicalDate,
            @Nullable Instant dataIntervalStart,
            @Nullable Instant dataIntervalEnd,
            Instant runAfter,
            long versionId) {}
}
