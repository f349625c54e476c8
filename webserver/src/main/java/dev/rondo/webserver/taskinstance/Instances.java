package dev.rondo.webserver.taskinstance;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A stretch of a list of instances. Cursors are Airflow's other way to page; offsets serve here. */
public record Instances(
        List<InstanceView> taskInstances,
        long totalEntries,
        @Nullable Long totalEntriesLimit,
        @Nullable String nextCursor,
        @Nullable String previousCursor) {

    static Instances of(List<InstanceView> views, long total) {
        return new Instances(views, total, null, null, null);
    }
}
