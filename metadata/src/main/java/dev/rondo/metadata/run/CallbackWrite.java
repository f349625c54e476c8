package dev.rondo.metadata.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A callback of the author that is to run, or an email that is to be sent, after the commit, at least once.
 *
 * @param taskId null: of the DAG
 * @param kind {@code success, failure, retry, skipped, deadline-NAME}, or {@link #EMAIL} and {@code failure, retry}
 */
public record CallbackWrite(
        String idempotencyKey,
        long runNo,
        @Nullable String taskId,
        int mapIndex,
        int tryNumber,
        String kind,
        Instant at) {

    /** What the kind of an email begins with; a scheduler sends it, no worker. */
    public static final String EMAIL = "email_";
}
