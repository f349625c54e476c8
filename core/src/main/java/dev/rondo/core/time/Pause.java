package dev.rondo.core.time;

import java.time.Duration;

/**
 * Waits. Production gives {@code Thread::sleep} in its composition root; a test gives one that returns at once, or that
 * moves its own clock.
 */
@FunctionalInterface
public interface Pause {

    /**
     * Returns after at least {@code duration}.
     *
     * @throws InterruptedException if the thread was interrupted before or while waiting
     */
    void pause(Duration duration) throws InterruptedException;
}
