package dev.rondo.scheduler.backlog;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/** What is ready in one run, and how much of it the run's own limits let into the {@link Backlog}. */
public final class RunBacklog {

    private final Map<Key, Ready> all = new HashMap<>();
    private final Gate run;
    private final IntPredicate limited;
    private final Map<Integer, Gate> tasks = new HashMap<>();

    private record Key(int task, int mapIndex) {}

    /**
     * What is ready in one run.
     *
     * @param limited which tasks, by index, have a limit of their own in a run
     */
    public RunBacklog(Backlog backlog, IntPredicate limited) {
        this.run = new Gate(backlog);
        this.limited = limited;
    }

    /** Adds an instance that became ready; again is harmless. */
    public void add(Ready ready) {
        if (all.putIfAbsent(new Key(ready.task(), ready.mapIndex()), ready) != null) {
            return;
        }
        if (limited.test(ready.task())) {
            tasks.computeIfAbsent(ready.task(), t -> new Gate(new ToRun())).offer(ready);
        } else {
            run.offer(ready);
        }
    }

    /** Removes an instance that is no longer ready, if it is here. */
    public void remove(int task, int mapIndex) {
        Ready ready = all.remove(new Key(task, mapIndex));
        if (ready == null) {
            return;
        }
        Gate gate = tasks.get(task);
        if (gate == null) {
            run.withdraw(ready);
        } else {
            gate.withdraw(ready);
            if (gate.isEmpty()) {
                tasks.remove(task);
            }
        }
    }

    /** Removes everything, as when the run leaves the cache. */
    public void clear() {
        all.clear();
        tasks.clear();
        run.withdrawAll();
    }

    /**
     * Shows the backlog what the limits allow, after instances or the numbers of active ones have changed.
     *
     * @param runRoom how many more of the run's instances may become active
     * @param taskRoom the same by index of a limited task
     */
    public void settle(int runRoom, IntUnaryOperator taskRoom) {
        tasks.forEach((task, gate) -> gate.settle(taskRoom.applyAsInt(task)));
        run.settle(runRoom);
    }

    /** How many instances are ready. */
    public int size() {
        return all.size();
    }

    /** Whether nothing is ready. */
    public boolean isEmpty() {
        return all.isEmpty();
    }

    private final class ToRun implements Gate.Sink {
        @Override
        public void add(Ready ready) {
            run.offer(Objects.requireNonNull(ready));
        }

        @Override
        public void remove(Ready ready) {
            run.withdraw(ready);
        }
    }
}
