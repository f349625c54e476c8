package dev.rondo.metadata.run;

/**
 * Whose results are wanted: those of all instances of a task in a run.
 *
 * @param maxBytes none are wanted when all together are larger
 */
public record ResultQuestion(long runNo, String taskId, int maxBytes) {}
