package dev.rondo.core.timetable;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a DAG demands of its timetable.
 *
 * @param earliest the DAG's start date: no run is dated earlier; null = none, and then catchup has nothing to start
 *     from
 * @param latest the DAG's end date: no run is dated later; null = none
 * @param catchup whether runs missed in the past are made up for; without it only the newest of them is
 */
public record Restriction(
        @Nullable Instant earliest, @Nullable Instant latest, boolean catchup) {

    /** Every run from {@code earliest} to {@code latest}, both included. */
    public static Restriction between(Instant earliest, Instant latest) {
        return new Restriction(earliest, latest, true);
    }

    /** Whether the end date forbids what would happen at {@code moment}. */
    boolean forbids(Instant moment) {
        return latest != null && moment.isAfter(latest);
    }
}
