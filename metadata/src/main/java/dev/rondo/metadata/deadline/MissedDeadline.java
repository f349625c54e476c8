package dev.rondo.metadata.deadline;

import org.jspecify.annotations.Nullable;

/**
 * A deadline that was missed just now.
 *
 * @param taskId null: of the run as a whole
 * @param clearNumber of the run when the deadline was made
 * @param callback whether the author wants to be called back
 */
public record MissedDeadline(long runNo, @Nullable String taskId, String name, int clearNumber, boolean callback) {}
