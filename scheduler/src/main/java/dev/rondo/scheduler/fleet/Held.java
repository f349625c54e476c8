package dev.rondo.scheduler.fleet;

import java.time.Instant;

/**
 * A dispatch that a worker has.
 *
 * @param what what it is a try of
 * @param heapBytes 0: the worker's default
 * @param expectedMicros how long it is expected to run; {@link TaskHistory#UNKNOWN} when nothing short is known of it
 * @param sentAt when it was given to the worker
 */
public record Held(long dispatchId, Subject what, String jarHash, long heapBytes, long expectedMicros, Instant sentAt) {

    /** What a dispatch is for. */
    public sealed interface Subject {

        /**
         * A try of a task instance.
         *
         * @param task its number in the graph of the run's version
         */
        record Try(long runNo, int task, int mapIndex, String dagId, String taskId) implements Subject {}

        /** A callback that waits in the outbox. */
        record Callback(long outboxId) implements Subject {}
    }

    boolean isShort() {
        return expectedMicros != TaskHistory.UNKNOWN;
    }
}
