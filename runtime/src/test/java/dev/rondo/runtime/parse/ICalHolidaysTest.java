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
        assertThat(read(event("DTSTART;VALUE=DATE:soon", "SUMMARY:Some day"))).isInstanceOf(Reading.Unusable.class);
        assertThat(read(event("DTSTART;VALUE=DATE:20260101", "RRULE:FREQ=DAILY", "DURATION:P100D")))
                .isInstanceOfSatisfying(
                        Reading.Unusable.class, no -> assertThat(no.why()).contains("more than 100000 days"));
    }

    private static String event(String... lines) {
        return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\nBEGIN:VEVENT\r\nUID:1\r\n" + String.join("\r\n", lines)
                + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
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
