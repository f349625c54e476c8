package dev.rondo.core.state;

import dev.rondo.core.dagrun.RunType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One run as far as the rules need to see it, at one moment. Every question is answered in constant time, whatever the
 * size of the run, so that a completion costs the same in a run of ten and of a hundred thousand instances.
 */
public interface RunView {

    RunState runState();

    RunType runType();

    @Nullable
    Instant logicalDate();

    @Nullable
    Instant dataIntervalEnd();

    /** When the run left {@code queued}; null before. */
    @Nullable
    Instant startDate();

    /**
     * When the run that follows this one in its schedule is due, for {@code LATEST_ONLY}; null: none follows. Asked
     * only of graphs that have such a task.
     */
    @Nullable
    Instant nextRunAfter();

    /** Whether its backfill is its DAG's first run as far as dependence on the past goes (ordinal 1). */
    boolean ignoresPast();

    /** Which tasks the run is of. */
    RunPart part();

    /**
     * How many instances the task has; 1 with map index -1 while a mapped task is not expanded; 0: the task is not part
     * of this run.
     */
    int instances(int task);

    /** Whether a mapped task has its instances from 0 on; false while it has its placeholder (also when skipped). */
    boolean expanded(int task);

    Instance instance(int task, int mapIndex);

    /** The state of {@link #instance}, without the rest. */
    TaskState state(int task, int mapIndex);

    /** How many instances of the task are in the state. */
    int count(int task, TaskState state);

    /** How many instances of the run are in the state. */
    int total(TaskState state);

    /** How many instances of the task's wide upstream tasks are in the final state. */
    int upstream(int task, TaskState finalState);

    /** How many instances the task's wide upstream tasks have. */
    int upstreamInstances(int task);

    /** How many instances of the task ended well and returned a value. */
    int results(int task);

    /** What the run before this one says, for {@code dependsOnPast} and {@code waitForDownstream}. */
    PastRun past();

    /** The run with the greatest logical date below this one's, as far as the rules ask. */
    interface PastRun {

        /** Whether there is such a run that counts. */
        boolean exists();

        /** Whether the task has an instance there. */
        boolean has(String taskId);

        /** Whether an instance of the task there is neither success nor skipped. */
        boolean undone(String taskId);

        /** Whether no earlier run at all has an instance of the task. */
        boolean absentEverywhere(String taskId);

        @Nullable
        Instant logicalDate();
    }
}
