package dev.rondo.runtime.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.sdk.internal.build.HolidayFiles.Reading;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ICalHolidaysTest {

    @Test
    void all_day_events_are_days_and_their_end_is_excluded() {
        assertThat(read(event("DTSTART;VALUE=DATE:20261225", "DTEND;VALUE=DATE:20261227", "SUMMARY:Christmas")))
                .isEqualTo(days("2026-12-25", "2026-12-26"));
        assertThat(read(event("DTSTART;VALUE=DATE:20261225"))).isEqualTo(days("2026-12-25"));
        assertThat(read(event("DTSTART;VALUE=DATE:20261225", "DURATION:P3D")))
                .isEqualTo(days("2026-12-25", "2026-12-26", "2026-12-27"));
    }

    @Test
    void an_event_with_times_is_the_days_it_touches() {
        assertThat(read(event("DTSTART:20260501T080000", "DTEND:20260502T120000")))
                .isEqualTo(days("2026-05-01", "2026-05-02"));
        assertThat(read(event("DTSTART:20260501T080000", "DURATION:PT28H")))
                .isEqualTo(days("2026-05-01", "2026-05-02"));
        assertThat(read(event("DTSTART:20260501T080000", "DURATION:PT8H"))).isEqualTo(days("2026-05-01"));
        assertThat(read(event("DTSTART:20260501T080000", "DTEND:20260501T080000")))
                .as("one without a length")
                .isEqualTo(days("2026-05-01"));
    }

    @Test
    void the_end_of_an_event_with_times_is_excluded_also_at_midnight() {
        assertThat(read(event("DTSTART:20261224T000000", "DTEND:20261225T000000")))
                .isEqualTo(days("2026-12-24"));
        assertThat(read(event("DTSTART:20261224T000000", "DURATION:P1D"))).isEqualTo(days("2026-12-24"));
        assertThat(read(event("DTSTART:20261224T180000", "DTEND:20261226T000000")))
                .isEqualTo(days("2026-12-24", "2026-12-25"));
    }

    @Test
    void an_end_in_utc_is_read_in_the_zone_of_the_start() {
        assertThat(read(event("DTSTART;TZID=America/New_York:20261224T090000", "DTEND:20261225T030000Z")))
                .isEqualTo(days("2026-12-24"));
    }

    @Test
    void a_cancelled_event_is_no_holiday() {
        assertThat(read(calendar(
                        vevent("1", "DTSTART;VALUE=DATE:20261224", "STATUS:CANCELLED"),
                        vevent("2", "DTSTART;VALUE=DATE:20261225", "STATUS:CONFIRMED"))))
                .isEqualTo(days("2026-12-25"));
    }

    @Test
    void an_occurrence_that_is_moved_is_its_new_day_only_and_one_that_is_cancelled_is_none() {
        String newYear = vevent("1", "DTSTART;VALUE=DATE:20260101", "RRULE:FREQ=YEARLY;COUNT=3");

        assertThat(read(calendar(
                        newYear,
                        vevent("1", "RECURRENCE-ID;VALUE=DATE:20270101", "DTSTART;VALUE=DATE:20270104"),
                        vevent(
                                "1",
                                "RECURRENCE-ID;VALUE=DATE:20280101",
                                "DTSTART;VALUE=DATE:20280101",
                                "STATUS:CANCELLED"),
                        vevent("2", "DTSTART;VALUE=DATE:20270101", "SUMMARY:of another event"))))
                .isEqualTo(days("2026-01-01", "2027-01-04", "2027-01-01"));
        assertThat(read(calendar(
                        vevent("1", "RECURRENCE-ID:20270102T040000Z", "DTSTART;TZID=America/New_York:20270104T230000"),
                        vevent("1", "DTSTART;TZID=America/New_York:20260101T230000", "RRULE:FREQ=YEARLY;COUNT=2"))))
                .isEqualTo(days("2027-01-04", "2026-01-01"));
    }

    @Test
    void all_later_occurrences_at_once_cannot_be_moved() {
        assertThat(read(calendar(
                        vevent("1", "DTSTART;VALUE=DATE:20260101", "RRULE:FREQ=YEARLY;COUNT=3", "SUMMARY:New Year"),
                        vevent(
                                "1",
                                "RECURRENCE-ID;VALUE=DATE;RANGE=THISANDFUTURE:20270101",
                                "DTSTART;VALUE=DATE:20270104",
                                "SUMMARY:New Year"))))
                .isInstanceOfSatisfying(
                        Reading.Unusable.class,
                        no -> assertThat(no.why()).contains("'New Year'").contains("THISANDFUTURE"));
    }

    @Test
    void the_end_of_a_rule_is_read_in_the_zone_of_the_start() {
        String start = "DTSTART;TZID=America/New_York:20260101T090000";

        assertThat(read(event(start, "RRULE:FREQ=DAILY;UNTIL=20260104T040000Z")))
                .as("until 23:00 on the 3rd")
                .isEqualTo(days("2026-01-01", "2026-01-02", "2026-01-03"));
        assertThat(read(event(start, "RRULE:FREQ=DAILY;UNTIL=20260103T130000Z")))
                .as("until 8:00 on the 3rd")
                .isEqualTo(days("2026-01-01", "2026-01-02"));
        assertThat(read(event(start, "RRULE:FREQ=DAILY;UNTIL=20260103T140000Z")))
                .as("until 9:00 on the 3rd, included")
                .isEqualTo(days("2026-01-01", "2026-01-02", "2026-01-03"));
        assertThat(read(event(start, "RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20260102T140000Z")))
                .isEqualTo(days("2026-01-01", "2026-01-03"));
    }

    @Test
    void the_zone_of_a_start_may_be_described_in_the_file() {
        assertThat(read(
                        "BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\r\nTZID:Eastern\r\nBEGIN:STANDARD\r\nDTSTART:20001101T000000\r\n"
                                + "TZOFFSETFROM:-0500\r\nTZOFFSETTO:-0500\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
                                + vevent(
                                        "1",
                                        "DTSTART;TZID=Eastern:20260101T090000",
                                        "RRULE:FREQ=DAILY;UNTIL=20260103T040000Z")
                                + "END:VCALENDAR\r\n"))
                .isEqualTo(days("2026-01-01", "2026-01-02"));
    }

    @Test
    void what_recurs_is_followed_to_the_end_of_the_century() {
        Reading thanksgiving = read(event(
                "DTSTART;VALUE=DATE:20241128", "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "EXDATE;VALUE=DATE:20251127"));

        assertThat(thanksgiving)
                .isInstanceOfSatisfying(
                        Reading.Days.class,
                        found -> assertThat(found.dates())
                                .hasSize(76)
                                .startsWith(LocalDate.of(2024, 11, 28), LocalDate.of(2026, 11, 26))
                                .endsWith(LocalDate.of(2100, 11, 25))
                                .allMatch(day -> day.getDayOfWeek() == DayOfWeek.THURSDAY));
    }

    @Test
    void a_rule_that_ends_ends() {
        assertThat(read(event("DTSTART;VALUE=DATE:20260101", "RRULE:FREQ=YEARLY;UNTIL=20280101")))
                .isEqualTo(days("2026-01-01", "2027-01-01", "2028-01-01"));
    }

    @Test
    void what_cannot_be_used_says_why() {
        assertThat(new ICalHolidays(getClass().getClassLoader()).read("none.ics"))
                .isInstanceOfSatisfying(
                        Reading.Unusable.class, no -> assertThat(no.why()).isEqualTo("the jar has no such resource"));
        assertThat(read("this is no calendar"))
                .isInstanceOfSatisfying(
                        Reading.Unusable.class, no -> assertThat(no.why()).isEqualTo("it has no event"));
        assertThat(read(event("SUMMARY:Some day")))
                .isInstanceOfSatisfying(
                        Reading.Unusable.class,
                        no -> assertThat(no.why()).contains("'Some day'").contains("DTSTART"));
        assertThat(read(event("DTSTART;VALUE=DATE:20260228", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")))
                .isInstanceOfSatisfying(
                        Reading.Unusable.class,
                        no -> assertThat(no.why())
                                .isEqualTo("none of its events has a day: 1 event, 0 of them cancelled"));
        assertThat(read(event("DTSTART;VALUE=DATE:20260228", "STATUS:CANCELLED")))
                .isInstanceOfSatisfying(
                        Reading.Unusable.class,
                        no -> assertThat(no.why())
                                .isEqualTo("none of its events has a day: 1 event, 1 of them cancelled"));
        assertThat(read(event("DTSTART;VALUE=DATE:soon", "SUMMARY:Some day"))).isInstanceOf(Reading.Unusable.class);
        assertThat(read(event("DTSTART;VALUE=DATE:20260101", "RRULE:FREQ=DAILY", "DURATION:P100D")))
                .isInstanceOfSatisfying(
                        Reading.Unusable.class, no -> assertThat(no.why()).contains("more than 100000 days"));
    }

    private static String event(String... lines) {
        return calendar(vevent("1", lines));
    }

    private static String vevent(String uid, String... lines) {
        return "BEGIN:VEVENT\r\nUID:" + uid + "\r\n" + String.join("\r\n", lines) + "\r\nEND:VEVENT\r\n";
    }

    private static String calendar(String... events) {
        return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\n" + String.join("", events) + "END:VCALENDAR\r\n";
    }

    private static Reading days(String... dates) {
        return new Reading.Days(Arrays.stream(dates).map(LocalDate::parse).toList());
    }

    private static Reading read(String text) {
        return new ICalHolidays(new ClassLoader() {
                    @Override
                    public @Nullable InputStream getResourceAsStream(String name) {
                        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
                    }
                })
                .read("holidays.ics");
    }
}
