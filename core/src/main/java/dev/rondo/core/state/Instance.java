package dev.rondo.core.state;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One task instance as the rules see it.
 *
 * @param task index of the task in {@code Graph.tasks()}
 * @param mapIndex -1: not mapped, or not expanded yet
 * @param tryNumber number of the current or last try; 0: none began. A rescheduled look keeps its number
 * @param maxTries how many retries the user allows: a failed try is repeated while {@code tryNumber <= maxTries}
 * @param lostTries how often the current try was lost with its worker or host; apart from the user's retries
 * @param dispatchId the newest dispatch; 0: none. What comes from an older dispatch is stale
 * @param nextAt when a retry, a look or a deadline is due; null: none
 * @param startDate start of the newest try
 * @param endDate end of the newest try
 */
public record Instance(
        int task,
        int mapIndex,
        TaskState state,
        int tryNumber,
        int maxTries,
        int lostTries,
        long dispatchId,
        @Nullable Instant nextAt,
        @Nullable Instant startDate,
        @Nullable Instant endDate) {}
