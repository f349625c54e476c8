package dev.rondo.core.newrun;

import dev.rondo.core.timetable.DueRuns;
import dev.rondo.core.timetable.Timetable;
import dev.rondo.sdk.spec.ScheduleSpec;
import java.time.Instant;

/**
 * A look at a schedule: the facts, and what its timetable says to them.
 *
 * @param runs what is due, were it not for the other rules
 */
record Look(ScheduleFacts facts, Timetable timetable, DueRuns runs, Instant now) {

    boolean isDue() {
        return !runs.due().isEmpty();
    }

    /** Whether the timetable makes no further run, as far as it knows. */
    boolean hasEnded() {
        return runs.due().isEmpty() && runs.next() == null;
    }

    boolean isPastItsEndDate() {
        Instant end = facts.spec().endDate();
        return end != null && end.isBefore(now);
    }

    boolean hasTimetableClass() {
        return facts.spec().schedule().innermost() instanceof ScheduleSpec.Custom;
    }
}
