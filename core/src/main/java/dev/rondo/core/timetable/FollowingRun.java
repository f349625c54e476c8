package dev.rondo.core.timetable;

import dev.rondo.sdk.spec.DagSpec;
import dev.rondo.sdk.spec.ScheduleSpec;
import dev.rondo.sdk.spec.TaskSpec;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** When the run after another one of its schedule is due, for tasks that only run in the newest. */
public final class FollowingRun {

    private FollowingRun() {}

    /**
     * When the run is due that follows the one of the interval.
     *
     * @param stored what the timetable class of the DAG told of; asked for only when it matters
     * @return null: none follows, or no task of the DAG asks
     */
    public static @Nullable Instant after(
            DagSpec spec, DataInterval interval, Instant runAfter, Supplier<Timetables.Stored> stored) {
        boolean asks = spec.tasks().stream().anyMatch(t -> t.body() == TaskSpec.Body.LATEST_ONLY);
        if (!asks) {
            return null;
        }
        boolean ownTimetable = spec.schedule().innermost() instanceof ScheduleSpec.Custom;
        // With catchup, so that the very next one is meant and not the newest.
        Restriction restriction = new Restriction(spec.startDate(), spec.endDate(), true);
        return Timetables.of(spec, ownTimetable ? stored.get() : Timetables.Stored.NOTHING)
                .next(interval, restriction, runAfter)
                .map(RunInfo::runAfter)
                .orElse(null);
    }
}
