package dev.rondo.core.timetable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.sdk.spec.CalendarSpec;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class MovedRunsTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final CalendarSpec WORKDAYS =
            new CalendarSpec(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), List.of(), List.of());

    private static Timetable cron(String text) {
        return new CronTrigger(CronExpression.parse(text), BERLIN);
    }

    private static Timetable moved(Timetable timetable) {
        return new OnDays(timetable, BERLIN, WORKDAYS, true);
    }

    private static Timetable only(Timetable timetable) {
        return new OnDays(timetable, BERLIN, WORKDAYS, false);
    }

    @Test
    void several_runs_of_one_day_are_not_moved() {
        assertThat(MovedRuns.problem(moved(cron("0 6,18 * * *")), FROM))
                .hasValueSatisfying(
                        text -> assertThat(text).contains("those of 2026-01-01T06:00 and 2026-01-01T18:00"));
        assertThat(MovedRuns.problem(moved(cron("0 6 * * 1,3,5/2")), FROM)).isEmpty();
        assertThat(MovedRuns.problem(new Spread(only(moved(cron("@hourly"))), Duration.ofMinutes(3)), FROM))
                .isPresent();
        assertThat(MovedRuns.problem(
                        moved(new Events(
                                List.of(
                                        Instant.parse("2026-05-01T05:00:00Z"),
                                        Instant.parse("2026-06-06T05:00:00Z"),
                                        Instant.parse("2026-06-06T15:00:00Z")),
                                false)),
                        FROM))
                .isPresent();
    }

    @Test
    void one_run_a_day_is_moved_and_several_that_are_not_moved_are_right() {
        assertThat(MovedRuns.problem(moved(cron("0 6 * * *")), FROM)).isEmpty();
        assertThat(MovedRuns.problem(moved(new CronDataInterval(CronExpression.parse("@daily"), BERLIN)), FROM))
                .isEmpty();
        assertThat(MovedRuns.problem(only(cron("@hourly")), FROM)).isEmpty();
        assertThat(MovedRuns.problem(cron("@hourly"), FROM)).isEmpty();
    }

    @Test
    void steps_of_a_day_are_right_also_on_the_day_of_25_hours() {
        Timetable steps = new DeltaTrigger(Span.of(Duration.ofDays(1)), Span.ZERO);
        Instant halfPastMidnight = Instant.parse("2026-06-01T22:30:00Z");

        assertThat(MovedRuns.problem(moved(steps), halfPastMidnight)).isEmpty();
    }
}
