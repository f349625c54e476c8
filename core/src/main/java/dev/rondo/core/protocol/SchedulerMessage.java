package dev.rondo.core.protocol;

import java.util.List;

/** What a scheduler says to a worker. */
public sealed interface SchedulerMessage {

    /**
     * Answers Hello.
     *
     * @param leaseMillis how long the worker may go on without an answer to a heartbeat
     * @param heartbeatMillis how often it is to send one
     * @param adopted of what it said it holds, what it may go on with; the rest it stops and forgets
     * @param serverTime the database's time, epoch microseconds, for the one offset taken at start
     * @param watches whether it understands {@link WorkerMessage.Woke}, so that sensors may be watched; an older one
     *     does not say so
     */
    record Welcome(
            int protocol,
            String schedulerId,
            long leaseMillis,
            long heartbeatMillis,
            List<Long> adopted,
            long serverTime,
            boolean watches)
            implements SchedulerMessage {}

    /** The worker is not taken: wrong protocol or token. */
    record Refused(String code, String message) implements SchedulerMessage {}

    /** Tries to run, in this order. */
    record Run(List<Dispatch> dispatches) implements SchedulerMessage {}

    /**
     * Tries of these jars are likely within seconds, as DAGs of them are due: a worker may have hosts ready. It
     * promises nothing, and nothing is wrong where it is lost.
     */
    record Expect(List<Jar> jars) implements SchedulerMessage {

        /**
         * A jar.
         *
         * @param dags how many of its DAGs are due
         */
        public record Jar(String hash, int dags) {}
    }

    /** Dispatches to give back if their bodies have not begun. */
    record Recall(List<Long> dispatchIds) implements SchedulerMessage {}

    /**
     * Tries to stop: softly (interrupt) first, hard after {@code graceMillis}.
     *
     * @param reason {@code cleared, marked, run_timeout, …}
     */
    record Stop(long dispatchId, String reason, long graceMillis) implements SchedulerMessage {}

    /**
     * A connection to try; the answer is {@link WorkerMessage.ConnectionTested}.
     *
     * @param testId names it on this stream
     * @param uri the connection, with its secrets
     * @param limitMillis how long it may take
     */
    record TestConnection(long testId, String connectionId, String uri, long limitMillis) implements SchedulerMessage {
        /** Without the secrets. */
        @Override
        public String toString() {
            return "TestConnection[" + testId + ": " + connectionId + "]";
        }
    }

    /** Ends that are committed (or refused as stale): the worker may forget them. */
    record Ack(List<Long> dispatchIds) implements SchedulerMessage {}

    /**
     * Answers heartbeats: the lease runs anew from when the one of this number was sent.
     *
     * @param beat number of the last heartbeat that this renewal covers
     */
    record LeaseRenewed(long beat) implements SchedulerMessage {}
}
