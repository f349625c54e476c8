package dev.rondo.core.semantics;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.core.timetable.RunInfo;
import java.util.List;

/** The runs of the recordings as production values. */
public final class RecordedRuns {

    private RecordedRuns() {}

    /** A list of runs; nulls (no further run) are left out. */
    public static List<RunInfo> of(JsonNode runs) {
        return runs.valueStream()
                .filter(run -> !run.isNull())
                .map(RecordedRuns::run)
                .toList();
    }

    public static RunInfo run(JsonNode run) {
        return new RunInfo(
                RecordedTime.requireInstant(run.required("logical_date")),
                RecordedTimetable.interval(run),
                RecordedTime.requireInstant(run.required("run_after")));
    }
}
