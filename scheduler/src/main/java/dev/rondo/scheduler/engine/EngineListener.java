package dev.rondo.scheduler.engine;

import dev.rondo.core.state.RunState;

/** Told what was committed. Called by the engine thread: to take note, not to work. */
public interface EngineListener {

    /** A run changed its state. */
    default void runChanged(long runNo, String dagId, String runId, RunState before, RunState after) {}

    /** A pass is over. */
    default void passed(PassReport report) {}
}
