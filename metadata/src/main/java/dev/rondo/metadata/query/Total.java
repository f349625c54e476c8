package dev.rondo.metadata.query;

import static org.jooq.impl.DSL.selectOne;

import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Explain;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/**
 * How many rows a list has. Counted where that costs little, and to {@value #COUNTED} at most; beyond that what
 * PostgreSQL's planner expects, which is no further off than its statistics are old.
 *
 * <p>An estimate is never so small that a client which reads on until it has all of them would stop before the next
 * page that has rows, and never so large that it would ask for ever: behind the last row it says where that was.
 *
 * @param isEstimate whether it was not counted
 */
public record Total(long number, boolean isEstimate) {

    /** To how many rows a list is counted. */
    public static final int COUNTED = 10_000;

    // In the planner's units, of which an index gives some 200,000 a second and a look through a table more: 25 ms.
    private static final double DEAR = 5_000;

    /**
     * Counts a list of which a page was read.
     *
     * @param read how many rows the page has
     */
    static Total of(DSLContext db, Page page, int read, Table<?> from, Condition where) {
        return of(db, page, read, from, where, null);
    }

    /**
     * The same where the plan of all rows may be known.
     *
     * @param known null: it is not
     */
    static Total of(DSLContext db, Page page, int read, Table<?> from, Condition where, @Nullable Explain known) {
        long end = (long) page.offset() + read;
        boolean isLast = read < page.limit();
        if (isLast && (read > 0 || page.offset() == 0)) {
            return new Total(end, false);
        }
        Explain plan = known == null ? db.explain(selectOne().from(from).where(where)) : known;
        double toCount = plan.cost() * Math.min(1, (COUNTED + 1) / Math.max(1, plan.rows()));
        if (toCount <= DEAR) {
            int counted = db.fetchCount(selectOne().from(from).where(where).limit(COUNTED + 1));
            if (counted <= COUNTED) {
                return new Total(counted, false);
            }
        }
        long expected = Math.max(Math.round(plan.rows()), toCount <= DEAR ? COUNTED + 1 : 0);
        if (page.limit() == 0) {
            return new Total(expected, true);
        }
        return new Total(isLast ? Math.min(expected, end) : Math.max(expected, end + 1), true);
    }

    /** As far as lists by cursor are counted, which need it for nothing. */
    Total capped() {
        return number > COUNTED ? new Total(COUNTED, isEstimate) : this;
    }
}
