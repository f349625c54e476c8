package dev.rondo.core.backfill;

import java.time.Instant;
import java.util.Objects;

/**
 * What a backfill shall cover.
 *
 * @param from the first logical date, included; a delta schedule counts from here
 * @param to the last logical date, included
 * @param reprocess what becomes of finished runs
 * @param backwards whether the newest run comes first
 */
public record BackfillRequest(Instant from, Instant to, Reprocess reprocess, boolean backwards) {

    public BackfillRequest {
        Objects.requireNonNull(from);
        Objects.requireNonNull(to);
        Objects.requireNonNull(reprocess);
    }
}
