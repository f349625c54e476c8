package dev.rondo.metadata.dagrun;

import java.time.Instant;
import java.util.Set;

/**
 * A backfill to be entered.
 *
 * @param reprocess {@code none, failed, completed}
 * @param conf JSON object, that of its runs
 * @param onlyTasks the tasks that it is of; empty: all
 */
public record NewBackfill(
        String dagId,
        Instant from,
        Instant to,
        String reprocess,
        boolean backwards,
        int maxActiveRuns,
        String conf,
        String triggeredBy,
        Set<String> onlyTasks) {

    public NewBackfill {
        onlyTasks = Set.copyOf(onlyTasks);
    }
}
