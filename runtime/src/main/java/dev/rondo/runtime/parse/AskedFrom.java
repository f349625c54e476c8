package dev.rondo.runtime.parse;

import dev.rondo.core.timetable.Stretch;
import java.time.Instant;
import java.util.Map;

/**
 * What timetable classes are asked: the runs from some moment on, and those of stretches that are to be backfilled.
 *
 * @param now the moment of reading
 * @param lastRuns logical dates of the last automated runs, by DAG id; a DAG that had none is not in it
 * @param stretches by DAG id
 */
public record AskedFrom(Instant now, Map<String, Instant> lastRuns, Map<String, Stretch> stretches) {

    public AskedFrom {
        lastRuns = Map.copyOf(lastRuns);
        stretches = Map.copyOf(stretches);
    }

    /** Only for the runs from some moment on. */
    public AskedFrom withoutStretches() {
        return new AskedFrom(now, lastRuns, Map.of());
    }

    /** Where no DAG had a run. */
    public static AskedFrom now(Instant now) {
        return new AskedFrom(now, Map.of(), Map.of());
    }
}
