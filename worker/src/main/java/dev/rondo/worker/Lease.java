package dev.rondo.worker;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lease of a worker, by its own monotonic clock. It has a thread that does nothing else, so that its end is noticed
 * when it comes, whatever the worker waits for meanwhile: an answer of a scheduler that is frozen, or a connection that
 * never opens. Not begun until it is renewed for the first time. Safe for use by several threads.
 */
final class Lease implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

    private final LongSupplier nanos;
    private final Runnable over;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition renewed = lock.newCondition();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("worker:lease").unstarted(this::watch);
    private boolean runs;
    private long untilNanos;

    /**
     * A lease that has not begun.
     *
     * @param over called once at each end, from the lease's own thread
     */
    Lease(LongSupplier nanos, Runnable over) {
        this.nanos = nanos;
        this.over = over;
    }

    void start() {
        thread.start();
    }

    /** It lasts until then, by the clock it was given. */
    void renew(long until) {
        lock.lock();
        try {
            runs = true;
            untilNanos = until;
            renewed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Whether it lasts. */
    boolean lasts() {
        lock.lock();
        try {
            return runs && untilNanos - nanos.getAsLong() > 0;
        } finally {
            lock.unlock();
        }
    }

    private void watch() {
        try {
            while (true) {
                awaitEnd();
                try {
                    over.run();
                } catch (RuntimeException e) {
                    LOG.atError().setCause(e).log("what is to happen at the end of the lease failed");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private void awaitEnd() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                long left = untilNanos - nanos.getAsLong();
                if (!runs) {
                    renewed.await();
                } else if (left > 0) {
                    long ignored = renewed.awaitNanos(left);
                } else {
                    runs = false;
                    return;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
