package dev.rondo.metadata.query;

import static org.jooq.impl.DSL.falseCondition;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.or;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SortField;
import org.jspecify.annotations.Nullable;

/** The order of a list; made by {@link Orders}. What is null comes last, up and down. */
public final class Ordered {

    // Beyond these lies nothing here, and much that the database cannot hold.
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private final String name;
    private final List<Key> keys;
    private final boolean isSorted;

    /** A field that is ordered by. */
    record Key(Field<?> field, boolean down, boolean nullable) {

        Key(Field<?> field, boolean down) {
            this(field, down, field.getDataType().nullable());
        }

        /** Of rows where it is not null. */
        Key known() {
            return new Key(field, down, false);
        }

        SortField<?> sorted() {
            SortField<?> order = down ? field.desc() : field.asc();
            // Where nothing is null it says nothing, but no index could be read backwards for it.
            return nullable() ? order.nullsLast() : order;
        }

        SortField<?> sortedBackwards() {
            SortField<?> order = down ? field.asc() : field.desc();
            return nullable() ? order.nullsFirst() : order;
        }

        @SuppressWarnings("unchecked") // its values are read by its own type
        private Field<Object> any() {
            return (Field<Object>) field;
        }

        Condition equalTo(@Nullable Object value) {
            return value == null ? field.isNull() : any().eq(value);
        }

        /** Rows behind those with the value, or before them. */
        Condition beyond(@Nullable Object value, boolean before) {
            if (value == null) {
                return before ? field.isNotNull() : falseCondition();
            }
            Condition beyond = down == before ? any().gt(value) : any().lt(value);
            return nullable() && !before ? beyond.or(field.isNull()) : beyond;
        }

        /** Where the rows of {@link #beyond} or with the value lie: as one stretch, for an index. */
        Condition from(@Nullable Object value, boolean before) {
            if (value == null || nullable()) {
                return noCondition();
            }
            return down == before ? any().ge(value) : any().le(value);
        }

        /**
         * Reads a value of the field's type.
         *
         * @throws IllegalArgumentException when it is none
         */
        @Nullable
        Object read(@Nullable String text) {
            if (text == null) {
                return null;
            }
            Class<?> type = field.getType();
            if (type == Long.class) {
                return Long.valueOf(text);
            }
            if (type == Integer.class) {
                return Integer.valueOf(text);
            }
            if (type == Instant.class) {
                return moment(text);
            }
            if (type != String.class) {
                throw new IllegalStateException("no list is ordered by " + type);
            }
            if (text.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("no database holds it");
            }
            return text;
        }

        private static Instant moment(String text) {
            Instant moment = Instant.parse(text);
            if (moment.isBefore(EARLIEST) || moment.isAfter(LATEST)) {
                throw new IllegalArgumentException("no database holds it");
            }
            return moment;
        }
    }

    /**
     * An order.
     *
     * @param name tells it from other orders of the list
     * @param isSorted see {@link #isSorted}
     */
    Ordered(String name, List<Key> keys, boolean isSorted) {
        this.name = name;
        this.keys = List.copyOf(keys);
        this.isSorted = isSorted;
    }

    /** This order, of rows that are better sorted than read from an index. */
    Ordered sorted() {
        return new Ordered(name, keys, /* isSorted= */ true);
    }

    /** Whether all rows that fit are to be sorted for a page, since no index gives them in this order. */
    boolean isSorted() {
        return isSorted;
    }

    String name() {
        return name;
    }

    List<Field<?>> keyFields() {
        List<Field<?>> fields = new ArrayList<>();
        keys.forEach(key -> fields.add(key.field()));
        return fields;
    }

    List<SortField<?>> fields() {
        List<SortField<?>> fields = new ArrayList<>();
        keys.forEach(key -> fields.add(key.sorted()));
        return fields;
    }

    /**
     * Rows that an index gives in order. Those whose first key is null come behind all others: no index up to it has
     * both in that order, read backwards.
     *
     * @param areNull whether these are the rows whose first key is null; by that one they are not ordered
     */
    private record Stretch(Condition of, List<Key> keys, boolean areNull) {}

    private List<Stretch> stretches() {
        Key first = keys.getFirst();
        List<Key> others = keys.subList(1, keys.size());
        if (!first.nullable()) {
            return List.of(new Stretch(noCondition(), keys, false));
        }
        List<Key> known = new ArrayList<>(List.of(first.known()));
        known.addAll(others);
        return List.of(
                new Stretch(first.field().isNotNull(), known, false),
                new Stretch(first.field().isNull(), others, true));
    }

