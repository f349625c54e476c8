package dev.rondo.worker.host;

import java.time.Duration;

/**
 * Whether a task host still lives, judged by the pings that it leaves unanswered.
 *
 * <p>Counted are pings and not seconds: a worker that was frozen itself has sent none meanwhile and blames nobody. A
 * host that uses the processor is in a long collection, or waits for its turn on a busy machine, and is left alone; one
 * that neither answers nor uses it is frozen.
 */
final class Silence {

    private final int limit;
    private int unanswered;
    private Duration used = Duration.ZERO;

    /**
     * A host that is trusted at first.
     *
     * @param limit so many pings in a row may stay without an answer
     */
    Silence(int limit) {
        this.limit = limit;
    }

    /** The host said something. */
    void broken() {
        unanswered = 0;
    }

    /**
     * The next ping is due.
     *
     * @param processorTime what the host's process has used in its life
     * @return whether the host is frozen
     */
    boolean goesOn(Duration processorTime) {
        if (processorTime.compareTo(used) > 0) {
            used = processorTime;
            unanswered = 0;
        }
        return unanswered++ >= limit;
    }
}
