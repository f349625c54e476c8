package dev.rondo.core.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a body asks of the server while it runs, by an HTTP request with the token of its dispatch.
 *
 * @param kind one of the constants here
 * @param arguments as the kind says; each is a text, JSON where it is a value
 */
public record Ask(String kind, List<@Nullable String> arguments) {

    /**
     * Arguments: task id, map index (or null: all of a mapped task, as a JSON array), key, run id (or null: this run).
     */
    public static final String XCOM_PULL = "xcom_pull";

    /** Arguments: key, value, type name. Also used by the worker for a result that is too large for a frame. */
    public static final String XCOM_PUSH = "xcom_push";

    /** Arguments: key. */
    public static final String VARIABLE = "variable";

    /** Arguments: connection id. The answer is its URI form. */
    public static final String CONNECTION = "connection";

    /**
     * Arguments: DAG id, run id (or null), logical date (or null), conf as JSON, {@code true} to reset an existing run,
     * idempotency key. The answer is a {@linkplain #RUN run}; null: there is no such DAG.
     */
    public static final String TRIGGER_DAG_RUN = "trigger_dag_run";

    /**
     * Arguments: DAG id, run id (or null), logical date (or null). The answer is a JSON object with {@code dag_id,
     * run_id, state, logical_date}; null: there is no such run.
     */
    public static final String RUN = "run";

    /**
     * Arguments: DAG id, run id, task ids as a JSON array. The answer is a JSON object of lists of states by task id;
     * null: there is no such run.
     */
    public static final String TASK_STATES = "task_states";

    /** Arguments: DAG id, task ids as a JSON array. The answer is a JSON array of those missing; null: no such DAG. */
    public static final String MISSING_TASKS = "missing_tasks";

    /** No arguments. The answer is a JSON array of the {@linkplain #INLET_EVENTS updates} the run was made for. */
    public static final String TRIGGERING_EVENTS = "triggering_events";

    /**
     * Arguments: {@code asset} or {@code alias}, its name, how many. The answer is a JSON array of its newest updates,
     * each an object with {@code asset, uri, at, extra} and, where a task made it, {@code dag_id, task_id, run_id,
     * map_index}.
     */
    public static final String INLET_EVENTS = "inlet_events";

    /** The answer to an ask; null is an answer. */
    public record Answer(@Nullable String value) {}

    /** The inputs of a dispatch, one JSON text each. */
    public record Inputs(List<@Nullable String> values) {}
}
