package dev.rondo.runtime.parse;

import dev.rondo.core.timetable.DataInterval;
import dev.rondo.core.timetable.RunInfo;
import dev.rondo.core.timetable.Stretch;
import dev.rondo.core.timetable.Timetables;
import dev.rondo.core.timetable.ToldStretch;
import dev.rondo.sdk.CustomTimetable;
import dev.rondo.sdk.spec.DagSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks a timetable class for the runs that are to be stored. User code runs here. */
public final class RunsAhead {

    // Twice of what is kept ahead at least, so that a file is read anew only once in a hundred runs.
    static final int AHEAD = 200;

    // Of a catchup, in one go: ten passes of the scheduler; the rest is told of when these are made.
    static final int MOST_PAST = 10_000;

    // What is kept of the past where it is not made up for: the newest counts, and a few for manual runs.
    static final int KEPT_PAST = 100;

    // How far back the newest are looked for at first, and twice as far each time they are not found.
    private static final Duration LOOK_BACK = Duration.ofDays(366);

    private final CustomTimetable timetable;
    private final ZoneId zone;
    private @Nullable RunInfo before;

    private RunsAhead(CustomTimetable timetable, ZoneId zone) {
        this.timetable = timetable;
        this.zone = zone;
    }

    /** The class gave an answer that is none, or threw; the message says which. */
    public static final class UnusableAnswerException extends Exception {
        private static final long serialVersionUID = 1L;

        UnusableAnswerException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * The runs after the DAG's last one, or from its start date on: with catchup the oldest, else the newest of the
     * past, and those ahead of now.
     *
     * @param last logical date of the last automated run; null: there is none
     * @throws UnusableAnswerException when an answer cannot be used
     */
    public static Timetables.Stored ask(CustomTimetable timetable, DagSpec spec, @Nullable Instant last, Instant now)
            throws UnusableAnswerException {
        Instant from = from(spec, last, now);
        ZoneId zone = ZoneId.of(spec.timezone());
        if (spec.catchup() == DagSpec.CATCHUP_ALL) {
            return new RunsAhead(timetable, zone).ask(from, spec.endDate(), now, MOST_PAST, true);
        }
        int wanted = Math.clamp(spec.catchup(), 1, MOST_PAST);
        int keptPast = Math.max(KEPT_PAST, wanted);
        for (Duration back = LOOK_BACK; ; back = back.multipliedBy(2)) {
            // a timetable of many runs is not followed from a start date long ago for the sake of the newest
            boolean whole = Duration.between(from, now).compareTo(back) <= 0;
            Timetables.Stored stored = new RunsAhead(timetable, zone)
                    .ask(whole ? from : now.minus(back), spec.endDate(), now, keptPast, false);
            if (whole || startedBy(now, stored) >= wanted) {
                return stored;
            }
        }
    }

    private static long startedBy(Instant now, Timetables.Stored stored) {
        return stored.runs().stream()
                .takeWhile(run -> !run.runAfter().isAfter(now))
                .count();
    }

    /**
     * Every run of a stretch of time, both ends included.
     *
     * @throws UnusableAnswerException when an answer cannot be used
     */
    public static Timetables.Stored between(CustomTimetable timetable, ZoneId zone, Instant first, Instant end)
            throws UnusableAnswerException {
        return new RunsAhead(timetable, zone)
                .ask(first.minus(1, ChronoUnit.MICROS), end, Instant.MAX, Integer.MAX_VALUE, true);
    }

    /**
     * The runs of a stretch that is to be backfilled, {@value #MOST_PAST} at most.
     *
     * @throws UnusableAnswerException when an answer cannot be used
     */
    static ToldStretch of(CustomTimetable timetable, ZoneId zone, Stretch stretch) throws UnusableAnswerException {
        Timetables.Stored stored = new RunsAhead(timetable, zone)
                .ask(stretch.first().minus(1, ChronoUnit.MICROS), stretch.last(), Instant.MAX, MOST_PAST, true);
        return new ToldStretch(stretch, stored.runs(), stored.ends(), null);
    }

    private static Instant from(DagSpec spec, @Nullable Instant last, Instant now) {
        Instant start = spec.startDate() == null ? now : spec.startDate().minus(1, ChronoUnit.MICROS);
        return last == null || (spec.startDate() != null && start.isAfter(last)) ? start : last;
    }

    private Timetables.Stored ask(Instant from, @Nullable Instant end, Instant now, int keptPast, boolean all)
            throws UnusableAnswerException {
        Deque<RunInfo> runs = new ArrayDeque<>();
        int ahead = 0;
        ZonedDateTime after = from.atZone(zone);
        while (ahead < AHEAD) {
            Optional<RunInfo> next = next(after);
            if (next.isEmpty() || (end != null && next.get().logicalDate().isAfter(end))) {
                return new Timetables.Stored(List.copyOf(runs), true);
            }
            RunInfo run = next.get();
            runs.addLast(run);
            before = run;
            after = run.logicalDate().atZone(zone);
            if (run.runAfter().isAfter(now)) {
                ahead++;
            } else if (runs.size() >= keptPast && all) {
                return new Timetables.Stored(List.copyOf(runs), false);
            } else if (runs.size() > keptPast) {
                runs.removeFirst();
            }
        }
        return new Timetables.Stored(List.copyOf(runs), false);
    }

    private Optional<RunInfo> next(ZonedDateTime after) throws UnusableAnswerException {
        try {
            Optional<CustomTimetable.Run> answer = timetable.next(after);
            if (answer.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(checked(answer.get(), after));
        } catch (UnusableAnswerException e) {
            throw e;
        } catch (Throwable e) { // user code may throw anything, and the person who dropped the file is to see it
            throw new UnusableAnswerException(
                    timetable.getClass().getName() + " threw " + Thrown.text(e)
                            + " when it was asked for the first run after " + after,
                    e);
        }
    }

    private RunInfo checked(CustomTimetable.Run answer, ZonedDateTime after) throws UnusableAnswerException {
        RunInfo run = new RunInfo(
                micros(answer.logicalDate()),
                new DataInterval(
                        micros(answer.interval().start()),
                        micros(answer.interval().end())),
                micros(answer.runAfter()),
                micros(answer.logicalDate()));
        if (!run.logicalDate().isAfter(after.toInstant())) {
            throw new UnusableAnswerException(
                    timetable.getClass().getName() + " was asked for the first run after " + after
                            + " and answered one of " + run.logicalDate().atZone(zone)
                            + " (in whole microseconds), which is not later; answer the first one that is",
                    null);
        }
        if (before != null && run.runAfter().isBefore(before.runAfter())) {
            throw new UnusableAnswerException(
                    timetable.getClass().getName() + " starts the run of " + answer.logicalDate() + " at "
                            + answer.runAfter() + ", which is before the start of the run of "
                            + before.logicalDate().atZone(zone) + "; start it no earlier than that",
                    null);
        }
        return run;
    }

    private static Instant micros(ZonedDateTime moment) {
        return moment.toInstant().truncatedTo(ChronoUnit.MICROS);
    }
}
