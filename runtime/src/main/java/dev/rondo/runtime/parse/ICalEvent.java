package dev.rondo.runtime.parse;

import biweekly.component.VEvent;
import biweekly.property.DateEnd;
import biweekly.property.ExceptionDates;
import biweekly.property.RecurrenceDates;
import biweekly.property.RecurrenceRule;
import biweekly.util.DateTimeComponents;
import biweekly.util.ICalDate;
import biweekly.util.Recurrence;
import biweekly.util.com.google.ical.compat.javautil.DateIterator;
import dev.rondo.runtime.parse.ICalDays.UnusableException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.TimeZone;

/** An event with a start, as the days it touches. Its dates are read in the zone of its start. */
final class ICalEvent {

    static final TimeZone UTC = TimeZone.getTimeZone("UTC");

    private static final LocalDate END = LocalDate.of(2101, 1, 1);

    private final VEvent event;
    private final TimeZone zone;
    private final LocalDateTime start;

    ICalEvent(VEvent event, TimeZone zone) {
        this.event = event;
        this.zone = zone;
        this.start = local(event.getDateStart().getValue(), zone);
    }

    /**
     * Adds its days.
     *
     * @param replaced days of occurrences that are not its own any more
     */
    void addDays(Set<LocalDate> replaced, List<LocalDate> days) throws UnusableException {
        long length = length();
        DateIterator each = inUtc().getDateIterator(UTC);
        while (each.hasNext()) {
            LocalDate first = LocalDate.ofInstant(each.next().toInstant(), ZoneOffset.UTC);
            if (!first.isBefore(END)) {
                return;
            }
            for (long day = 0; day < length && !replaced.contains(first); day++) {
                days.add(first.plusDays(day));
            }
            if (days.size() > ICalDays.MAX_DATES) {
                throw new UnusableException(
                        "with event " + name(event) + " it has more than " + ICalDays.MAX_DATES + " days");
            }
        }
    }

    // The library takes a date for its midnight in the zone of this JVM and compares it with others in UTC. So all that
    // bears on the repetition is put at midnights in UTC first.
    private VEvent inUtc() {
        VEvent days = new VEvent();
        days.setDateStart(midnight(start.toLocalDate()));
        RecurrenceRule rule = event.getRecurrenceRule();
        if (rule != null && rule.getValue() != null) {
            ICalDate until = rule.getValue().getUntil();
            days.setRecurrenceRule(
                    until == null
                            ? rule.getValue()
                            : new Recurrence.Builder(rule.getValue())
                                    .until(midnight(lastBy(until)))
                                    .build());
        }
        for (ExceptionDates dates : event.getExceptionDates()) {
            ExceptionDates moved = new ExceptionDates();
            dates.getValues().forEach(date -> moved.getValues().add(midnight(day(date))));
            days.addExceptionDates(moved);
        }
        for (RecurrenceDates dates : event.getRecurrenceDates()) {
            RecurrenceDates moved = new RecurrenceDates();
            dates.getDates().forEach(date -> moved.getDates().add(midnight(day(date))));
            days.addRecurrenceDates(moved);
        }
        return days;
    }

    /** The last day on which an occurrence begins by then. */
    private LocalDate lastBy(ICalDate until) {
        LocalDateTime end = local(until, zone);
        boolean tooEarly = until.hasTime() && end.toLocalTime().isBefore(start.toLocalTime());
        return tooEarly ? end.toLocalDate().minusDays(1) : end.toLocalDate();
    }

    /** In days: its end is excluded, also where it is a midnight; an event without a length is on one day. */
    private long length() throws UnusableException {
        LocalDateTime end = end();
        if (!end.isAfter(start)) {
            return 1;
        }
        long days =
                ChronoUnit.DAYS.between(start.toLocalDate(), end.minusSeconds(1).toLocalDate()) + 1;
        if (days > ICalDays.MAX_DATES) {
            throw new UnusableException("event " + name(event) + " lasts " + days + " days");
        }
        return days;
    }

    private LocalDateTime end() {
        DateEnd end = event.getDateEnd();
        if (end != null && end.getValue() != null) {
            return local(end.getValue(), zone);
        }
        if (event.getDuration() != null && event.getDuration().getValue() != null) {
            return start.plus(Duration.ofMillis(event.getDuration().getValue().toMillis()));
        }
        return start;
    }

    private LocalDate day(ICalDate date) {
        return local(date, zone).toLocalDate();
    }

    /** As it is written; a moment in UTC as the clocks of the zone show it. */
    static LocalDateTime local(ICalDate date, TimeZone zone) {
        DateTimeComponents written = date.getRawComponents();
        if (!date.hasTime()) {
            return LocalDate.of(written.getYear(), written.getMonth(), written.getDate())
                    .atStartOfDay();
        }
        LocalDateTime time = LocalDateTime.of(
                written.getYear(),
                written.getMonth(),
                written.getDate(),
                written.getHour(),
                written.getMinute(),
                Math.min(written.getSecond(), 59)); // the format allows leap seconds
        return written.isUtc()
                ? time.plus(zone.getOffset(time.toInstant(ZoneOffset.UTC).toEpochMilli()), ChronoUnit.MILLIS)
                : time;
    }

    private static ICalDate midnight(LocalDate day) {
        return new ICalDate(Date.from(day.atStartOfDay(ZoneOffset.UTC).toInstant()), true);
    }

    static String name(VEvent event) {
        return event.getSummary() == null
                ? "without a name"
                : "'" + event.getSummary().getValue() + "'";
    }
}
