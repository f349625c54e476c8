package dev.rondo.metadata.query;

import static org.jooq.impl.DSL.noCondition;

import java.time.Instant;
import org.jooq.Condition;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of time that a moment must lie in; null: no bound.
 *
 * @param from the earliest moment let through
 * @param to the latest moment let through
 */
public record Times(@Nullable Instant from, @Nullable Instant to) {

    /** Any moment, and none. */
    public static final Times ANY = new Times(null, null);

    // PostgreSQL keeps no more: the next moment after one.
    private static final long MICRO = 1_000;

    /** From four bounds, as the API names them: at or after, after, at or before, before. */
    public static Times of(@Nullable Instant gte, @Nullable Instant gt, @Nullable Instant lte, @Nullable Instant lt) {
        Instant from = gt == null ? null : gt.plusNanos(MICRO);
        Instant to = lt == null ? null : lt.minusNanos(MICRO);
        return new Times(
                from == null || (gte != null && gte.isAfter(from)) ? gte : from,
                to == null || (lte != null && lte.isBefore(to)) ? lte : to);
    }

    Condition within(Field<Instant> field) {
        Condition where = from == null ? noCondition() : field.ge(from);
        return to == null ? where : where.and(field.le(to));
    }
}
