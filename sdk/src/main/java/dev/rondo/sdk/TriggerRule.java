package dev.rondo.sdk;

/** When a task may start, given the states of its direct upstream tasks. The rules are Airflow's. */
public enum TriggerRule {
    /** All upstream tasks succeeded. The default. */
    ALL_SUCCESS,
    /** All upstream tasks failed or are upstream_failed. */
    ALL_FAILED,
    /** All upstream tasks are finished, whatever their outcome. */
    ALL_DONE,
    /** All upstream tasks are finished and at least one succeeded; a skipped one skips this task. */
    ALL_DONE_MIN_ONE_SUCCESS,
    /** All upstream tasks are finished and all setups among them succeeded: the rule of teardowns. */
    ALL_DONE_SETUP_SUCCESS,
    /** All upstream tasks were skipped. */
    ALL_SKIPPED,
    /** At least one upstream task failed; does not wait for the others. */
    ONE_FAILED,
    /** At least one upstream task succeeded; does not wait for the others. */
    ONE_SUCCESS,
    /** At least one upstream task succeeded or failed; does not wait for the others. */
    ONE_DONE,
    /** No upstream task failed; some may have been skipped. */
    NONE_FAILED,
    /** No upstream task failed and at least one succeeded. */
    NONE_FAILED_MIN_ONE_SUCCESS,
    /** No upstream task was skipped. */
    NONE_SKIPPED,
    /** No condition: the task may start at once. */
    ALWAYS;

    /** The name in stored graphs, the API and the page, such as {@code all_success}. */
    public String wireName() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
