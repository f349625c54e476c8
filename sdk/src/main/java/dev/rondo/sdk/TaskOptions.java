package dev.rondo.sdk;

import java.time.Duration;

/**
 * The options of a task. DAG, group, default arguments and task all have them, and the nearest one that says something
 * wins: task, then the groups around it from the inside out, then the DAG, then the installation's own defaults. Names
 * and meanings are Airflow's unless said. A value out of range is reported when the DAG is loaded, with all its other
 * problems.
 *
 * @param <S> the type itself
 */
public interface TaskOptions<S> {

    /** How often a failed try is repeated. Default: 0. Range: 0 to 1,000. Lost workers do not use up retries. */
    S retries(int count);

    /**
     * Pause between a failed try and its first repeat, measured from the end of the try. Default: 5 min. Range: 0 to 30
     * days.
     */
    S retryDelay(Duration delay);

    /**
     * Factor from one retry delay to the next, with some jitter. Default: 0. Range: 0 to 100; 0 and 1 keep the delay
     * constant. The growth ends at {@link #maxRetryDelay}.
     */
    S retryBackoff(double factor);

    /** Doubles the retry delay each time: {@code retryBackoff(2)}; false: keeps it constant. */
    S retryExponentialBackoff(boolean exponential);

    /** Upper bound of a growing retry delay; a constant one is not bounded. Default: 24 h. Range: 1 s to 30 days. */
    S maxRetryDelay(Duration max);

    /**
     * Longest time one try may run, measured from {@code running} by the worker's monotonic clock.
     *
     * <p>Bounds a single try, not the task: with {@code retries(3)} a task may take four times as long, plus delays.
     * When it expires the worker interrupts the body, waits a grace, then ends its JVM; the try failed and uses up a
     * retry. A sensor's {@code timeout} is another thing: it counts over all looks. Default: unlimited. Range: 1 s to
     * 30 days.
     */
    S executionTimeout(Duration timeout);

    /** Whether the task waits until it succeeded or was skipped in the previous run of its DAG. Default: false. */
    S dependsOnPast(boolean depends);

    /**
     * Whether {@link #dependsOnPast} lets the task's first run ever go. Default: true; false holds it back until
     * someone marks or clears it.
     */
    S ignoreFirstDependsOnPast(boolean ignore);

    /**
     * Whether the task waits until the previous run's tasks directly below it are done too; switches
     * {@link #dependsOnPast} on. Default: false.
     */
    S waitForDownstream(boolean wait);

    /**
     * When the task may start, given the states of its direct upstream tasks. Default: {@link TriggerRule#ALL_SUCCESS}.
     * Under any other rule an input may be missing, and the task must take it as {@link TaskRef#optional}. A teardown
     * has a rule of its own, which cannot be changed.
     */
    S triggerRule(TriggerRule rule);

    /** Pool the task takes a slot of while queued or running. Default: {@code default_pool}. */
    S pool(String name);

    /** Like {@link #pool(String)}, taking several slots. */
    S pool(String name, int slots);

    /** How many slots of its pool a running instance takes. Default: 1. Range: 1 to 1,000,000. */
    S poolSlots(int slots);

    /** Higher goes first when slots are short. Default: 1. Combined with neighbours by {@link #weightRule}. */
    S priorityWeight(int weight);

    /** How the priority weight combines with those of neighbours. Default: {@link WeightRule#DOWNSTREAM}. */
    S weightRule(WeightRule rule);

    /** Name of the queue; only workers that serve it run the task. Default: {@code default}. */
    S queue(String name);

    /** How many instances of the task may be active at once in all runs of its DAG. Default: no limit. Range: 1 up. */
    S maxActivePerDag(int max);

    /** How many instances of a mapped task may be active at once in one run. Default: no limit. Range: 1 up. */
    S maxActivePerRun(int max);

    /**
     * First logical date with an instance of the task: a date, or a date and time, in the DAG's zone unless it has an
     * offset. Default: that of the DAG.
     */
    S startDate(String date);

    /**
     * Last logical date with an instance of the task, itself included; written like {@link #startDate}. Default: none.
     */
    S endDate(String date);

    /** In which JVM a try runs. Default: {@link Isolation#WARM}. */
    S isolation(Isolation isolation);

    /**
     * Heap of the JVM that runs the task, such as {@code 512m} or {@code 4g} (powers of 1,024). Workers that cannot
     * give it do not get the task. Default: the worker's. Range: 16m to 64t.
     */
    S memory(String heap);

    /** More options for the JVM that runs the task, such as {@code -XX:+UseZGC}. Default: none. */
    S jvmOptions(String... options);

    /** Who answers for the task, for lists and filters. Default: none. */
    S owner(String name);

    /** What the task is for, in Markdown, for the page. Default: none. */
    S doc(String markdown);

    /** Addresses for {@link #emailOnFailure} and {@link #emailOnRetry}. Default: none. */
    S email(String... addresses);

    /** Whether a mail goes out when the task failed for good. Default: true, if there is an address. */
    S emailOnFailure(boolean send);

    /** Whether a mail goes out when a try failed and another follows. Default: true, if there is an address. */
    S emailOnRetry(boolean send);

    /** What to do when the task succeeded. */
    S onSuccess(Callback callback);

    /** What to do when the task failed for good. */
    S onFailure(Callback callback);

    /** What to do when a try failed and another follows. */
    S onRetry(Callback callback);

    /** What to do when the task's own body asked to be skipped; not when a branch or rule skips it, as in Airflow. */
    S onSkipped(Callback callback);

    /** What to do before each try, in the JVM of the try. */
    S onExecute(Callback callback);
}
