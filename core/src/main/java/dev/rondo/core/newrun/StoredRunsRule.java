package dev.rondo.core.newrun;

import dev.rondo.core.state.Readiness;
import dev.rondo.core.state.Told;
import dev.rondo.core.timetable.RunInfo;
import dev.rondo.sdk.spec.ScheduleSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A DAG with a timetable class has the runs that the DAG processor stored; when these are used up it waits for more.
 */
final class StoredRunsRule implements ScheduleRule {

    @Override
    public Readiness check(Look look) {
        if (!(look.facts().spec().schedule().innermost() instanceof ScheduleSpec.Custom custom)
                || !look.hasEnded()
                || look.isPastItsEndDate()) {
            return Readiness.READY;
        }
        Map<String, String> data = Map.of("timetable", custom.className());
        if (look.facts().stored().ends()) {
            return Told.by(
                    "timetable_ended",
                    "its timetable " + custom.className() + " says that no further run follows",
                    data);
        }
        Instant newest = newest(look.facts());
        String beyond = newest == null ? "no run is stored" : "no run is stored beyond that of " + newest;
        return Told.by(
                "stored_runs_used_up",
                beyond + ": the DAG processor must ask its timetable " + custom.className()
                        + " again, which it does within a minute while it runs, the DAG is not paused and "
                        + look.facts().dag().fileName() + " can be read",
                data);
    }

    /** Date of the newest run that is stored or was made. */
    private static @Nullable Instant newest(ScheduleFacts facts) {
        List<RunInfo> stored = facts.stored().runs();
        if (!stored.isEmpty()) {
            return stored.getLast().logicalDate();
        }
        return facts.last() == null ? null : facts.last().start();
    }
}
