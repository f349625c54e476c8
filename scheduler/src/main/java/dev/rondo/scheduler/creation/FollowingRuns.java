package dev.rondo.scheduler.creation;

import dev.rondo.core.graph.Graph;
import dev.rondo.core.timetable.DataInterval;
import dev.rondo.core.timetable.Restriction;
import dev.rondo.core.timetable.RunInfo;
import dev.rondo.core.timetable.Timetables;
import dev.rondo.metadata.run.RunRow;
import dev.rondo.scheduler.engine.NextRuns;
import dev.rondo.sdk.spec.DagSpec;
import dev.rondo.sdk.spec.TaskSpec;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** When the run after another one of its schedule is due, for tasks that only run in the newest. */
public final class FollowingRuns implements NextRuns {

    @Override
    public @Nullable Instant after(Graph graph, RunRow run) {
        DagSpec spec = graph.spec();
        Instant start = run.dataIntervalStart();
        Instant end = run.dataIntervalEnd();
        boolean asks = spec.tasks().stream().anyMatch(t -> t.body() == TaskSpec.Body.LATEST_ONLY);
        if (!asks || start == null || end == null) {
            return null;
        }
        // With catchup, so that the very next one is meant and not the newest.
        Restriction restriction = new Restriction(spec.startDate(), spec.endDate(), true);
        return Timetables.of(spec.schedule(), ZoneId.of(spec.timezone()))
                .next(new DataInterval(start, end), restriction, run.runAfter())
                .map(RunInfo::runAfter)
                .orElse(null);
    }
}
