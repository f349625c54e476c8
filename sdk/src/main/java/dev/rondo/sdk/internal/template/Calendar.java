package dev.rondo.sdk.internal.template;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;

/** Calendar arithmetic by the rules of the library behind Airflow's dates, also across clock changes. */
final class Calendar {

    /** A step of a date: whole units by the calendar, the rest by the clock. */
    record Step(long years, long months, long weeks, long days, Duration clock) {
        Step negated() {
            return new Step(-years, -months, -weeks, -days, clock.negated());
        }

        private boolean hasDays() {
            return years != 0 || months != 0 || weeks != 0 || days != 0;
        }
    }

    private Calendar() {}

    /** Adds a length of time, as time passes: a day is 24 hours. */
    static ZonedDateTime plus(ZonedDateTime at, Duration length) {
        return plus(at, new Step(0, 0, 0, 0, length));
    }

    /** With any whole unit all is counted on the wall clock; hours and less alone are counted as time passes. */
    static ZonedDateTime plus(ZonedDateTime at, Step step) {
        try {
            return step.hasDays() ? inZone(plus(at.toLocalDateTime(), step), at.getZone()) : at.plus(step.clock());
        } catch (DateTimeException | ArithmeticException e) {
            throw tooFar();
        }
    }

    static LocalDateTime plus(LocalDateTime at, Step step) {
        try {
            return at.plusMonths(Math.addExact(Math.multiplyExact(step.years(), 12L), step.months()))
                    .plusWeeks(step.weeks())
                    .plusDays(step.days())
                    .plus(step.clock());
        } catch (DateTimeException | ArithmeticException e) {
            throw tooFar();
        }
    }

    private static TemplateException tooFar() {
        return new TemplateException("the date is beyond the calendar");
    }

    /** Of a time of day that occurs twice, the second; one that does not occur is moved forward. */
    static ZonedDateTime inZone(LocalDateTime local, ZoneId zone) {
        return local.atZone(zone).withLaterOffsetAtOverlap();
    }

    static ZoneId zone(String name) {
        try {
            // Not "Z": the name is shown.
            return name.equals("Z") ? ZoneId.of("UTC") : ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new TemplateException("unknown time zone '" + name + "'; use a name such as Europe/Berlin");
        }
    }

    static LocalDateTime startOf(LocalDateTime at, String unit) {
        LocalDate day = at.toLocalDate();
        return switch (unit) {
            case "second" -> at.truncatedTo(ChronoUnit.SECONDS);
            case "minute" -> at.truncatedTo(ChronoUnit.MINUTES);
            case "hour" -> at.truncatedTo(ChronoUnit.HOURS);
            case "day" -> day.atStartOfDay();
            case "week" ->
                day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).atStartOfDay();
            case "month" -> day.withDayOfMonth(1).atStartOfDay();
            case "quarter" ->
                day.withDayOfMonth(1)
                        .withMonth((day.getMonthValue() - 1) / 3 * 3 + 1)
                        .atStartOfDay();
            case "year" -> day.withDayOfYear(1).atStartOfDay();
            default ->
                throw new TemplateException("unknown unit '" + unit
                        + "'; there are second, minute, hour, day, week, month, quarter and year");
        };
    }

    static LocalDateTime endOf(LocalDateTime at, String unit) {
        LocalDateTime start = startOf(at, unit);
        LocalDateTime next = switch (unit) {
            case "second" -> start.plusSeconds(1);
            case "minute" -> start.plusMinutes(1);
            case "hour" -> start.plusHours(1);
            case "day" -> start.plusDays(1);
            case "week" -> start.plusWeeks(1);
            case "month" -> start.plusMonths(1);
            case "quarter" -> start.plusMonths(3);
            default -> start.plusYears(1);
        };
        return next.minus(1, ChronoUnit.MICROS);
    }

    /** Seconds since 1970 with their fraction. */
    static double timestamp(ZonedDateTime at) {
        int micros = at.getNano() / 1_000;
        return (at.toEpochSecond() * 1e6 + micros) / 1e6;
    }

    static LocalTime time(long hour, long minute, long second, long micros) {
        try {
            return LocalTime.of(
                    Math.toIntExact(hour),
                    Math.toIntExact(minute),
                    Math.toIntExact(second),
                    Math.toIntExact(micros * 1_000));
        } catch (DateTimeException | ArithmeticException e) {
            throw new TemplateException("no time of day: " + hour + ":" + minute + ":" + second + "." + micros);
        }
    }

    static LocalDate date(long year, long month, long day) {
        try {
            return LocalDate.of(Math.toIntExact(year), Math.toIntExact(month), Math.toIntExact(day));
        } catch (DateTimeException | ArithmeticException e) {
            throw new TemplateException("no date: year " + year + ", month " + month + ", day " + day);
        }
    }
}
