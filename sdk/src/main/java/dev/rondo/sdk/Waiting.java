package dev.rondo.sdk;

import java.time.Duration;

/**
 * How a sensor waits, as one component of its record; see the methods of the same names in {@link Sensor}.
 *
 * @param pokeInterval pause between two looks; 1 s to 7 days
 * @param timeout how long to go on looking; 1 s to 365 days
 * @param softFail whether the end of the timeout skips the task instead of failing it
 * @param exponentialBackoff whether the pause grows with the time already waited
 * @param maxWait longest pause when it grows; 1 s to 7 days
 */
@CheckReturnValue
public record Waiting(
        Duration pokeInterval, Duration timeout, boolean softFail, boolean exponentialBackoff, Duration maxWait) {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration YEAR = Duration.ofDays(365);

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException when a time is out of its range
     */
    public Waiting {
        require("pokeInterval", pokeInterval, WEEK);
        require("timeout", timeout, YEAR);
        require("maxWait", maxWait, WEEK);
    }

    private static void require(String name, Duration time, Duration max) {
        if (time.compareTo(SECOND) < 0 || time.compareTo(max) > 0) {
            throw new IllegalArgumentException(
                    "a sensor's " + name + " is between " + SECOND + " and " + max + ", not " + time);
        }
    }

    /** Looks each minute for up to seven days, as in Airflow. */
    public static final Waiting DEFAULT =
            new Waiting(Duration.ofSeconds(60), Duration.ofDays(7), false, false, Duration.ofHours(1));

    /** With another {@link Sensor#pokeInterval}. */
    public Waiting withPokeInterval(Duration interval) {
        return new Waiting(interval, timeout, softFail, exponentialBackoff, maxWait);
    }

    /** With another {@link Sensor#timeout}. */
    public Waiting withTimeout(Duration limit) {
        return new Waiting(pokeInterval, limit, softFail, exponentialBackoff, maxWait);
    }

    /** With another {@link Sensor#softFail}. */
    public Waiting withSoftFail(boolean soft) {
        return new Waiting(pokeInterval, timeout, soft, exponentialBackoff, maxWait);
    }

    /** With another {@link Sensor#exponentialBackoff}. */
    public Waiting withExponentialBackoff(boolean grows) {
        return new Waiting(pokeInterval, timeout, softFail, grows, maxWait);
    }

    /** With another {@link Sensor#maxWait}. */
    public Waiting withMaxWait(Duration longest) {
        return new Waiting(pokeInterval, timeout, softFail, exponentialBackoff, longest);
    }
}
