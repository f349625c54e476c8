package dev.rondo.metadata.query;

import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Explain;
import org.jooq.Field;
import org.jooq.SortField;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.QOM.NullOrdering;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a page's rows, for pages of which far more rows are looked at than shown: what is skipped or sorted is
 * then no more than keys, which an index may have, and only the rows of the page are read whole.
 */
final class PageKeys {

    /** How many rows are sorted for a page at most: some 40 ms. A day of 5,000 DAGs with ten tasks each are 50,000. */
    static final int MAX_SORTED = 75_000;

    // To skip fewer costs less than to look the page up by its keys.
    private static final int NEAR = 1_000;

    // In the planner's units: what 75,000 rows from an index cost, or a million that are looked through.
    private static final double DEAREST = 100_000;

    private PageKeys() {}

    /** Whether so few rows fit, as PostgreSQL's planner expects, that they can be sorted. */
    static boolean areFew(DSLContext db, Table<?> from, Condition where) {
        return db.explain(selectOne().from(from).where(where)).rows() <= MAX_SORTED;
    }

    /**
     * Checks that a page costs no more than a bound, whatever is asked for.
     *
     * @return the plan of all rows that fit; null where none was needed
     * @throws TooLongListException if more rows fit than can be sorted, where the order needs it, or if far more have
     *     to be looked at than can be
     */
    static @Nullable Explain requireBounded(DSLContext db, Ordered order, Page page, Table<?> from, Condition where) {
        if (!order.isSorted() && page.offset() == 0 && where.equals(noCondition())) {
            return null; // the first rows of an index
        }
        Explain all = db.explain(selectOne().from(from).where(where));
        if (order.isSorted() && all.rows() > MAX_SORTED) {
            throw TooLongListException.toSort(order.name(), Math.round(all.rows()));
        }
        double part = Math.min(1, ((double) page.offset() + page.limit()) / Math.max(1, all.rows()));
        if (!order.isSorted() && all.cost() * part > DEAREST) {
            throw TooLongListException.toRead();
        }
        return all;
    }

    /** Whether a page begins so far in that its rows are better looked up by keys. */
    static boolean isFar(int offset) {
        return offset > NEAR;
    }

    /** The keys of a page that is read in its order, from an index. */
    static Table<?> inOrder(
            List<Field<?>> key, Table<?> from, Condition where, List<SortField<?>> by, int limit, int offset) {
        return select(key)
                .from(from)
                .where(where)
                .orderBy(by)
                .limit(limit)
                .offset(offset)
                .asTable("page");
    }

    /**
     * The keys of a page for which all rows that fit are sorted. They are found first and as if all were wanted: for a
     * page alone PostgreSQL would go through an index of the order, row by row, until enough of them fit.
     */
    static Table<?> sorted(
            List<Field<?>> key, Table<?> from, Condition where, List<SortField<?>> by, int limit, int offset) {
        Set<Field<?>> fields = new LinkedHashSet<>(key);
        by.forEach(each -> fields.add(each.$field()));
        Table<?> fitting = select(fields)
                .from(from)
                .where(where)
                .limit(inline(Integer.MAX_VALUE))
                .asTable("fitting");
        return select(key.stream().map(each -> in(fitting, each)).toList())
                .from(fitting)
                .orderBy(by.stream().map(each -> in(fitting, each)).toList())
                .limit(limit)
                .offset(offset)
                .asTable("page");
    }

    /** Of the rows of a table those that the keys name. */
    static Condition named(List<Field<?>> key, Table<?> page) {
        return DSL.and(key.stream().map(each -> same(each, page)).toList());
    }

    private static <T> Condition same(Field<T> field, Table<?> page) {
        return field.eq(in(page, field));
    }

    private static SortField<?> in(Table<?> derived, SortField<?> by) {
        SortField<?> order = in(derived, by.$field()).sort(by.$sortOrder());
        NullOrdering nulls = by.$nullOrdering();
        if (nulls == null) {
            return order;
        }
        return nulls == NullOrdering.NULLS_FIRST ? order.nullsFirst() : order.nullsLast();
    }

    private static <T> Field<T> in(Table<?> derived, Field<T> field) {
        return Objects.requireNonNull(derived.field(DSL.name(field.getName()), field.getDataType()), field::getName);
    }
}
