package dev.rondo.core.pool;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * The place of a scheduled instance among those that wait for a slot: what is smaller goes first. Instances of a
 * backfill come after all others; then the heavier goes first, then the run with the earlier logical date (those
 * without one last), then the lower map index. What is still equal goes by run and task, so that the order is total.
 *
 * @param backfill whether its run fills the past
 * @param weight effective priority weight
 * @param date the logical date in microseconds since 1970; {@link Long#MAX_VALUE}: none
 */
public record Rank(boolean backfill, int weight, long date, int mapIndex, long runNo, String taskId)
        implements Comparable<Rank> {

    private static final Comparator<Rank> ORDER = Comparator.comparing(Rank::backfill)
            .thenComparing(Comparator.comparingInt(Rank::weight).reversed())
            .thenComparingLong(Rank::date)
            .thenComparingInt(Rank::mapIndex)
            .thenComparingLong(Rank::runNo)
            .thenComparing(Rank::taskId);

    /** The rank of an instance of a run with that logical date. */
    public static Rank of(
            boolean backfill, int weight, @Nullable Instant logicalDate, int mapIndex, long runNo, String taskId) {
        long date = logicalDate == null ? Long.MAX_VALUE : ChronoUnit.MICROS.between(Instant.EPOCH, logicalDate);
        return new Rank(backfill, weight, date, mapIndex, runNo, taskId);
    }

    @Override
    public int compareTo(Rank other) {
        return ORDER.compare(this, other);
    }
}
