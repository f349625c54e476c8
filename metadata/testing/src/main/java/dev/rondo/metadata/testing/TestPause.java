package dev.rondo.metadata.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Really waits: for what happens in another process. */
public final class TestPause {

    private TestPause() {}

    /** To be given as {@code TestPause::pause}. */
    public static void pause(Duration duration) throws InterruptedException {
        LockSupport.parkNanos(duration.toNanos());
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
