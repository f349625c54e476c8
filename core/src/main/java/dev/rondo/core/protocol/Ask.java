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

    /** Arguments: connection id. The answer is Airflow's JSON form of a connection. */
    public static final String CONNECTION = "connection";

    /**
     * Arguments: DAG id, run id (or null), logical date (or null), conf as JSON (or null), idempotency key. The answer
     * is the run id.
     */
    public static final String TRIGGER_DAG_RUN = "trigger_dag_run";

    /**
     * Arguments: DAG id, run id (or null), logical date (or null). The answer is the run's state; null: no such run.
     */
    public static final String RUN_STATE = "run_state";

    /**
     * Arguments: DAG id, run id (or null), logical date (or null), task id. The answer is the worst state of its
     * instances; null: none.
     */
    public static final String TASK_STATE = "task_state";

    /** The answer to an ask; null is an answer. */
    public record Answer(@Nullable String value) {}

    /** The inputs of a dispatch, one JSON text each. */
    public record Inputs(List<@Nullable String> values) {}
}
