package dev.rondo.core.newrun;

import dev.rondo.core.timetable.DataInterval;
import dev.rondo.core.timetable.Timetables;
import dev.rondo.sdk.spec.DagSpec;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What decides whether the schedule of a DAG makes a run.
 *
 * @param last data interval of its last automated run; null: it had none
 * @param openRuns how many of its runs are queued or running
 * @param stored what its timetable class told of
 */
public record ScheduleFacts(
        DagFacts dag, DagSpec spec, Plan plan, @Nullable DataInterval last, int openRuns, Timetables.Stored stored) {

    /**
     * What the schedule answered when it was asked last. It is asked again at that moment and not before.
     *
     * @param current whether it was this version of the DAG that was asked; where not, it is asked at once
     * @param nextRunAfter null: it had no further run
     */
    public record Plan(boolean current, @Nullable Instant nextRunAfter) {}
}
