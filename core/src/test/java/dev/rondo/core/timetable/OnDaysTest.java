package dev.rondo.core.timetable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rondo.sdk.spec.CalendarSpec;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** April 2026: the 3rd is Good Friday, the 6th is Easter Monday; the 4th is a Saturday. */
class OnDaysTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final CalendarSpec WORKDAYS = new CalendarSpec(
            EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
            List.of(LocalDate.of(2026, 4, 3), LocalDate.of(2026, 4, 6)),
            List.of());
    private static final Restriction CATCHUP = new Restriction(Instant.parse("2026-04-01T00:00:00Z"), null, true);
    private static final Restriction NO_CATCHUP = new Restriction(Instant.parse("2026-03-01T00:00:00Z"), null, false);
    private static final Instant LATER = Instant.parse("2026-05-01T00:00:00Z");

    private static final Timetable SIX = new CronTrigger(CronExpression.parse("0 6 * * *"), BERLIN);
    private static final Timetable DAILY = new CronDataInterval(CronExpression.parse("@daily"), BERLIN);

    @Test
    void runs_that_stand_for_other_days_are_left_out() {
        assertThat(only(SIX).upcoming(4, null, CATCHUP, LATER))
                .extracting(RunInfo::logicalDate)
                .containsExactly(six(1), six(2), six(7), six(8));
    }

    @Test
    void the_day_of_a_data_interval_is_the_one_it_covers() {
        assertThat(only(DAILY).upcoming(3, null, CATCHUP, LATER))
                .extracting(
                        run -> LocalDate.ofInstant(run.logicalDate(), BERLIN).getDayOfMonth(),
                        run -> LocalDate.ofInstant(run.runAfter(), BERLIN).getDayOfMonth())
                .containsExactly(tuple(2, 3), tuple(7, 8), tuple(8, 9));
    }

    @Test
    void a_run_is_moved_to_the_next_day_and_keeps_its_dates() {
        Timetable monthly = moved(new CronTrigger(CronExpression.parse("0 6 4 * *"), BERLIN));

        assertThat(monthly.upcoming(1, null, CATCHUP, LATER))
                .containsExactly(new RunInfo(six(4), DataInterval.at(six(4)), six(7), six(4)));
    }

    @Test
    void with_catchup_each_run_that_is_moved_to_one_moment_is_made_and_without_it_the_newest() {
        assertThat(moved(SIX).upcoming(6, null, CATCHUP, LATER))
                .extracting(RunInfo::logicalDate, RunInfo::runAfter)
                .containsExactly(
                        tuple(six(1), six(1)),
                        tuple(six(2), six(2)),
                        tuple(six(3), six(7)),
                        tuple(six(4), six(7)),
                        tuple(six(5), six(7)),
                        tuple(six(6), six(7)));
        assertThat(next(moved(SIX), six(2), six(2))).isEqualTo(six(7));
        assertThat(moved(SIX).upcoming(2, DataInterval.at(six(2)), NO_CATCHUP, six(2)))
                .extracting(RunInfo::logicalDate, RunInfo::runAfter)
                .containsExactly(tuple(six(7), six(7)), tuple(six(8), six(8)));
    }

    @Test
    void without_catchup_the_newest_missed_run_of_an_allowed_day_is_made_up_for() {
        Instant easterSunday = six(5).plus(Duration.ofHours(1));

        assertThat(next(only(SIX), six(1).minus(Duration.ofDays(2)), easterSunday))
                .as("down since Monday: Thursday's is the newest")
                .isEqualTo(six(2));
        assertThat(next(only(SIX), six(2), easterSunday)).isEqualTo(six(7));
        assertThat(only(SIX).next(null, NO_CATCHUP, easterSunday))
                .as("a new DAG, as it would have Sunday's without a calendar")
                .map(RunInfo::logicalDate)
                .contains(six(2));
        assertThat(only(SIX).next(null, new Restriction(six(3), null, false), easterSunday))
                .as("none of an allowed day was due since its start date")
                .map(RunInfo::logicalDate)
                .contains(six(7));
    }

    @Test
    void steps_and_events_are_judged_the_same_way() {
        Timetable hours = new DeltaTrigger(Span.of(Duration.ofHours(12)), Span.ZERO);
        Timetable events = new Events(List.of(six(4), six(2), six(8)), false);

        assertThat(only(hours).upcoming(6, null, CATCHUP, LATER))
                .extracting(run -> run.logicalDate().toString())
                .containsExactly(
                        "2026-04-01T00:00:00Z",
                        "2026-04-01T12:00:00Z",
                        "2026-04-02T00:00:00Z",
                        "2026-04-02T12:00:00Z",
                        "2026-04-07T00:00:00Z",
                        "2026-04-07T12:00:00Z");
        assertThat(only(events).upcoming(5, null, CATCHUP, LATER))
                .extracting(RunInfo::logicalDate)
                .containsExactly(six(2), six(8));
        assertThat(moved(events).upcoming(5, null, CATCHUP, LATER))
                .extracting(RunInfo::runAfter)
                .containsExactly(six(2), six(7), six(8));
    }

    @Test
    void a_schedule_that_never_falls_on_the_calendar_ends() {
        CalendarSpec sundays = new CalendarSpec(EnumSet.of(DayOfWeek.SUNDAY), List.of(), List.of());
        Timetable mondays = new CronTrigger(CronExpression.parse("0 6 * * MON"), BERLIN);

        assertThat(new OnDays(mondays, BERLIN, sundays, false).next(null, CATCHUP, LATER))
                .isEmpty();
    }

    @Test
    void over_a_change_of_the_clock_a_moved_run_keeps_its_time_of_day() {
        Timetable saturday = moved(new CronTrigger(CronExpression.parse("30 2 28 3 *"), BERLIN));

        assertThat(saturday.next(null, NO_CATCHUP, Instant.parse("2026-03-20T00:00:00Z")))
                .map(RunInfo::runAfter)
                .contains(Instant.parse("2026-03-30T00:30:00Z"));
    }

    private static @Nullable Instant next(Timetable timetable, Instant last, Instant now) {
        return timetable
                .next(DataInterval.at(last), NO_CATCHUP, now)
                .map(RunInfo::logicalDate)
                .orElse(null);
    }

    private static Timetable only(Timetable timetable) {
        return new OnDays(timetable, BERLIN, WORKDAYS, false);
    }

    private static Timetable moved(Timetable timetable) {
        return new OnDays(timetable, BERLIN, WORKDAYS, true);
    }

    private static Instant six(int dayOfApril) {
        return LocalDate.of(2026, 4, dayOfApril).atTime(6, 0).atZone(BERLIN).toInstant();
    }
}