    /** Reads rows of a list. */
    @FunctionalInterface
    interface Rows<R> {
        List<R> fetch(Condition where, List<SortField<?>> by, int limit, int offset);
    }

    /** Counts rows of a list, to a limit. */
    @FunctionalInterface
    interface Count {
        int upTo(int limit, Condition where);
    }

    /** Reads a page by offset. */
    <R> List<R> read(Page page, Rows<R> rows, Count count) {
        List<R> all = new ArrayList<>();
        int offset = page.offset();
        for (Stretch stretch : stretches()) {
            List<SortField<?>> by = new ArrayList<>();
            stretch.keys().forEach(key -> by.add(key.sorted()));
            all.addAll(rows.fetch(stretch.of(), by, page.limit() - all.size(), offset));
            if (all.size() >= page.limit()) {
                break;
            }
            boolean passed = all.isEmpty()
                    && offset > 0
                    && !stretch.areNull()
                    && keys.getFirst().nullable();
            offset = passed ? offset - count.upTo(offset, stretch.of()) : 0;
        }
        return all;
    }

    /** Reads rows beside a cursor, away from it. */
    <R> List<R> read(Cursor cursor, int limit, Rows<R> rows) {
        List<@Nullable Object> values = values(cursor);
        List<R> all = new ArrayList<>();
        for (Stretch stretch : cursor.before() ? stretches().reversed() : stretches()) {
            boolean holdsCursor = !values.isEmpty() && stretch.areNull() == (values.getFirst() == null && isSplit());
            boolean isBeyond = values.isEmpty() || stretch.areNull() != cursor.before();
            if (all.size() < limit && (holdsCursor || isBeyond)) {
                List<SortField<?>> by = new ArrayList<>();
                stretch.keys().forEach(key -> by.add(cursor.before() ? key.sortedBackwards() : key.sorted()));
                Condition side = holdsCursor
                        ? side(
                                stretch.keys(),
                                values.subList(stretch.areNull() ? 1 : 0, values.size()),
                                cursor.before())
                        : noCondition();
                all.addAll(rows.fetch(stretch.of().and(side), by, limit - all.size(), 0));
            }
        }
        return all;
    }

    private boolean isSplit() {
        return keys.getFirst().nullable();
    }

    /**
     * Reads a cursor of a list in this order; an empty text is the first page.
     *
     * @throws IllegalArgumentException when it is none
     */
    public Cursor cursor(String text) {
        Cursor cursor = Cursor.parse(text);
        List<@Nullable Object> ignored = values(cursor);
        return cursor;
    }

    /** The cursor beside a row. */
    Cursor beside(Record row, boolean before) {
        List<@Nullable String> values = new ArrayList<>();
        for (Key key : keys) {
            Object value = row.get(key.field());
            values.add(value == null ? null : value.toString());
        }
        return new Cursor(before, name, values);
    }

    /**
     * The values of the row beside which the cursor is; none: the first page.
     *
     * @throws IllegalArgumentException when it belongs to another order
     */
    private List<@Nullable Object> values(Cursor cursor) {
        List<@Nullable Object> values = new ArrayList<>();
        if (cursor.isFirstPage()) {
            return values;
        }
        if (!cursor.order().equals(name) || cursor.values().size() != keys.size()) {
            throw new IllegalArgumentException("it is of a list by '" + cursor.order() + "', and this one is by '"
                    + name + "'; leave order_by as it was, or begin with an empty cursor");
        }
        try {
            for (int i = 0; i < keys.size(); i++) {
                values.add(keys.get(i).read(cursor.values().get(i)));
            }
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IllegalArgumentException(Cursor.UNREADABLE, e);
        }
        return values;
    }

    /** The rows on one side of the one that has these values. */
    private static Condition side(List<Key> keys, List<@Nullable Object> values, boolean before) {
        List<Condition> beyond = new ArrayList<>();
        Condition same = noCondition();
        for (int i = 0; i < keys.size(); i++) {
            beyond.add(same.and(keys.get(i).beyond(values.get(i), before)));
            same = same.and(keys.get(i).equalTo(values.get(i)));
        }
        return keys.getFirst().from(values.getFirst(), before).and(or(beyond));
    }
}
