package dev.rondo.metadata.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A callback of the author that is to run after the commit, at least once.
 *
 * @param taskId null: of the DAG
 * @param kind {@code success, failure, retry, skipped}
 */
public record CallbackWrite(
        String idempotencyKey,
        long runNo,
        @Nullable String taskId,
        int mapIndex,
        int tryNumber,
        String kind,
        Instant at) {}
