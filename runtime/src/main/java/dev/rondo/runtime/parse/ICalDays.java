package dev.rondo.runtime.parse;

import biweekly.ICalendar;
import biweekly.component.VEvent;
import biweekly.io.text.ICalReader;
import biweekly.property.DateEnd;
import biweekly.property.DateStart;
import biweekly.property.ExceptionDates;
import biweekly.property.RecurrenceDates;
import biweekly.property.RecurrenceRule;
import biweekly.util.DateTimeComponents;
import biweekly.util.ICalDate;
import biweekly.util.Recurrence;
import biweekly.util.com.google.ical.compat.javautil.DateIterator;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.TimeZone;

/**
 * The days of the events of an iCal file. Events that recur are followed up to the year 2100; the end does not depend
 * on today, so that the same file gives the same graph.
 */
final class ICalDays {

    private static final LocalDate END = LocalDate.of(2101, 1, 1);

    private static final int MAX_DATES = 100_000;

    private static final TimeZone UTC = TimeZone.getTimeZone("UTC");

    private ICalDays() {}

    /** The days of all its events; empty: it has none. */
    static List<LocalDate> of(String text) throws IOException, UnusableException {
        List<LocalDate> days = new ArrayList<>();
        try (ICalReader reader = new ICalReader(text)) {
            for (ICalendar calendar = reader.readNext(); calendar != null; calendar = reader.readNext()) {
                for (VEvent event : calendar.getEvents()) {
                    add(event, days);
                }
            }
        }
        return days;
    }

    private static void add(VEvent event, List<LocalDate> days) throws UnusableException {
        DateStart start = event.getDateStart();
        if (start == null || start.getValue() == null) {
            throw new UnusableException("event " + name(event) + " has no start (DTSTART) that can be read");
        }
        long length = Math.max(1, length(event, day(start.getValue())));
        DateIterator each = inUtc(event).getDateIterator(UTC);
        while (each.hasNext()) {
            LocalDate first = LocalDate.ofInstant(each.next().toInstant(), ZoneOffset.UTC);
            if (!first.isBefore(END)) {
                return;
            }
            for (long day = 0; day < length; day++) {
                days.add(first.plusDays(day));
            }
            if (days.size() > MAX_DATES) {
                throw new UnusableException("with event " + name(event) + " it has more than " + MAX_DATES + " days");
            }
        }
    }

    // The library takes a date for its midnight in the zone of this JVM and compares it with others in UTC. So all that
    // bears on the repetition is put at midnights in UTC first.
    private static VEvent inUtc(VEvent event) {
        VEvent days = new VEvent();
        days.setDateStart(utc(event.getDateStart().getValue()));
        RecurrenceRule rule = event.getRecurrenceRule();
        if (rule != null && rule.getValue() != null) {
            ICalDate until = rule.getValue().getUntil();
            days.setRecurrenceRule(
                    until == null
                            ? rule.getValue()
                            : new Recurrence.Builder(rule.getValue())
                                    .until(utc(until))
                                    .build());
        }
        for (ExceptionDates dates : event.getExceptionDates()) {
            ExceptionDates moved = new ExceptionDates();
            dates.getValues().forEach(date -> moved.getValues().add(utc(date)));
            days.addExceptionDates(moved);
        }
        for (RecurrenceDates dates : event.getRecurrenceDates()) {
            RecurrenceDates moved = new RecurrenceDates();
            dates.getDates().forEach(date -> moved.getDates().add(utc(date)));
            days.addRecurrenceDates(moved);
        }
        return days;
    }

    private static ICalDate utc(ICalDate date) {
        return new ICalDate(Date.from(day(date).atStartOfDay(ZoneOffset.UTC).toInstant()), true);
    }

    /** In days: an event without time ends before its end date, one with a time on it. */
    private static long length(VEvent event, LocalDate first) throws UnusableException {
        long days = 1;
        DateEnd end = event.getDateEnd();
        if (end != null && end.getValue() != null) {
            days = ChronoUnit.DAYS.between(first, day(end.getValue()))
                    + (end.getValue().hasTime() ? 1 : 0);
        } else if (event.getDuration() != null && event.getDuration().getValue() != null) {
            days = Duration.ofMillis(event.getDuration().getValue().toMillis()).toDays();
        }
        if (days > MAX_DATES) {
            throw new UnusableException("event " + name(event) + " lasts " + days + " days");
        }
        return days;
    }

    /** As it is written, whatever its zone. */
    private static LocalDate day(ICalDate date) {
        DateTimeComponents written = date.getRawComponents();
        return LocalDate.of(written.getYear(), written.getMonth(), written.getDate());
    }

    private static String name(VEvent event) {
        return event.getSummary() == null
                ? "without a name"
                : "'" + event.getSummary().getValue() + "'";
    }

    /** What is wrong with an event. */
    static final class UnusableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnusableException(String message) {
            super(message);
        }
    }
}
