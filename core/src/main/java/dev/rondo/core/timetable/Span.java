package dev.rondo.core.timetable;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneOffset;

/**
 * A distance in time: months and days of the calendar, then a length. Calendar arithmetic is done in UTC, and a day
 * that a month does not have becomes its last one: 31 January and one month is 28 or 29 February.
 *
 * <p>Not negative. May be zero where a length of zero makes sense (the data interval of a trigger).
 */
public record Span(Period period, Duration duration) {

    /** No distance at all. */
    public static final Span ZERO = new Span(Period.ZERO, Duration.ZERO);

    /** @throws IllegalArgumentException when a part is negative */
    public Span {
        if (period.isNegative() || duration.isNegative()) {
            throw new IllegalArgumentException("a span must not be negative, was " + period + " and " + duration);
        }
    }

    public static Span of(Duration duration) {
        return new Span(Period.ZERO, duration);
    }

    public static Span of(Period period) {
        return new Span(period, Duration.ZERO);
    }

    public boolean isZero() {
        return period.isZero() && duration.isZero();
    }

    /** Whether it is the same length everywhere: no months and years, whose length varies. */
    boolean isFixed() {
        return period.toTotalMonths() == 0;
    }

    /**
     * Its length, days counted as 24 hours.
     *
     * @throws IllegalStateException when it has months or years
     */
    @SuppressWarnings("JavaPeriodGetDays") // years and months are ruled out in the line before
    Duration length() {
        if (!isFixed()) {
            throw new IllegalStateException("months have no fixed length: " + period);
        }
        return duration.plusDays(period.getDays());
    }

    Instant after(Instant moment) {
        return isFixed()
                ? moment.plus(length())
                : utc(moment).plus(period).toInstant(ZoneOffset.UTC).plus(duration);
    }

    Instant before(Instant moment) {
        return isFixed()
                ? moment.minus(length())
                : utc(moment).minus(period).toInstant(ZoneOffset.UTC).minus(duration);
    }

    private static LocalDateTime utc(Instant moment) {
        return LocalDateTime.ofInstant(moment, ZoneOffset.UTC);
    }

    /** For people: {@code 1 month 2 days}, {@code 7 hours}, {@code 90 seconds}. */
    @Override
    public String toString() {
        if (isZero()) {
            return "0 seconds";
        }
        StringBuilder text = new StringBuilder();
        append(text, period.getYears(), "year");
        append(text, period.getMonths(), "month");
        append(text, period.getDays() + duration.toDays(), "day");
        append(text, duration.toHoursPart(), "hour");
        append(text, duration.toMinutesPart(), "minute");
        append(text, duration.toSecondsPart(), "second");
        append(text, duration.toNanosPart(), "nanosecond");
        return text.toString();
    }

    private static void append(StringBuilder text, long count, String unit) {
        if (count != 0) {
            text.append(text.isEmpty() ? "" : " ").append(count).append(' ').append(unit);
            text.append(count == 1 ? "" : "s");
        }
    }
}
