package dev.rondo.core.pool;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is free and what is taken at one moment. A selection takes from it, so that several can follow each other.
 *
 * <p>Mutable, for one thread.
 */
public final class Occupancy {

    private final Map<String, Integer> freeSlots = new HashMap<>();
    private final Map<Long, Integer> activeInRun = new HashMap<>();
    private final Map<TaskOfDag, Integer> activeInDag = new HashMap<>();
    private final Map<TaskOfRun, Integer> activeOfTask = new HashMap<>();
    private int freeDispatches;

    private record TaskOfDag(String dagId, String taskId) {}

    private record TaskOfRun(long runNo, String taskId) {}

    /** Nothing is taken; so many instances can be taken in by the workers. */
    public Occupancy(int freeDispatches) {
        this.freeDispatches = freeDispatches;
    }

    /** Says what is left of a pool; a pool of which nothing is said does not exist. */
    public Occupancy pool(String pool, int free) {
        freeSlots.put(pool, free);
        return this;
    }

    /** A pool without a limit. */
    public Occupancy unlimitedPool(String pool) {
        return pool(pool, Integer.MAX_VALUE);
    }

    /** So many instances of a run are queued or running. */
    public Occupancy activeInRun(long runNo, int number) {
        activeInRun.merge(runNo, number, Integer::sum);
        return this;
    }

    /** So many instances of a task are queued, running or deferred in a run. */
    public Occupancy activeOfTask(String dagId, long runNo, String taskId, int number) {
        activeInDag.merge(new TaskOfDag(dagId, taskId), number, Integer::sum);
        activeOfTask.merge(new TaskOfRun(runNo, taskId), number, Integer::sum);
        return this;
    }

    /** Slots left in a pool; null: there is no such pool. */
    @Nullable
    Integer freeSlots(String pool) {
        return freeSlots.get(pool);
    }

    int freeDispatches() {
        return freeDispatches;
    }

    int activeInRun(Candidate candidate) {
        return activeInRun.getOrDefault(candidate.runNo(), 0);
    }

    int activeInDag(Candidate candidate) {
        return activeInDag.getOrDefault(new TaskOfDag(candidate.dagId(), candidate.taskId()), 0);
    }

    int activeOfTask(Candidate candidate) {
        return activeOfTask.getOrDefault(new TaskOfRun(candidate.runNo(), candidate.taskId()), 0);
    }

    void take(Candidate candidate) {
        freeDispatches--;
        freeSlots.computeIfPresent(
                candidate.pool(), (pool, free) -> free == Integer.MAX_VALUE ? free : free - candidate.poolSlots());
        activeInRun(candidate.runNo(), 1);
        activeOfTask(candidate.dagId(), candidate.runNo(), candidate.taskId(), 1);
    }
}
