package dev.rondo.core.timetable;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each timetable across the hour that is left out and the one that comes twice. Lord Howe shifts by half an hour. */
class ClockChangeTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private static final String BERLIN = "Europe/Berlin";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Europe/Berlin       | 2024-03-30T02:30+01:00 | 2024-03-31T03:30+02:00    | 2024-04-01T02:30+02:00
            Europe/Berlin       | 2024-10-26T02:30+02:00 | 2024-10-27T02:30+01:00    | 2024-10-28T02:30+01:00
            America/New_York    | 2024-03-09T02:30-05:00 | 2024-03-10T03:30-04:00    | 2024-03-11T02:30-04:00
            America/New_York    | 2024-11-02T02:30-04:00 | 2024-11-03T02:30-05:00    | 2024-11-04T02:30-05:00
            Australia/Lord_Howe | 2024-10-05T02:30+10:30 | 2024-10-06T02:30+11:00    | 2024-10-07T02:30+11:00
            Australia/Lord_Howe | 2024-04-06T02:30+11:00 | 2024-04-07T02:30+10:30    | 2024-04-08T02:30+10:30
            """)
    void a_daily_tick_moves_on_over_the_gap_and_happens_once_in_the_overlap(
            String zone, ZonedDateTime before, ZonedDateTime on, ZonedDateTime after) {
        Timetable trigger = new CronTrigger(CronExpression.parse("30 2 * * *"), ZoneId.of(zone));
        Timetable interval = new CronDataInterval(CronExpression.parse("30 2 * * *"), ZoneId.of(zone));

        assertThat(dates(trigger, 3, before.toInstant().minus(HOUR)))
                .containsExactly(before.toInstant(), on.toInstant(), after.toInstant());
        assertThat(intervals(interval, 2, before.toInstant().minus(HOUR)))
                .containsExactly(
                        new DataInterval(before.toInstant(), on.toInstant()),
                        new DataInterval(on.toInstant(), after.toInstant()));
    }

    @Test
    void as_in_airflow_a_start_date_on_the_last_tick_before_a_gap_is_taken_for_past() {
        Timetable trigger = new CronTrigger(CronExpression.parse("30 2 * * *"), ZoneId.of(BERLIN));

        List<Instant> dates = dates(trigger, 1, Instant.parse("2024-03-30T01:30:00Z"));

        assertThat(dates).containsExactly(Instant.parse("2024-03-31T01:30:00Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin,2024-03-31T00:00:00Z",
        "Europe/Berlin,2024-10-26T23:00:00Z",
        "America/New_York,2024-03-10T05:00:00Z",
        "America/New_York,2024-11-03T04:00:00Z"
    })
    void an_hourly_trigger_ticks_through_every_elapsed_hour(String zone, Instant start) {
        Timetable hourly = new CronTrigger(CronExpression.parse("@hourly"), ZoneId.of(zone));

        assertThat(dates(hourly, 6, start))
                .containsExactly(
                        start,
                        start.plus(Duration.ofHours(1)),
                        start.plus(Duration.ofHours(2)),
                        start.plus(Duration.ofHours(3)),
                        start.plus(Duration.ofHours(4)),
                        start.plus(Duration.ofHours(5)));
    }

    @Test
    void where_clocks_shift_by_half_an_hour_an_hourly_trigger_follows_the_wall_clock() {
        Timetable hourly = new CronTrigger(CronExpression.parse("@hourly"), ZoneId.of("Australia/Lord_Howe"));

        List<Instant> dates = dates(hourly, 4, Instant.parse("2024-10-05T14:15:00Z"));

        assertThat(dates)
                .extracting(date -> date.atZone(ZoneId.of("Australia/Lord_Howe"))
                        .toLocalTime()
                        .toString())
                .containsExactly("01:00", "02:30", "03:00", "04:00");
    }

    @Test
    void several_triggers_make_one_run_of_the_ticks_that_a_gap_brings_together() {
        Timetable both = new MultipleCronTrigger(List.of(
                new CronTrigger(CronExpression.parse("30 2 * * *"), ZoneId.of(BERLIN)),
                new CronTrigger(CronExpression.parse("30 3 * * *"), ZoneId.of(BERLIN))));

        assertThat(dates(both, 4, Instant.parse("2024-03-30T01:00:00Z")))
                .containsExactly(
                        Instant.parse("2024-03-30T01:30:00Z"),
                        Instant.parse("2024-03-30T02:30:00Z"),
                        Instant.parse("2024-03-31T01:30:00Z"),
                        Instant.parse("2024-04-01T00:30:00Z"));
    }

    @ParameterizedTest
    @CsvSource({"2024-03-30T12:00:00Z", "2024-10-26T12:00:00Z"})
    void steps_are_counted_in_utc_and_know_no_clock_change(Instant start) {
        Span day = Span.of(Period.ofDays(1));

        assertThat(dates(new DeltaTrigger(day, Span.ZERO), 3, start))
                .containsExactly(start, start.plus(Duration.ofDays(1)), start.plus(Duration.ofDays(2)));
        assertThat(intervals(new DeltaDataInterval(day), 2, start))
                .containsExactly(
                        new DataInterval(start, start.plus(Duration.ofDays(1))),
                        new DataInterval(start.plus(Duration.ofDays(1)), start.plus(Duration.ofDays(2))));
    }

    @Test
    void a_year_of_days_covers_the_year_without_hole_or_overlap() {
        Timetable daily = new CronDataInterval(CronExpression.parse("@daily"), ZoneId.of(BERLIN));
        Instant start = Instant.parse("2023-12-31T23:00:00Z");

        List<DataInterval> year = intervals(daily, 366, start);

        assertThat(year).extracting(DataInterval::start).startsWith(start).isSorted();
        assertThat(year.getLast().end()).isEqualTo(Instant.parse("2024-12-31T23:00:00Z"));
        assertThat(year.subList(1, 366))
                .extracting(DataInterval::start)
                .containsExactlyElementsOf(
                        year.subList(0, 365).stream().map(DataInterval::end).toList());
        assertThat(year)
                .extracting(interval -> Duration.between(interval.start(), interval.end()))
                .contains(Duration.ofHours(23), Duration.ofHours(24), Duration.ofHours(25));
    }

    private static List<Instant> dates(Timetable timetable, int count, Instant start) {
        return runs(timetable, count, start).stream().map(RunInfo::logicalDate).toList();
    }

    private static List<DataInterval> intervals(Timetable timetable, int count, Instant start) {
        return runs(timetable, count, start).stream().map(RunInfo::interval).toList();
    }

    private static List<RunInfo> runs(Timetable timetable, int count, Instant start) {
        return timetable.upcoming(count, null, new Restriction(start, null, true), start);
    }
}
