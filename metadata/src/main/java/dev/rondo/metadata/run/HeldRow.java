package dev.rondo.metadata.run;

import dev.rondo.core.state.TaskState;

/** A dispatch that, by the tables, a worker has. */
public record HeldRow(
        String workerId, long runNo, String dagId, String taskId, int mapIndex, long dispatchId, TaskState state) {}
