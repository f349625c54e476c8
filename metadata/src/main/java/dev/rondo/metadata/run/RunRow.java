package dev.rondo.metadata.run;

import dev.rondo.core.dagrun.RunType;
import dev.rondo.core.state.RunState;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A run as it is stored.
 *
 * @param conf JSON object
 * @param timeoutAt while running: when the run's own timeout comes
 * @param backfillOrdinal its place in its backfill, from 1
 * @param onlyTasks the tasks that its backfill is of; empty: all
 * @param rowVersion rises with every change to the run or its children: a copy in memory is good while it is equal
 */
public record RunRow(
        long runNo,
        String dagId,
        String runId,
        @Nullable Instant logicalDate,
        @Nullable Instant dataIntervalStart,
        @Nullable Instant dataIntervalEnd,
        Instant runAfter,
        RunType runType,
        RunState state,
        long versionId,
        String conf,
        @Nullable Instant startDate,
        @Nullable Instant endDate,
        @Nullable Instant timeoutAt,
        @Nullable Long backfillId,
        @Nullable Integer backfillOrdinal,
        Set<String> onlyTasks,
        int clearNumber,
        long rowVersion) {

    public RunRow {
        onlyTasks = Set.copyOf(onlyTasks);
    }

    /** The same with another version of its DAG. */
    public RunRow withVersion(long other) {
        return new RunRow(
                runNo,
                dagId,
                runId,
                logicalDate,
                dataIntervalStart,
                dataIntervalEnd,
                runAfter,
                runType,
                state,
                other,
                conf,
                startDate,
                endDate,
                timeoutAt,
                backfillId,
                backfillOrdinal,
                onlyTasks,
                clearNumber,
                rowVersion);
    }
}
