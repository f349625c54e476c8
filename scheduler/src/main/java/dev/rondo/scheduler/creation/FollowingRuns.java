package dev.rondo.scheduler.creation;

import dev.rondo.core.graph.Graph;
import dev.rondo.core.timetable.DataInterval;
import dev.rondo.core.timetable.FollowingRun;
import dev.rondo.metadata.run.RunRow;
import dev.rondo.metadata.run.RunTransaction;
import dev.rondo.scheduler.engine.NextRuns;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When the run after another one of its schedule is due, for tasks that only run in the newest. */
public final class FollowingRuns implements NextRuns {

    @Override
    public @Nullable Instant after(Graph graph, RunRow run, RunTransaction transaction) {
        Instant start = run.dataIntervalStart();
        Instant end = run.dataIntervalEnd();
        return start == null || end == null
                ? null
                : FollowingRun.after(
                        graph.spec(),
                        new DataInterval(start, end),
                        run.runAfter(),
                        () -> transaction.storedRuns(run.dagId(), start));
    }
}
