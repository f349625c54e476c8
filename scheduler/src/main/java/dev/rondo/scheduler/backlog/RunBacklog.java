package dev.rondo.scheduler.backlog;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/** What is ready in one run, and how much of it the run's own limits let into the {@link Backlog}. */
public final class RunBacklog {

    private final Map<Key, Ready> all = new HashMap<>();
    // Beyond this what waits in the run has to wait until what is before it has gone.
    private static final int FURTHEST = 1_000;

    private final Backlog backlog;
    // By lane, so that what waits for a full pool does not hide what waits for another.
    private final Map<Lane, Gate> lanes = new HashMap<>();
    private final IntPredicate limited;
    private final Map<Integer, Gate> tasks = new HashMap<>();

    private int further;

    private record Key(int task, int mapIndex) {}

    /**
     * What is ready in one run.
     *
     * @param limited which tasks, by index, have a limit of their own in a run
     */
    public RunBacklog(Backlog backlog, IntPredicate limited) {
        this.backlog = backlog;
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
            offer(ready);
        }
    }

    private void offer(Ready ready) {
        lanes.computeIfAbsent(ready.lane(), lane -> new Gate(backlog)).offer(ready);
    }

    private void withdraw(Ready ready) {
        Gate gate = lanes.get(ready.lane());
        if (gate != null) {
            gate.withdraw(ready);
            if (gate.isEmpty()) {
                lanes.remove(ready.lane());
            }
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
            withdraw(ready);
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
        lanes.values().forEach(Gate::withdrawAll);
        lanes.clear();
    }

    /**
     * Shows the backlog what the limits allow, as much in each lane, after instances or the numbers of active ones have
     * changed.
     *
     * @param runRoom how many more of the run's instances may become active
     * @param taskRoom the same by index of a limited task
     */
    public void settle(int runRoom, IntUnaryOperator taskRoom) {
        tasks.forEach((task, gate) -> gate.settle(taskRoom.applyAsInt(task)));
        int shown = runRoom <= 0 ? 0 : runRoom + further;
        lanes.values().forEach(gate -> gate.settle(shown));
    }

    /**
     * One is stepped over, because it does not fit into its pool or onto a worker. It must not hide what would fit, so
     * that more is shown in its stead. The run's limits hold all the same, see {@link dev.rondo.core.pool.SlotRules}.
     *
     * @param steppedOver how many there are by now of which this is so
     * @return whether more is shown once it is settled
     */
    public boolean showsMoreAfter(Ready ready, int steppedOver) {
        Gate gate = lanes.get(ready.lane());
        boolean more = gate != null && gate.hidesSome() && steppedOver > further && further < FURTHEST;
        if (more) {
            // Twice as many, so that a long row of what does not fit is gone through in a few steps.
            further = Math.min(FURTHEST, 2 * steppedOver);
        }
        return more;
    }

    /** A pass is over in which so many were stepped over. */
    public void passed(int steppedOver) {
        if (steppedOver == 0) {
            further = 0;
        }
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
            offer(ready);
        }

        @Override
        public void remove(Ready ready) {
            withdraw(ready);
        }
    }
}
