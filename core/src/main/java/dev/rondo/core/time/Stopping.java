package dev.rondo.core.time;

import java.time.Duration;

/** The end of a thread of our own. */
public final class Stopping {

    // What it is at takes milliseconds; one that hangs longer, the database's own time limits end.
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private Stopping() {}

    /**
     * Interrupts a thread and waits until it is over, so that nothing it uses is closed under it. One that was never
     * started, as when a port was taken, is over.
     */
    public static void stop(Thread thread) {
        thread.interrupt();
        if (thread.getState() == Thread.State.NEW) {
            return;
        }
        try {
            boolean ignored = thread.join(LONGEST);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // whoever stops it is in a hurry
        }
    }
}
