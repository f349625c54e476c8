package dev.rondo.core.timetable;

import dev.rondo.sdk.spec.DagSpec;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The runs that should exist at a moment and do not yet.
 *
 * @param due may be created now, oldest first
 * @param next the run after them, due or not; null = the timetable makes no further one
 */
public record DueRuns(List<RunInfo> due, @Nullable RunInfo next) {

    public DueRuns {
        due = List.copyOf(due);
    }

    /**
     * The due runs of a DAG, as its catchup has them: every one, the last so many, or the newest alone.
     *
     * @param last as for {@link Timetable#next}
     * @param limit how many at most, where every one is made up for
     */
    public static DueRuns of(DagSpec spec, Timetable timetable, @Nullable DataInterval last, Instant now, int limit) {
        boolean lastOnly = spec.catchup() > 0 && spec.catchup() != DagSpec.CATCHUP_ALL;
        return lastOnly
                ? newest(timetable, last, restriction(spec), now, spec.catchup())
                : oldest(timetable, last, restriction(spec), now, limit);
    }

    static Restriction restriction(DagSpec spec) {
        return new Restriction(spec.startDate(), spec.endDate(), spec.catchup() > 0);
    }

    /**
     * The oldest due runs.
     *
     * @param last as for {@link Timetable#next}
     * @param limit how many at most
     */
    public static DueRuns oldest(
            Timetable timetable, @Nullable DataInterval last, Restriction restriction, Instant now, int limit) {
        return walk(timetable, last, restriction, now, limit, Integer.MAX_VALUE);
    }

    /**
     * The newest due runs; older ones are passed over for good. This is a catchup of the last so many. None while
     * nobody knows which are the newest, because more runs of a timetable class have to be stored first.
     *
     * @param last as for {@link Timetable#next}
     * @param count how many at most
     */
    public static DueRuns newest(
            Timetable timetable, @Nullable DataInterval last, Restriction restriction, Instant now, int count) {
        DueRuns runs = walk(timetable, last, restriction, now, Integer.MAX_VALUE, count);
        boolean newestAreKnown = runs.next() != null || timetable.knowsItsEnd();
        return newestAreKnown ? runs : new DueRuns(List.of(), null);
    }

    private static DueRuns walk(
            Timetable timetable,
            @Nullable DataInterval last,
            Restriction restriction,
            Instant now,
            int limit,
            int kept) {
        Deque<RunInfo> due = new ArrayDeque<>();
        Optional<RunInfo> next = timetable.next(last, restriction, now);
        for (int found = 0;
                found < limit
                        && next.filter(run -> !run.runAfter().isAfter(now)).isPresent();
                found++) {
            RunInfo run = next.get();
            due.addLast(run);
            if (due.size() > kept) {
                due.removeFirst();
            }
            next = timetable.next(run.interval(), restriction, now);
            if (next.filter(run::equals).isPresent()) {
                break; // Nothing changes until the clock does, as with Continuous.
            }
        }
        return new DueRuns(List.copyOf(due), next.orElse(null));
    }
}
