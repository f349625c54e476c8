package dev.rondo.sdk;

import java.time.Duration;
import java.time.ZonedDateTime;

/**
 * The stretch of time that a run covers, in the zone of its DAG.
 *
 * @param start included
 * @param end excluded; not before the start
 */
public record DataInterval(ZonedDateTime start, ZonedDateTime end) {

    public DataInterval {
        if (end.isBefore(start)) {
            throw new IllegalArgumentException(
                    "a data interval ends at or after its start, but " + end + " is before " + start);
        }
    }

    /** Elapsed time between start and end: 23 or 25 hours for a day on which the clocks change. */
    public Duration length() {
        return Duration.between(start, end);
    }
}
