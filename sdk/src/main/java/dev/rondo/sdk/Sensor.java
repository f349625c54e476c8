package dev.rondo.sdk;

import java.time.Duration;

/**
 * An operator that waits for something: each call of {@link #execute} is one quick look. It returns the result when the
 * thing is there and throws {@link LookAgain#later} when it is not. Between two looks it holds no worker.
 *
 * @param <T> type of the result; {@link Void} when there is none
 */
public interface Sensor<T> extends Operator<T> {

    @Override
    default OperatorKind kind() {
        return OperatorKind.SENSOR;
    }

    /** Pause between two looks, where a look does not say otherwise. Default: 60 s. Range: 1 s to 7 days. */
    default Duration pokeInterval() {
        return Waiting.DEFAULT.pokeInterval();
    }

    /**
     * How long to go on looking, from the first look of the try. When it is over the task fails without a retry, or is
     * skipped if {@link #softFail}. Default: 7 days. Range: 1 s to 365 days.
     */
    default Duration timeout() {
        return Waiting.DEFAULT.timeout();
    }

    /**
     * Whether the end of the timeout, or a look that fails for good ({@link FailWithoutRetryException}), skips the task
     * instead of failing it. Default: false.
     */
    default boolean softFail() {
        return Waiting.DEFAULT.softFail();
    }

    /** Whether the pause grows with the time already waited, up to {@link #maxWait}. Default: false. */
    default boolean exponentialBackoff() {
        return Waiting.DEFAULT.exponentialBackoff();
    }

    /** Longest pause between two looks when it grows. Default: 1 h. */
    default Duration maxWait() {
        return Waiting.DEFAULT.maxWait();
    }
}
