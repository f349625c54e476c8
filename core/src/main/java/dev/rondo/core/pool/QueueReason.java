package dev.rondo.core.pool;

import dev.rondo.core.state.Reason;
import java.util.Locale;
import java.util.Map;

/**
 * A limit that holds a scheduled instance back.
 *
 * @param name of the pool, DAG or task that is full
 * @param wanted slots it takes, for a pool; the limit, for the others
 * @param present slots left, for a pool; how many are active, for the others
 */
public record QueueReason(Kind kind, String name, int wanted, int present) implements Reason {

    /** Which limit. */
    public enum Kind {
        /** Its pool is not defined. */
        NO_SUCH_POOL,
        /** Its pool has fewer free slots than it takes. */
        POOL_FULL,
        /** Its run has as many active tasks as the DAG allows. */
        RUN_FULL,
        /** Its task is active as often as it may be over all runs. */
        TASK_FULL,
        /** Its task is active as often as it may be in one run. */
        TASK_FULL_IN_RUN,
        /** No worker has a free slot and the memory. */
        WORKERS_FULL
    }

    @Override
    public String code() {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String text() {
        return switch (kind) {
            case NO_SUCH_POOL -> "there is no pool '" + name + "'; create it or change the task's pool";
            case POOL_FULL -> "pool '" + name + "' has " + present + " free slots, it takes " + wanted;
            case RUN_FULL ->
                "its run has " + present + " active tasks, max_active_tasks of '" + name + "' is " + wanted;
            case TASK_FULL ->
                "'" + name + "' is active " + present + " times over all runs, at most " + wanted + " are allowed";
            case TASK_FULL_IN_RUN ->
                "'" + name + "' is active " + present + " times in this run, at most " + wanted + " are allowed";
            case WORKERS_FULL -> "no worker has a free slot for it, and the memory that it takes";
        };
    }

    @Override
    public Map<String, String> data() {
        return Map.of(
                "name", name,
                "wanted", String.valueOf(wanted),
                "present", String.valueOf(present));
    }
}
