package dev.rondo.core.pool;

import dev.rondo.core.state.RunView;
import dev.rondo.core.state.TaskState;

/** How much of a run counts against its limits. */
public final class Active {

    private Active() {}

    /** Instances of the run that are with workers. */
    public static int inRun(RunView run) {
        return run.total(TaskState.QUEUED) + run.total(TaskState.RUNNING) + run.total(TaskState.RESTARTING);
    }

    /** Instances of a task, by index, that are with workers or wait elsewhere. */
    public static int ofTask(RunView run, int task) {
        return run.count(task, TaskState.QUEUED)
                + run.count(task, TaskState.RUNNING)
                + run.count(task, TaskState.RESTARTING)
                + run.count(task, TaskState.DEFERRED);
    }
}
