package dev.rondo.sdk;

import java.util.Optional;

/**
 * A handle on a task: its result as an input for others, its place in the graph, its options. A call changes the DAG.
 * Made by Rondo alone.
 *
 * @param <T> type of its result; {@link Void} when it has none
 */
public interface TaskRef<T> extends Input<T>, Node<TaskRef<T>>, TaskOptions<TaskRef<T>> {

    /** The id with those of its groups before it, such as {@code features.hourly}. */
    String id();

    /**
     * The result as an input that may be missing: empty when the task was skipped, failed or returned null. Needed
     * under every trigger rule that lets a task start without the success of this one.
     */
    Input<Optional<T>> optional();

    /** Makes this a setup: what needs it is cleared together with it, and its teardown runs when they are done. */
    TaskRef<T> asSetup();

    /**
     * Makes this the teardown of the setups: it runs when all between is done, if a setup succeeded, whatever became of
     * the work, and its own failure leaves the run's outcome alone (but see {@link #failsRun}). It comes after the
     * setups, which become setups if they are not yet; without any setup it runs when everything above is done.
     */
    TaskRef<T> asTeardown(TaskRef<?>... setups);

    /** For a teardown: its failure fails the run. */
    TaskRef<T> failsRun();

    /**
     * Says the type of the result where it cannot be read from the body: a generic result of a lambda.
     *
     * @param type {@code new TypeOf<List<Shard>>() {}}
     */
    TaskRef<T> returns(TypeOf<T> type);

    /**
     * For a short circuit: true (the default) skips everything downstream; false skips the direct downstream tasks
     * alone and lets those below judge by their own trigger rules.
     */
    TaskRef<T> ignoreDownstreamTriggerRules(boolean ignore);

    /**
     * What the task updates: when it succeeds, each asset gets an event, and the DAGs that wait for it get their runs
     * in the same transaction. A mapped task makes one event an instance. Several calls add up.
     */
    TaskRef<T> outlets(AssetRef... assets);

    /**
     * Notes when the task has not succeeded (all instances of it, or been skipped) by the deadline, which is measured
     * from the run.
     *
     * @param name unique in the task, at most 100 letters, digits, dots, dashes and underscores
     * @see Dag#deadline(String, Deadline)
     */
    TaskRef<T> deadline(String name, Deadline deadline);

    /** Like {@link #deadline(String, Deadline)}, and calls back when it is missed. */
    TaskRef<T> deadline(String name, Deadline deadline, Callback missed);

    /** What the task reads, so that it may ask {@link TaskContext#inletEvents} and lineage knows. Calls add up. */
    TaskRef<T> inlets(AssetRef... assets);
}
