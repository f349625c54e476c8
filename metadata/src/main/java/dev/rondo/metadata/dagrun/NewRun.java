package dev.rondo.metadata.dagrun;

import dev.rondo.core.dagrun.RunType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run to be made, in {@code queued}.
 *
 * @param conf JSON object
 * @param triggeredBy {@code scheduler, rest_api, cli, ui, operator, backfill, asset}
 * @param backfillOrdinal its place in its backfill, from 1
 */
public record NewRun(
        String dagId,
        long versionId,
        String runId,
        @Nullable Instant logicalDate,
        @Nullable Instant dataIntervalStart,
        @Nullable Instant dataIntervalEnd,
        Instant runAfter,
        RunType runType,
        String conf,
        Instant queuedAt,
        String triggeredBy,
        @Nullable String triggeringUser,
        @Nullable String note,
        @Nullable Long backfillId,
        @Nullable Integer backfillOrdinal) {}
