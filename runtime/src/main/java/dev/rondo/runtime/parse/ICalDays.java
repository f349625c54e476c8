package dev.rondo.runtime.parse;

import biweekly.ICalendar;
import biweekly.component.VEvent;
import biweekly.io.text.ICalReader;
import biweekly.property.DateStart;
import biweekly.property.RecurrenceId;
import biweekly.property.Uid;
import biweekly.util.ICalDate;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;

/**
 * The days of the events of an iCal file (RFC 5545). Events that recur are followed up to the year 2100; the end does
 * not depend on today, so that the same file gives the same graph. Events that are cancelled have no days, and an
 * occurrence that another event stands for has those of that event.
 */
final class ICalDays {

    static final int MAX_DATES = 100_000;

    private final List<LocalDate> days = new ArrayList<>();
    private final Map<String, Set<LocalDate>> replaced = new HashMap<>();
    private int events;
    private int cancelled;

    private ICalDays() {}

    /** The days of all its events, at least one; empty: it has no event. */
    static List<LocalDate> of(String text) throws IOException, UnusableException {
        List<ICalendar> calendars = new ArrayList<>();
        try (ICalReader reader = new ICalReader(text)) {
            for (ICalendar calendar = reader.readNext(); calendar != null; calendar = reader.readNext()) {
                calendars.add(calendar);
            }
        }
        ICalDays all = new ICalDays();
        for (ICalendar calendar : calendars) {
            for (VEvent event : calendar.getEvents()) {
                all.noteReplaced(event, zone(calendar, event));
            }
        }
        for (ICalendar calendar : calendars) {
            for (VEvent event : calendar.getEvents()) {
                all.add(event, zone(calendar, event));
            }
        }
        if (all.events > 0 && all.days.isEmpty()) {
            throw new UnusableException("none of its events has a day: " + all.events
                    + (all.events == 1 ? " event, " : " events, ") + all.cancelled + " of them cancelled");
        }
        return all.days;
    }

    /** That of an event's start; a start without one is read as it is written. */
    private static TimeZone zone(ICalendar calendar, VEvent event) throws UnusableException {
        DateStart start = event.getDateStart();
        if (start == null || start.getValue() == null) {
            throw new UnusableException("event " + ICalEvent.name(event) + " has no start (DTSTART) that can be read");
        }
        var assigned = calendar.getTimezoneInfo().getTimezone(start);
        return assigned == null ? ICalEvent.UTC : assigned.getTimeZone();
    }

    // The event that it stands for may come before or after it in the file.
    private void noteReplaced(VEvent event, TimeZone zone) throws UnusableException {
        RecurrenceId occurrence = event.getRecurrenceId();
        if (occurrence == null || occurrence.getValue() == null) {
            return;
        }
        if (occurrence.getRange() != null) {
            throw new UnusableException("event " + ICalEvent.name(event)
                    + " stands for all occurrences from one on (RECURRENCE-ID with RANGE=THISANDFUTURE);"
                    + " end the rule of the first event there and begin another");
        }
        ICalDate date = occurrence.getValue();
        replaced.computeIfAbsent(uid(event), uid -> new HashSet<>())
                .add(ICalEvent.local(date, zone).toLocalDate());
    }

    private void add(VEvent event, TimeZone zone) throws UnusableException {
        events++;
        if (event.getStatus() != null && event.getStatus().isCancelled()) {
            cancelled++;
            return;
        }
        Set<LocalDate> left = event.getRecurrenceId() == null ? replaced.getOrDefault(uid(event), Set.of()) : Set.of();
        new ICalEvent(event, zone).addDays(left, days);
    }

    private static String uid(VEvent event) {
        Uid uid = event.getUid();
        return uid == null || uid.getValue() == null ? "" : uid.getValue();
    }

    /** What is wrong with an event. */
    static final class UnusableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnusableException(String message) {
            super(message);
        }
    }
}
