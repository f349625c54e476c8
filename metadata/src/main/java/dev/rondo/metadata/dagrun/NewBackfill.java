package dev.rondo.metadata.dagrun;

import java.time.Instant;

/**
 * A backfill to be entered.
 *
 * @param reprocess {@code none, failed, completed}
 * @param conf JSON object, that of its runs
 */
public record NewBackfill(
        String dagId,
        Instant from,
        Instant to,
        String reprocess,
        boolean backwards,
        int maxActiveRuns,
        String conf,
        String triggeredBy) {}
