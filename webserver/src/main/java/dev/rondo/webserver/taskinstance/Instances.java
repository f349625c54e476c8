package dev.rondo.webserver.taskinstance;

import dev.rondo.metadata.query.InstanceQueries.InstanceRow;
import dev.rondo.metadata.query.Slice;
import dev.rondo.metadata.query.Total;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a list of instances. A page by offset has no cursors, and of a long list an estimate; by cursor the
 * total is told to the limit.
 */
public record Instances(
        List<InstanceView> taskInstances,
        long totalEntries,
        boolean totalEntriesEstimated,
        @Nullable Integer totalEntriesLimit,
        @Nullable String nextCursor,
        @Nullable String previousCursor) {

    static Instances of(List<InstanceView> views, Slice<InstanceRow> slice) {
        return new Instances(
                views,
                slice.count().number(),
                slice.count().isEstimate(),
                Slice.MAX_TOTAL,
                slice.next(),
                slice.previous());
    }

    static Instances of(List<InstanceView> views, long total) {
        return of(views, new Total(total, false));
    }

    static Instances of(List<InstanceView> views, Total total) {
        return new Instances(views, total.number(), total.isEstimate(), null, null, null);
    }
}
