package dev.rondo.core.timetable;

import java.time.Instant;
import java.util.Objects;

/**
 * A run that a timetable asks for.
 *
 * @param logicalDate the moment the run stands for: where its data interval starts
 * @param interval the data it covers
 * @param runAfter the earliest moment it may be created
 * @param tick what its run id is made of: when it would be created without calendar and spread, or, of a timetable
 *     class, its logical date; no two runs of a timetable have the same
 */
public record RunInfo(Instant logicalDate, DataInterval interval, Instant runAfter, Instant tick) {

    public RunInfo {
        Objects.requireNonNull(logicalDate);
        Objects.requireNonNull(interval);
        Objects.requireNonNull(runAfter);
        Objects.requireNonNull(tick);
    }

    /** A run that nothing shifts. */
    public RunInfo(Instant logicalDate, DataInterval interval, Instant runAfter) {
        this(logicalDate, interval, runAfter, runAfter);
    }

    /** A run that covers the interval and may start when it is over. */
    static RunInfo after(DataInterval interval) {
        return new RunInfo(interval.start(), interval, interval.end());
    }

    /** The same, created at another moment. */
    RunInfo startingAt(Instant moment) {
        return new RunInfo(logicalDate, interval, moment, tick);
    }
}
