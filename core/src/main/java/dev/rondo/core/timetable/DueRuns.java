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

    // A week of each minute; some milliseconds.
    private static final int MOST_AT_A_GLANCE = 10_000;

    // Beyond this a sum of both would be no number any more.
    private static final int MOST_KEPT = 1_000_000_000;

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
        return isOfTheLast(spec)
                ? newest(timetable, last, restriction(spec), now, spec.catchup())
                : oldest(timetable, last, restriction(spec), now, limit);
    }

    /**
     * Whether something is due, and since when: the same, but of very many missed runs not the newest ones. To explain,
     * often and for many who ask; decades of a schedule of each minute are millions of steps.
     *
     * @param last as for {@link Timetable#next}
     */
    public static DueRuns glance(DagSpec spec, Timetable timetable, @Nullable DataInterval last, Instant now) {
        int catchup = spec.catchup();
        return isOfTheLast(spec)
                ? newest(
                        timetable,
                        last,
                        restriction(spec),
                        now,
                        MOST_AT_A_GLANCE + Math.min(catchup, MOST_KEPT),
                        catchup)
                : oldest(timetable, last, restriction(spec), now, 1);
    }

    private static boolean isOfTheLast(DagSpec spec) {
        return spec.catchup() > 0 && spec.catchup() != DagSpec.CATCHUP_ALL;
    }

    /**
     * Runs that should have been by now, were every missed one made up for, and that are not due: they have a run, or
     * were passed over for good. None where all are made up for, or nobody knows since when.
     *
     * @param last as for {@link Timetable#next}; where to begin. Null: at the start date
     * @param due what is due in truth
     * @param limit how many at most
     */
    public static List<RunInfo> leftOut(
            DagSpec spec, Timetable timetable, @Nullable DataInterval last, DueRuns due, Instant now, int limit) {
        if (spec.catchup() == DagSpec.CATCHUP_ALL || !timetable.periodic()) {
            return List.of();
        }
        Restriction all = new Restriction(spec.startDate(), spec.endDate(), true);
        Instant end = due.due().isEmpty() ? null : due.due().getFirst().logicalDate();
        return walk(timetable, last, all, now, limit, Integer.MAX_VALUE).due().stream()
                .filter(run -> end == null || run.logicalDate().isBefore(end))
                .toList();
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
        return newest(timetable, last, restriction, now, Integer.MAX_VALUE, count);
    }

    private static DueRuns newest(
            Timetable timetable,
            @Nullable DataInterval last,
            Restriction restriction,
            Instant now,
            int limit,
            int count) {
        DueRuns runs = walk(timetable, last, restriction, now, limit, count);
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
