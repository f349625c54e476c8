package dev.rondo.metadata.run;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs that became those of their backfills.
 *
 * @param versions by number of the run: the version of the DAG that it is moved to; null: it keeps its own
 * @param dagIds of the backfills: their runs may start
 * @param seen how many that waited were looked at
 */
public record TakenRuns(Map<Long, @Nullable Long> versions, Set<String> dagIds, int seen) {}
