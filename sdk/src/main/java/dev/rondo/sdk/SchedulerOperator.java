package dev.rondo.sdk;

import org.jspecify.annotations.Nullable;

/**
 * An operator that the scheduler carries out itself, without a worker. Only the effects listed here exist; a DAG jar
 * has no reason to implement this.
 */
public interface SchedulerOperator extends Action<Void> {

    /** What the scheduler does. */
    Effect effect();

    /** Never called by a server; a test that runs the operator by itself sees that nothing happens. */
    @Override
    default @Nullable Void execute(TaskContext context) {
        return null;
    }

    /** What a scheduler can do by itself. */
    enum Effect {
        /** Nothing: the task succeeds as soon as it may start. */
        NOTHING,
        /** Skips everything downstream unless the run is the newest of its schedule. */
        LATEST_ONLY
    }
}
