package dev.rondo.webserver.dag.why;

import dev.rondo.core.timetable.RunInfo;
import dev.rondo.sdk.spec.ScheduleSpec;
import java.util.List;
import java.util.Optional;

/**
 * A DAG with a timetable class has the runs that the DAG processor stored; when these are used up it waits for more.
 */
final class StoredRunsRule implements DagRule {

    @Override
    public Optional<Held> held(DagFacts facts) {
        if (!(facts.spec().schedule().innermost() instanceof ScheduleSpec.Custom custom)
                || facts.dag().nextRunAfter() != null) {
            return Optional.empty();
        }
        if (facts.stored().ends()) {
            return Optional.of(new Held(
                    "timetable_ended",
                    "its timetable " + custom.className() + " says that no further run follows",
                    null));
        }
        List<RunInfo> runs = facts.stored().runs();
        String beyond = runs.isEmpty()
                ? "no run is stored"
                : "no run is stored beyond that of " + runs.getLast().logicalDate();
        return Optional.of(new Held(
                "stored_runs_used_up",
                beyond + ": the DAG processor must ask its timetable " + custom.className()
                        + " again, which it does within a minute while it runs, the DAG is not paused and "
                        + facts.dag().fileName() + " can be read",
                null));
    }
}
