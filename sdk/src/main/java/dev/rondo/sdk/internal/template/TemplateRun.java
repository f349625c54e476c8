package dev.rondo.sdk.internal.template;

import dev.rondo.sdk.internal.json.JsonObject;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * The plain facts of a try that templates are filled with.
 *
 * @param taskId full id, with those of its groups before it
 * @param runType such as {@code scheduled}
 * @param logicalDate null for a run made without one; then it has no data interval either
 * @param zone of the DAG
 * @param params the DAG's defaults with the conf over them
 * @param conf what the run was triggered with; empty when nothing
 * @param previousSuccess data interval of the last successful run before; null: none
 * @param mapIndex -1 when the task is not mapped
 */
public record TemplateRun(
        String dagId,
        String taskId,
        String runId,
        String runType,
        @Nullable Instant logicalDate,
        @Nullable Instant dataIntervalStart,
        @Nullable Instant dataIntervalEnd,
        Instant runAfter,
        ZoneId zone,
        JsonObject params,
        JsonObject conf,
        @Nullable Interval previousSuccess,
        int tryNumber,
        int maxTries,
        int mapIndex) {

    /** A stretch of time; without a logical date there is none. */
    public record Interval(
            @Nullable Instant start, @Nullable Instant end) {}
}
