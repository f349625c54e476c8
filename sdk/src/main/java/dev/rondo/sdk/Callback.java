package dev.rondo.sdk;

import java.io.Serializable;

/**
 * Something to do when a task or run comes to a state. It runs on a worker after that state is committed, at least
 * once, with a log of its own; {@link TaskContext#idempotencyKey} is the same each time. An exception is logged and
 * changes nothing.
 */
@FunctionalInterface
public interface Callback extends Serializable {

    /**
     * Does it.
     *
     * @param context of the task instance that came to the state; for a callback of a DAG, of the task that ended last
     */
    void call(TaskContext context) throws Exception;
}
