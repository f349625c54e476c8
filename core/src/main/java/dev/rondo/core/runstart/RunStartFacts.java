package dev.rondo.core.runstart;

import dev.rondo.sdk.RunStrategy;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What decides whether a queued run may start.
 *
 * @param runAfter the moment before which it does not start
 * @param paused whether its DAG is paused
 * @param runningRuns running runs of the DAG that belong to no backfill
 * @param ahead queued runs of the DAG (of its backfill, if it has one) that are due and go before it
 * @param failedBefore id of the newest finished run before it, if that failed; null: it did not, or there is none
 * @param backfill null: it belongs to none
 */
public record RunStartFacts(
        String dagId,
        Instant runAfter,
        boolean paused,
        RunStrategy strategy,
        int maxActiveRuns,
        int runningRuns,
        int ahead,
        @Nullable String failedBefore,
        @Nullable OfBackfill backfill) {

    /**
     * The backfill of the run, and how many of its runs are running.
     *
     * @param paused whether it is under way and paused
     * @param takesOver id of an older run that it has yet to take over before this one; null: there is none
     */
    public record OfBackfill(
            long backfillId,
            boolean paused,
            int maxActiveRuns,
            int runningRuns,
            @Nullable String takesOver) {}

    /** How many runs that share its places may be running at once. */
    int places() {
        if (backfill != null) {
            return backfill.maxActiveRuns();
        }
        return strategy == RunStrategy.PARALLEL ? maxActiveRuns : 1;
    }

    /** How many of those places are taken. */
    int taken() {
        return backfill == null ? runningRuns : backfill.runningRuns();
    }
}
