package dev.rondo.scheduler.simulation;

import dev.rondo.core.protocol.SchedulerMessage;
import dev.rondo.core.protocol.WorkerMessage;
import dev.rondo.scheduler.fleet.WorkerGateway;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A connection of a worker with a scheduler. It carries each direction in order, as far and as late as the play wants,
 * until it breaks: what was under way then is lost, and either side hears of it when it does.
 */
final class SimulatedLine implements WorkerGateway {

    private final int number;
    private final WorkerGateway scheduler;
    private final Deque<Runnable> toScheduler = new ArrayDeque<>();
    private final Deque<Runnable> toWorker = new ArrayDeque<>();
    private @Nullable Ends ends;
    private boolean helloArrived;
    private boolean broken;

    /** How the scheduler sees the worker. */
    private final class Ends implements Stream {
        private final Stream worker;

        Ends(Stream worker) {
            this.worker = worker;
        }

        @Override
        public void send(SchedulerMessage message) {
            if (!broken) {
                toWorker.add(() -> worker.send(message));
            }
        }

        @Override
        public void close(String reason) {
            if (!broken) {
                toWorker.add(() -> worker.close(reason));
            }
        }

        /** Where sets of streams are walked through, in the same order in each play of a seed. */
        @Override
        public int hashCode() {
            return number;
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }
    }

    SimulatedLine(int number, WorkerGateway scheduler) {
        this.number = number;
        this.scheduler = scheduler;
    }

    @Override
    public void connected(Stream worker, WorkerMessage.Hello hello) {
        Ends fresh = new Ends(worker);
        ends = fresh;
        toScheduler.add(() -> scheduler.connected(fresh, hello));
    }

    @Override
    public void said(Stream worker, WorkerMessage message) {
        Ends current = ends;
        if (current != null && !broken) {
            toScheduler.add(() -> scheduler.said(current, message));
        }
    }

    @Override
    public void disconnected(Stream worker) {
        breakDown();
    }

    /** Nothing gets through any more. The scheduler hears of it by the last thing that is delivered to it. */
    void breakDown() {
        if (broken) {
            return;
        }
        broken = true;
        toScheduler.clear();
        toWorker.clear();
        Ends current = ends;
        if (helloArrived && current != null) {
            toScheduler.add(() -> scheduler.disconnected(current));
        }
    }

    boolean isBroken() {
        return broken;
    }

    boolean hasForScheduler() {
        return !toScheduler.isEmpty();
    }

    boolean hasForWorker() {
        return !toWorker.isEmpty();
    }

    void deliverToScheduler() {
        helloArrived = true;
        toScheduler.remove().run();
    }

    /** The same message arrives twice, as from a worker that did not hear that it arrived. */
    void deliverToSchedulerTwice() {
        if (helloArrived && !broken) {
            toScheduler.element().run();
        }
        deliverToScheduler();
    }

    void deliverToWorker() {
        toWorker.remove().run();
    }

    /** The scheduler is gone: nobody hears of anything. */
    void dropScheduler() {
        broken = true;
        toScheduler.clear();
        toWorker.clear();
    }
}
