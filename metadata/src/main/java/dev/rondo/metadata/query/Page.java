package dev.rondo.metadata.query;

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
}
