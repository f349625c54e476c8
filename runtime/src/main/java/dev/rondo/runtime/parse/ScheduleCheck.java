package dev.rondo.runtime.parse;

import dev.rondo.core.timetable.MovedRuns;
import dev.rondo.core.timetable.Timetables;
import dev.rondo.sdk.Problem;
import dev.rondo.sdk.ProblemCode;
import dev.rondo.sdk.spec.DagSpec;
import java.time.Instant;
import java.util.Optional;

/** Finds what is wrong with a schedule and only its timetable can tell. */
public final class ScheduleCheck {

    private ScheduleCheck() {}

    /**
     * What is wrong with the schedule of a DAG; empty: nothing.
     *
     * @param stored what its timetable class told of
     */
    public static Optional<Problem> problem(DagSpec spec, Timetables.Stored stored, Instant now) {
        Instant from = spec.startDate() == null ? now : spec.startDate();
        return MovedRuns.problem(Timetables.of(spec, stored), from)
                .map(text -> new Problem(
                        ProblemCode.BAD_CALENDAR,
                        spec.dagId(),
                        null,
                        null,
                        "movedTo does not fit: " + text,
                        "leave the other days out with onlyOn, or make one run a day"));
    }
}
