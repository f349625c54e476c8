package dev.rondo.metadata.run;

import java.util.Map;
import java.util.Set;

/**
 * Runs that became those of their backfills.
 *
 * @param versions by number of the run: the version of the DAG that it goes on with
 * @param dagIds of the backfills: their runs may start
 * @param seen how many that waited were looked at
 */
public record TakenRuns(Map<Long, Long> versions, Set<String> dagIds, int seen) {}
