package dev.rondo.core.graph;

/**
 * What an installation bounds in every run.
 *
 * @param maxMapLength most instances a mapping may make; a longer list fails the task that returned it. Airflow's
 *     default is 1,024; ours is 100,000, which one run carries without pain
 * @param maxLostTries how often one try may be lost with its worker or host before the task fails; apart from the
 *     user's retries. Default 10: a task that takes its machine down each time must not do so for ever, and one whose
 *     machines are taken away, as those at a lower price are, is not to blame
 */
public record Limits(int maxMapLength, int maxLostTries) {

    /** More would not fit into one run: each element is a row, and the run is in memory while it is under way. */
    public static final int MOST_MAP_LENGTH = 1_000_000;

    /** More would be no limit: each costs a lease. */
    public static final int MOST_LOST_TRIES = 1_000;

    /** The limits where nothing is configured. */
    public static final Limits DEFAULTS = new Limits(100_000, 10);

    /** The same with another limit of mappings. */
    public Limits withMaxMapLength(int length) {
        return new Limits(length, maxLostTries);
    }

    public Limits {
        if (maxMapLength < 1 || maxLostTries < 0) {
            throw new IllegalArgumentException("maxMapLength must be 1 or more, was " + maxMapLength
                    + "; maxLostTries must be 0 or more, was " + maxLostTries);
        }
    }
}
