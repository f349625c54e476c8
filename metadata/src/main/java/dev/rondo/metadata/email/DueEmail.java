package dev.rondo.metadata.email;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An email that is to be sent now.
 *
 * @param key the same for every attempt, and of no other email of this database
 * @param kind {@code failure} or {@code retry}
 * @param attempts how often it was tried, this time included
 * @param at when the try came to it
 * @param graph of the run's version, which says whom to tell
 */
public record DueEmail(
        long outboxId,
        String key,
        String kind,
        int attempts,
        Instant at,
        String dagId,
        String runId,
        String taskId,
        int mapIndex,
        int tryNumber,
        @Nullable String reason,
        @Nullable String message,
        String graph) {}
