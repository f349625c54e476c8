package dev.rondo.scheduler.engine;

import dev.rondo.core.dagrun.RunType;
import dev.rondo.core.state.Instance;
import dev.rondo.core.state.RunState;
import dev.rondo.core.state.TaskState;
import java.time.Instant;

/** Told what was committed. Called by the engine thread: to take note, not to work. */
public interface EngineListener {

    /** A run changed its state. */
    default void runChanged(long runNo, String dagId, String runId, RunState before, RunState after) {}

    /** An instance changed, in the order in which it did: a batch may change one several times. */
    default void instanceChanged(String dagId, String taskId, TaskState before, Instance after) {}

    /** A run began for the first time; it might have begun at {@code runAfter}. */
    default void runBegan(String dagId, RunType type, Instant runAfter, Instant start) {}

    /** A run ended. */
    default void runEnded(String dagId, RunType type, RunState state, Instant start, Instant end) {}

    /** A pass is over. */
    default void passed(PassReport report) {}
}
