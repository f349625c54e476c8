package dev.rondo.sdk;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One update of an asset.
 *
 * @param asset name of the asset
 * @param uri where it is
 * @param at when the update was taken down
 * @param extra what the task, or who posted the update, said of it
 * @param dagId whose task made it; null: it was posted
 * @param taskId the task; null: it was posted
 * @param runId the run; null: it was posted
 * @param mapIndex which instance of a mapped task; -1: it is not mapped, or the update was posted
 */
public record AssetEvent(
        String asset,
        String uri,
        Instant at,
        Map<String, Object> extra,
        @Nullable String dagId,
        @Nullable String taskId,
        @Nullable String runId,
        int mapIndex) {
    public AssetEvent {
        extra = Collections.unmodifiableMap(new LinkedHashMap<>(extra));
    }
}
