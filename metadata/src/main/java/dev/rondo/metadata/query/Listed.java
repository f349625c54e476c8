package dev.rondo.metadata.query;

import java.util.List;

/**
 * A stretch of a list.
 *
 * @param count how many the whole list has
 */
public record Listed<T>(List<T> rows, Total count) {
    public Listed {
        rows = List.copyOf(rows);
    }

    /** Of a list that is counted to its end. */
    public Listed(List<T> rows, long total) {
        this(rows, new Total(total, false));
    }

    /** How many the whole list has, or is thought to have. */
    public long total() {
        return count.number();
    }
}
