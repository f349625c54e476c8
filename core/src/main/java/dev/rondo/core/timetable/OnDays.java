package dev.rondo.core.timetable;

import dev.rondo.sdk.spec.CalendarSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The runs of another timetable that stand for a day of a calendar. The day of a run is the local one of its logical
 * date. The runs of other days are left out, or, where {@code moved}, created at the same time of the next day of the
 * calendar, their dates and data as they were.
 *
 * <p>Without catchup, the newest run that is due is the newest one of an allowed day, looked for among
 * {@value #MOST_MISSED} missed runs at most: where there were more, none is made up for. Of runs that are moved to one
 * moment there is only the newest.
 */
public record OnDays(Timetable of, ZoneId zone, CalendarSpec calendar, boolean moved) implements Timetable {

    // So that a schedule that never falls on the calendar is told from one that seldom does, and no question lasts:
    // a century of daily runs is 36,525, two years of minutes are a million.
    private static final Duration LONGEST_WAIT = Duration.ofDays(36_525);

    private static final int MOST_LEFT_OUT = 1_000_000;

    // How many missed runs are looked through for the newest of an allowed day; a year of hours is fewer.
    private static final int MOST_MISSED = 10_000;

    public OnDays {
        Objects.requireNonNull(of);
        Objects.requireNonNull(zone);
        Objects.requireNonNull(calendar);
    }

    @Override
    public Optional<RunInfo> next(@Nullable DataInterval last, Restriction restriction, Instant now) {
        Optional<RunInfo> first = of.next(last, restriction, now);
        if (first.isEmpty() || allows(first.get())) {
            return first;
        }
        boolean hasBeginning = last != null || restriction.earliest() != null;
        if (!restriction.catchup() && hasBeginning && !first.get().runAfter().isAfter(now)) {
            Optional<RunInfo> missed = newestMissed(last, first.get(), restriction, now);
            if (missed.isPresent()) {
                return missed;
            }
        }
        return moved ? moved(first.get(), restriction, now) : firstAllowed(first.get(), restriction, now);
    }

    private Optional<RunInfo> firstAllowed(RunInfo from, Restriction restriction, Instant now) {
        Instant end = from.logicalDate().plus(LONGEST_WAIT);
        Optional<RunInfo> next = Optional.of(from);
        for (int i = 0; i < MOST_LEFT_OUT && next.isPresent(); i++) {
            if (allows(next.get())) {
                return next;
            }
            RunInfo before = next.get();
            next = of.next(before.interval(), restriction, now)
                    .filter(run -> run.logicalDate().isAfter(before.logicalDate())
                            && run.logicalDate().isBefore(end));
        }
        return Optional.empty();
    }

    private Optional<RunInfo> moved(RunInfo run, Restriction restriction, Instant now) {
        RunInfo answer = shifted(run);
        if (restriction.catchup()) {
            return Optional.of(answer);
        }
        Optional<RunInfo> next = of.next(run.interval(), restriction, now).map(this::shifted);
        while (next.isPresent()
                && next.get().runAfter().equals(answer.runAfter())
                && next.get().logicalDate().isAfter(answer.logicalDate())) {
            answer = next.get();
            next = of.next(answer.interval(), restriction, now).map(this::shifted);
        }
        return Optional.of(answer);
    }

    /**
     * Between the last run, or the start date, and one of a day that is not allowed: the newest that should have been
     * created by now.
     */
    private Optional<RunInfo> newestMissed(
            @Nullable DataInterval last, RunInfo until, Restriction restriction, Instant now) {
        Restriction all = new Restriction(restriction.earliest(), restriction.latest(), true);
        Optional<RunInfo> newest = Optional.empty();
        Optional<RunInfo> next = of.next(last, all, now);
        for (int i = 0; i < MOST_MISSED && next.isPresent(); i++) {
            RunInfo run = next.get();
            if (!run.logicalDate().isBefore(until.logicalDate())) {
                return newest;
            }
            boolean wanted =
                    restriction.earliest() == null || !run.logicalDate().isBefore(restriction.earliest());
            if (wanted && (moved || allows(run)) && !shifted(run).runAfter().isAfter(now)) {
                newest = Optional.of(shifted(run));
            }
            next = of.next(run.interval(), all, now);
        }
        return Optional.empty();
    }

    private RunInfo shifted(RunInfo run) {
        LocalDate day = day(run);
        LocalDate to = day;
        while (!allows(to)) {
            to = to.plusDays(1);
        }
        long days = ChronoUnit.DAYS.between(day, to);
        return days == 0
                ? run
                : run.startingAt(run.runAfter().atZone(zone).plusDays(days).toInstant());
    }

    private boolean allows(RunInfo run) {
        return allows(day(run));
    }

    private LocalDate day(RunInfo run) {
        return LocalDate.ofInstant(run.logicalDate(), zone);
    }

    private boolean allows(LocalDate day) {
        // The dates are in order: a search of a few steps.
        return calendar.weekdays().contains(day.getDayOfWeek()) && Collections.binarySearch(calendar.except(), day) < 0;
    }

    @Override
    public DataInterval manualInterval(Instant runAfter) {
        return of.manualInterval(runAfter);
    }

    @Override
    public boolean periodic() {
        return of.periodic();
    }

    @Override
    public boolean names(LocalDateTime wallClock) {
        return of.names(wallClock);
    }

    @Override
    public boolean knowsItsEnd() {
        return of.knowsItsEnd();
    }

    @Override
    public String summary() {
        return of.summary();
    }

    @Override
    public String description() {
        return of.description() + (moved ? ", moved to " : ", only ") + calendar.text();
    }
}
