package dev.rondo.metadata.run;

import org.jspecify.annotations.Nullable;

/**
 * A callback that waits in the outbox.
 *
 * @param key the same whenever it is given out, and of no other
 * @param taskId null: of the DAG
 * @param kind {@code success, failure, retry, skipped, deadline-NAME}
 * @param reason why the task or run came to its state; null: the state says it
 * @param message one line for people; null: none
 */
public record CallbackRow(
        long outboxId,
        String key,
        long runNo,
        @Nullable String taskId,
        int mapIndex,
        int tryNumber,
        String kind,
        @Nullable String reason,
        @Nullable String message) {}
