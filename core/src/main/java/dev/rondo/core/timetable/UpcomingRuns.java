package dev.rondo.core.timetable;

import dev.rondo.sdk.spec.DagSpec;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The runs that a schedule makes next, with what the clock of its zone does meanwhile. */
public final class UpcomingRuns {

    private UpcomingRuns() {}

    /**
     * A run to come.
     *
     * @param offset of the zone when it starts
     * @param mark what a change of the clock does to its tick
     * @param changes of the clock since the run before (for the first one: since now) until it starts
     */
    public record UpcomingRun(RunInfo run, ZoneOffset offset, ClockMark mark, List<ClockChange> changes) {
        public UpcomingRun {
            changes = List.copyOf(changes);
        }
    }

    /**
     * The next runs, as if each were created at its time; those that are due and do not exist yet come first. Fewer
     * when the schedule ends, or when a run depends on the end of the one before, as with a continuous one.
     *
     * @param last as for {@link Timetable#next}
     */
    public static List<UpcomingRun> of(
            DagSpec spec, Timetable timetable, @Nullable DataInterval last, Instant now, int count) {
        ZoneId zone = ZoneId.of(spec.timezone());
        List<UpcomingRun> runs = new ArrayList<>();
        Instant from = now;
        for (RunInfo run : runs(spec, timetable, last, now, count)) {
            Instant starts = run.runAfter();
            runs.add(new UpcomingRun(
                    run,
                    zone.getRules().getOffset(starts),
                    ClockMark.of(run.tick(), zone, timetable),
                    ClockChange.between(from, starts, zone)));
            from = starts.isAfter(from) ? starts : from;
        }
        return List.copyOf(runs);
    }

    private static List<RunInfo> runs(
            DagSpec spec, Timetable timetable, @Nullable DataInterval last, Instant now, int count) {
        List<RunInfo> due = DueRuns.of(spec, timetable, last, now, count).due();
        List<RunInfo> runs = new ArrayList<>(due.subList(0, Math.min(count, due.size())));
        DataInterval newest = runs.isEmpty() ? last : runs.getLast().interval();
        Restriction restriction = DueRuns.restriction(spec);
        for (RunInfo next : timetable.upcoming(count - runs.size(), newest, restriction, now)) {
            if (!runs.isEmpty() && !next.logicalDate().isAfter(runs.getLast().logicalDate())) {
                break; // when that one comes depends on the end of the one before
            }
            runs.add(next);
        }
        return runs;
    }
}
