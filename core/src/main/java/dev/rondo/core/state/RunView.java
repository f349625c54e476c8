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

    /** Whether its backfill is its DAG's first run as far as dependence on the past goes (ordinal 1). */
    boolean ignoresPast();

    /** How many instances the task has; 1 with map index -1 while a mapped task is not expanded. */
    int instances(int task);

    /** Whether a mapped task is expanded (also to length 0). */
    boolean expanded(int task);

    Instance instance(int task, int mapIndex);

    /** How many instances of the task are in the state. */
    int count(int task, TaskState state);

    /** Length of the list (or map) the task returned, for mapping over it; -1: it has not returned one. */
    int resultLength(int task);

    /** What the run before this one says, for {@code dependsOnPast} and {@code waitForDownstream}. */
    PastRun past();

    /** The run with the greatest logical date below this one's, as far as the rules ask. */
    interface PastRun {
        /** Whether there is such a run that counts. */
        boolean exists();

        /** Whether the task has instances there and every one is success or skipped. */
        boolean allDone(String taskId);

        /** Whether no earlier run at all has an instance of the task. */
        boolean absentEverywhere(String taskId);

        @Nullable
        Instant logicalDate();
    }
}
