package dev.rondo.core.protocol;

import java.util.List;

/**
 * A piece of the log of one try, on its way from a worker to the store.
 *
 * @param offset where in the log the piece begins, in bytes; a piece that arrives twice is kept once
 * @param text whole lines of JSON, UTF-8, each with its line feed
 */
public record LogChunk(
        String dagId,
        String runId,
        String taskId,
        int mapIndex,
        int tryNumber,
        long dispatchId,
        long offset,
        String text) {

    /** Chunks sent together. */
    public record Batch(List<LogChunk> chunks) {}

    /** How many bytes the store has now of each, in the order of the batch: the next piece begins there. */
    public record Kept(List<Long> bytes) {}
}
