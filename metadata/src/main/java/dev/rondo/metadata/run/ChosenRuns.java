package dev.rondo.metadata.run;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs that are next to become those of their backfills.
 *
 * @param versions by number of the run, in their order: the version of the DAG that it is to go on with; null: its own
 * @param dagIds of the backfills: their runs may start
 */
public record ChosenRuns(Map<Long, @Nullable Long> versions, Set<String> dagIds) {}
