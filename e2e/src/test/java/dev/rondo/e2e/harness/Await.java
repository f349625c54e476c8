package dev.rondo.e2e.harness;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for a condition that another process brings about. Limits are generous: on green they are never reached. */
public final class Await {

    /** Enough for anything that takes seconds on a machine that does much else, a first start included. */
    public static final Duration LIMIT = Duration.ofMinutes(4);

    private static final Duration LOOK = Duration.ofMillis(50);

    private Await() {}

    /**
     * Looks until the value is as wanted, and returns it.
     *
     * @param what completes "waited for …"
     * @throws AssertionError when it is not within the limit, or this thread is interrupted; tells the last value
     */
    public static <T> T until(String what, Duration limit, Supplier<T> look, Predicate<T> wanted) {
        long end = System.nanoTime() + limit.toNanos();
        T last = look.get();
        while (!wanted.test(last)) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("waited " + limit.toSeconds() + " s for " + what + "; at last: " + last);
            }
            LockSupport.parkNanos(LOOK.toNanos());
            if (Thread.currentThread().isInterrupted()) { // parking returns at once from then on
                throw new AssertionError("interrupted while waiting for " + what + "; at last: " + last);
            }
            last = look.get();
        }
        return last;
    }

    /** As above, within {@link #LIMIT}. */
    public static <T> T until(String what, Supplier<T> look, Predicate<T> wanted) {
        return until(what, LIMIT, look, wanted);
    }

    /** Waits until it is so, within {@link #LIMIT}. */
    public static void until(String what, Supplier<Boolean> isSo) {
        var _ = until(what, LIMIT, isSo, so -> so);
    }
}
