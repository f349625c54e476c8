package dev.rondo.core.state;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What follows from an event. Decisions are applied in order, all in one transaction, to the store and to the cache
 * alike.
 */
public sealed interface Decision {

    /** The reason of an approval that nobody answered in time: its default answer is its result. */
    String DEFAULT_ANSWER = "default_answer";

    /** Why an approval that nobody answered is rejected: that is its default. */
    String DEFAULT_REJECTION = "default_rejection";

    /**
     * An instance changes.
     *
     * @param after the instance as it is from now on
     * @param before the state it had: the condition of the update
     * @param reason stable code of why, such as {@code upstream_failed:train}; null: the state says it
     */
    record Changed(
            Instance after, TaskState before, @Nullable String reason) implements Decision {}

    /**
     * A mapped task gets the instances {@code from} to {@code length - 1}, in one go; from 0 they take the place of its
     * placeholder, else they are added to those it has. A mapping over nothing is no expansion: its placeholder is
     * skipped.
     *
     * @param each what each of the new instances is like, but for its map index
     */
    record Expanded(int task, int from, int length, Instance each) implements Decision {}

    /**
     * The run changes.
     *
     * @param reason stable code of why, such as {@code deadlock}; null: the states of its tasks say it
     */
    record RunChanged(
            RunState before, RunState after, @Nullable String reason, Instant at) implements Decision {}

    /** A try that a worker holds is to be stopped. */
    record Stop(int task, int mapIndex, long dispatchId, String reason) implements Decision {}

    /**
     * A callback of the author is to run, at least once.
     *
     * @param task -1: of the DAG
     * @param kind {@code success, failure, retry, skipped}
     * @param at moment of the change that asks for it
     */
    record Callback(int task, int mapIndex, int tryNumber, String kind, Instant at) implements Decision {}

    /**
     * People are to be told by email, at least once.
     *
     * @param kind {@code failure, retry}
     * @param at moment of the change that asks for it
     */
    record Email(int task, int mapIndex, int tryNumber, String kind, Instant at) implements Decision {}
}
