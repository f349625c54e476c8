package dev.rondo.webserver.taskinstance;

import dev.rondo.metadata.query.InstanceQueries.InstanceRow;
import dev.rondo.metadata.query.Slice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a list of instances. A page by offset has an exact total and no cursors; by cursor it is counted to the
 * limit.
 */
public record Instances(
        List<InstanceView> taskInstances,
        long totalEntries,
        @Nullable Integer totalEntriesLimit,
        @Nullable String nextCursor,
        @Nullable String previousCursor) {

    static Instances of(List<InstanceView> views, Slice<InstanceRow> slice) {
        return new Instances(views, slice.total(), Slice.MAX_TOTAL, slice.next(), slice.previous());
    }

    static Instances of(List<InstanceView> views, long total) {
        return new Instances(views, total, null, null, null);
    }
}
