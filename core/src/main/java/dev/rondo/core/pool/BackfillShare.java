package dev.rondo.core.pool;

/**
 * What keeps a backfill going beside runs that go before it: of the slots that it could have had, it gets one in five.
 */
public final class BackfillShare {

    /**
     * So many others go before an instance of a backfill that waits for the same pool, or for workers of the same
     * queue; then it is its turn. By number and not by time: then it holds for tasks of seconds and of hours alike, and
     * what today's run loses to a backfill is one slot in five, whatever is in the backfill.
     */
    public static final int OTHERS_FIRST = 4;

    /** The rule in words, for whoever asks why an instance of a backfill waits. */
    public static final String TEXT = "its run is of a backfill, which waits behind all others, but of "
            + (OTHERS_FIRST + 1) + " slots that are given one is a backfill's";

    private BackfillShare() {}
}
