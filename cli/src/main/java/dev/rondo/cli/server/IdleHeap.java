package dev.rondo.cli.server;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Gives memory back to the machine when a server has nothing to do. The serial collector clears its old generation only
 * when that is full, and what a start or a busy hour left there stays for days. Half a minute without any collection is
 * time in which nobody waits for this process: the heap is collected and made smaller then.
 */
final class IdleHeap implements AutoCloseable {

    private static final Duration LOOK = Duration.ofSeconds(30);

    // Of what was left last time: less is not worth another collection, which stops all threads for some 50 ms.
    private static final double WORTH = 1.5;

    private final Heap heap;
    private final CountDownLatch closed = new CountDownLatch(1);
    private long collections;
    private long left;

    IdleHeap(Heap heap) {
        this.heap = heap;
        this.collections = heap.collections();
    }

    /** What this needs of a heap. */
    interface Heap {

        /** Collections so far, of whatever kind. */
        long collections();

        /** Bytes in the old generation, with those of dead objects. */
        long used();

        /** Collects everything and gives back what is free. */
        void shrink();
    }

    /** Watches the heap of this process from now on; does nothing where the collector is another one. */
    static IdleHeap watch() {
        IdleHeap idle = new IdleHeap(SerialHeap.ofThisJvm());
        Thread.ofPlatform().daemon().name("idle-heap").start(idle::lookAgainAndAgain);
        return idle;
    }

    private void lookAgainAndAgain() {
        try {
            while (!closed.await(LOOK.toSeconds(), TimeUnit.SECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Shrinks the heap if nothing was collected since the last look and it is worth it. */
    void look() {
        if (heap.collections() == collections && heap.used() > WORTH * left) {
            heap.shrink();
            left = heap.used();
        }
        collections = heap.collections();
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
