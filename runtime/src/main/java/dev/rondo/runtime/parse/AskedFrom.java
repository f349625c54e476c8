package dev.rondo.runtime.parse;

import java.time.Instant;
import java.util.Map;

/**
 * From when on timetable classes are asked for runs.
 *
 * @param now the moment of reading
 * @param lastRuns logical dates of the last automated runs, by DAG id; a DAG that had none is not in it
 */
public record AskedFrom(Instant now, Map<String, Instant> lastRuns) {

    public AskedFrom {
        lastRuns = Map.copyOf(lastRuns);
    }

    /** Where no DAG had a run. */
    public static AskedFrom now(Instant now) {
        return new AskedFrom(now, Map.of());
    }
}
