package dev.rondo.core.timetable;

import java.time.Instant;
import java.util.Objects;

/**
 * The data a run covers: from {@code start}, included, to {@code end}, excluded. Both are the same moment where a run
 * stands for a moment and not for a stretch of time.
 */
public record DataInterval(Instant start, Instant end) {

    /** @throws IllegalArgumentException when the end lies before the start */
    public DataInterval {
        Objects.requireNonNull(start);
        if (end.isBefore(start)) {
            throw new IllegalArgumentException("data interval ends before it starts: " + start + " to " + end);
        }
    }

    /** The interval of length zero at a moment. */
    public static DataInterval at(Instant moment) {
        return new DataInterval(moment, moment);
    }
}
