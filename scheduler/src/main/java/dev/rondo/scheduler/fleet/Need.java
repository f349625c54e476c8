package dev.rondo.scheduler.fleet;

/**
 * What a try asks of a worker.
 *
 * @param jarHash a worker that has run this jar lately is preferred; empty: none needed
 * @param heapBytes 0: the worker's default
 * @param expectedMicros how long it is expected to run; {@link TaskHistory#UNKNOWN}: it may not wait behind another
 */
public record Need(String queue, String jarHash, long heapBytes, long expectedMicros) {}
