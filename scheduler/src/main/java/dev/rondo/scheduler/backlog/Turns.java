package dev.rondo.scheduler.backlog;

import dev.rondo.core.pool.BackfillShare;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Whose turn it is, for what would wait for ever by rank alone: counts what went before the backfills of a lane while
 * they waited, and says when that was enough, see {@link BackfillShare}.
 */
public final class Turns {

    private final Map<Lane, Integer> before = new HashMap<>();

    /** The same, to go on from by itself. */
    public Turns copy() {
        Turns copy = new Turns();
        copy.before.putAll(before);
        return copy;
    }

    /** Whether the first of the lane goes before everything else that waits for the same. */
    public boolean isDue(Lane lane) {
        return lane.backfill() && before.getOrDefault(lane, 0) >= BackfillShare.OTHERS_FIRST;
    }

    /**
     * One of a lane was given a slot.
     *
     * @param waiting the lanes of backfills in which something waits
     */
    public void given(Lane lane, Set<Lane> waiting) {
        before.keySet().retainAll(waiting);
        for (Lane each : waiting) {
            if (each.equals(lane)) {
                before.remove(each);
            } else if (each.competesWith(lane)) {
                before.merge(each, 1, Integer::sum);
            }
        }
    }
}
