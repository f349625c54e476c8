package dev.rondo.scheduler.backlog;

import java.util.TreeSet;

/**
 * Lets the best of what waits pass, as many as there is room for. A run has one for its limit of active tasks, and a
 * task one for each limit of its own, so that what no limit would grant is never looked at again and again.
 */
final class Gate {

    private final Sink sink;
    private final TreeSet<Ready> waiting = new TreeSet<>();
    private final TreeSet<Ready> passed = new TreeSet<>();

    /** Where what passes goes. */
    interface Sink {
        void add(Ready ready);

        void remove(Ready ready);
    }

    Gate(Sink sink) {
        this.sink = sink;
    }

    void offer(Ready ready) {
        if (!passed.contains(ready)) {
            waiting.add(ready);
        }
    }

    void withdraw(Ready ready) {
        if (!waiting.remove(ready) && passed.remove(ready)) {
            sink.remove(ready);
        }
    }

    void withdrawAll() {
        waiting.clear();
        passed.forEach(sink::remove);
        passed.clear();
    }

    /** Makes the passed ones the {@code capacity} best of all. */
    void settle(int capacity) {
        while (passed.size() > Math.max(0, capacity)) {
            takeBack();
        }
        while (!waiting.isEmpty() && passed.size() < capacity) {
            letPass();
        }
        while (!waiting.isEmpty() && !passed.isEmpty() && waiting.first().compareTo(passed.last()) < 0) {
            takeBack();
            letPass();
        }
    }

    boolean hidesSome() {
        return !waiting.isEmpty();
    }

    boolean isEmpty() {
        return waiting.isEmpty() && passed.isEmpty();
    }

    private void letPass() {
        Ready best = waiting.removeFirst();
        passed.add(best);
        sink.add(best);
    }

    private void takeBack() {
        Ready worst = passed.removeLast();
        sink.remove(worst);
        waiting.add(worst);
    }
}
