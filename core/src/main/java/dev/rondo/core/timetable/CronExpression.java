package dev.rondo.core.timetable;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A cron expression, understood exactly as Airflow 3 understands it: {@code minute hour day-of-month month day-of-week
 * [second [year]]}, or a preset such as {@code @daily}.
 *
 * <p>A field is a star, or a list of values, ranges and steps: {@code 5}, {@code 1,15}, {@code MON-FRI},
 * {@code nov-feb} (ranges may wrap), {@code *}{@code /15}, {@code 7-59/13}. Days of the month also know {@code L} (the
 * last) and {@code 15W} (the weekday closest to the 15th); days of the week {@code 5#2} (the second Friday) and
 * {@code L5} (the last). Where both kinds of days are given, a day that satisfies either one is meant. {@code ?} is a
 * star in these two fields.
 *
 * <p>It speaks of wall clocks only; zones and clock changes are the business of the timetables. Two expressions are
 * equal when they are written alike.
 */
public final class CronExpression {

    private final String text;
    private final String expanded;
    private final CronDays days;
    private final CronTimes times;
    private final boolean everyHour;
    private final boolean neverFires;

    CronExpression(String text, String expanded, CronDays days, CronTimes times, boolean everyHour) {
        this.text = text;
        this.expanded = expanded;
        this.days = days;
        this.times = times;
        this.everyHour = everyHour;
        this.neverFires = days.contradictory();
    }

    /** What is wrong with an expression, for the check of a DAG; empty: nothing. */
    public static Optional<String> problemOf(String text) {
        try {
            CronExpression ignored = parse(text);
            return Optional.empty();
        } catch (InvalidCronException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Understands what an author wrote.
     *
     * @throws InvalidCronException with the first field that means nothing
     */
    public static CronExpression parse(String text) {
        return CronParser.parse(text);
    }

    /** As it was written. */
    public String text() {
        return text;
    }

    /** With presets spelled out: {@code 0 0 * * *} for {@code @daily}. */
    public String expanded() {
        return expanded;
    }

    /** In words. */
    public String description() {
        return CronDescription.of(expanded);
    }

    /** The first tick strictly after a moment; empty = none within the next fifty years. */
    public Optional<LocalDateTime> next(LocalDateTime after) {
        LocalDateTime from = after.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        LocalDate day = from.toLocalDate();
        if (neverFires) {
            return Optional.empty();
        }
        if (days.allows(day)) {
            int time = times.atOrAfter(from.toLocalTime().toSecondOfDay());
            if (time >= 0) {
                return Optional.of(at(day, time));
            }
        }
        return Optional.ofNullable(days.atOrAfter(day.plusDays(1))).map(found -> at(found, times.first()));
    }

    /** The last tick strictly before a moment; empty = none within the last fifty years. */
    public Optional<LocalDateTime> previous(LocalDateTime before) {
        LocalDateTime from = before.minusNanos(1);
        LocalDate day = from.toLocalDate();
        if (neverFires) {
            return Optional.empty();
        }
        if (days.allows(day)) {
            int time = times.atOrBefore(from.toLocalTime().toSecondOfDay());
            if (time >= 0) {
                return Optional.of(at(day, time));
            }
        }
        return Optional.ofNullable(days.atOrBefore(day.minusDays(1))).map(found -> at(found, times.last()));
    }

    /** Whether it ticks in this second. */
    boolean ticksAt(LocalDateTime wallClock) {
        return !neverFires
                && days.allows(wallClock.toLocalDate())
                && times.atOrAfter(wallClock.toLocalTime().toSecondOfDay())
                        == wallClock.toLocalTime().toSecondOfDay();
    }

    private static LocalDateTime at(LocalDate day, int secondOfDay) {
        return LocalDateTime.of(day, LocalTime.ofSecondOfDay(secondOfDay));
    }

    /** Whether its hours are all hours; then clock changes neither move nor drop a tick. */
    boolean everyHour() {
        return everyHour;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CronExpression cron && cron.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
