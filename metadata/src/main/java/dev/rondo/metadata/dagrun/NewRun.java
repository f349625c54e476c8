package dev.rondo.metadata.dagrun;

import dev.rondo.core.dagrun.RunType;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A run to be made, in {@code queued}.
 *
 * @param conf JSON object
 * @param triggeredBy {@code scheduler, rest_api, cli, ui, operator, backfill, asset}
 * @param backfillOrdinal its place in its backfill, from 1
 * @param onlyTasks the tasks that its backfill is of; empty: all
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
        @Nullable Integer backfillOrdinal,
        Set<String> onlyTasks) {

    public NewRun {
        onlyTasks = Set.copyOf(onlyTasks);
    }

    /** A run of all tasks. */
    public NewRun(
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
            @Nullable Integer backfillOrdinal) {
        this(
                dagId,
                versionId,
                runId,
                logicalDate,
                dataIntervalStart,
                dataIntervalEnd,
                runAfter,
                runType,
                conf,
                queuedAt,
                triggeredBy,
                triggeringUser,
                note,
                backfillId,
                backfillOrdinal,
                Set.of());
    }
}
