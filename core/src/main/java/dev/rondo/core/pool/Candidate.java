package dev.rondo.core.pool;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A {@code scheduled} instance of an unpaused DAG that would like to be queued.
 *
 * @param weight effective priority weight
 * @param poolSlots slots of its pool that it takes; 1 or more
 * @param maxActiveTasks how many instances of its run may be queued or running at once
 * @param maxActivePerDag how many instances of its task may be active in all runs; null: no limit
 * @param maxActivePerRun how many instances of its task may be active in its run; null: no limit
 */
public record Candidate(
        String dagId,
        long runNo,
        @Nullable Instant logicalDate,
        String taskId,
        int mapIndex,
        int weight,
        String pool,
        int poolSlots,
        int maxActiveTasks,
        @Nullable Integer maxActivePerDag,
        @Nullable Integer maxActivePerRun) {

    /**
     * The order in which slots are given: the heavier first, then the run with the earlier logical date (those without
     * one last), then the lower map index; what is still equal goes by run and task, so that the order is total.
     */
    public static final Comparator<Candidate> ORDER = Comparator.comparingInt(Candidate::weight)
            .reversed()
            .thenComparing(Candidate::logicalDate, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparingInt(Candidate::mapIndex)
            .thenComparingLong(Candidate::runNo)
            .thenComparing(Candidate::taskId);
}
