package dev.rondo.metadata.run;

/**
 * A task instance.
 *
 * @param mapIndex -1: not mapped, or not expanded yet
 */
public record InstanceKey(long runNo, String taskId, int mapIndex) {}
