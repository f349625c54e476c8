package dev.rondo.metadata.query;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jooq.Record;
import org.jooq.RecordMapper;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list beside a {@link Cursor}: it costs the same wherever it is, which one by offset does not.
 *
 * @param count how many the whole list has, told to {@value #MAX_TOTAL}: then it may be more
 * @param next cursor of the page behind it; null: there is none
 * @param previous cursor of the page before it; null: there is none
 */
public record Slice<T>(
        List<T> rows,
        Total count,
        @Nullable String next,
        @Nullable String previous) {

    /** Counting on costs more than anybody reads. */
    public static final int MAX_TOTAL = Total.COUNTED;

    public Slice {
        rows = List.copyOf(rows);
    }

    /**
     * Makes a page of what was read for it.
     *
     * @param read in the order of reading, which is backwards where the cursor is; one more than the page has where
     *     there are more
     */
    static <R extends Record, T> Slice<T> of(
            List<R> read, Ordered order, Cursor cursor, Page page, RecordMapper<R, T> mapper, Total total) {
        boolean more = read.size() > page.limit();
        List<R> rows = new ArrayList<>(read.subList(0, Math.min(read.size(), page.limit())));
        if (cursor.before()) {
            Collections.reverse(rows);
        }
        boolean hasNext = !rows.isEmpty() && (cursor.before() || more);
        boolean hasPrevious = !rows.isEmpty() && (cursor.before() ? more : !cursor.isFirstPage());
        return new Slice<>(
                rows.stream().map(mapper::map).toList(),
                total.capped(),
                hasNext ? order.beside(rows.getLast(), /* before= */ false).text() : null,
                hasPrevious ? order.beside(rows.getFirst(), /* before= */ true).text() : null);
    }
}
