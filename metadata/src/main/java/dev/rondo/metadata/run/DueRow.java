package dev.rondo.metadata.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that waits for a moment.
 *
 * @param taskId null: the run as a whole
 */
public record DueRow(Instant at, long runNo, @Nullable String taskId, int mapIndex) {}
