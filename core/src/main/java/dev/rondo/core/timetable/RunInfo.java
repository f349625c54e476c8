package dev.rondo.core.timetable;

import java.time.Instant;
import java.util.Objects;

/**
 * A run that a timetable asks for.
 *
 * @param logicalDate the moment the run stands for: where its data interval starts
 * @param interval the data it covers
 * @param runAfter the earliest moment it may be created
 */
public record RunInfo(Instant logicalDate, DataInterval interval, Instant runAfter) {

    public RunInfo {
        Objects.requireNonNull(logicalDate);
        Objects.requireNonNull(interval);
        Objects.requireNonNull(runAfter);
    }

    /** A run that covers the interval and may start when it is over. */
    static RunInfo after(DataInterval interval) {
        return new RunInfo(interval.start(), interval, interval.end());
    }
}
