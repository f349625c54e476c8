package dev.rondo.metadata.query;

import java.util.List;

/**
 * Which stretch of a list.
 *
 * @param limit 0 to {@value #MAX_LIMIT}
 * @param offset 0 or more
 */
public record Page(int limit, int offset) {

    /** As in Airflow, whose {@code maximum_page_limit} is 100 too. */
    public static final int MAX_LIMIT = 100;

    public Page {
        if (limit < 0 || offset < 0) {
            throw new IllegalArgumentException("limit and offset must be 0 or more, were " + limit + " and " + offset);
        }
        limit = Math.min(limit, MAX_LIMIT);
    }

    /** This stretch of a list that is in memory. */
    public <T> List<T> of(List<T> all) {
        return all.stream().skip(offset).limit(limit).toList();
    }
}
