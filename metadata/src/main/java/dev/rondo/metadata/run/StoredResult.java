package dev.rondo.metadata.run;

/**
 * The result of an instance.
 *
 * @param json its value
 */
public record StoredResult(long runNo, String taskId, int mapIndex, String json) {}
