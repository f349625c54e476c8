package dev.rondo.metadata.query;

import java.util.List;

/**
 * A stretch of a list.
 *
 * @param total how many the whole list has
 */
public record Listed<T>(List<T> rows, long total) {
    public Listed {
        rows = List.copyOf(rows);
    }
}
