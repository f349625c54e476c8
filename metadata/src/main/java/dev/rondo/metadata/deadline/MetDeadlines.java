package dev.rondo.metadata.deadline;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What has succeeded: its open deadlines that are not due before that are met.
 *
 * @param taskId null: the run, and with it all its tasks
 */
public record MetDeadlines(long runNo, @Nullable String taskId, Instant endedAt) {}
