package dev.rondo.core.timetable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rondo.core.graph.TestDag;
import dev.rondo.sdk.spec.ScheduleSpec;
import dev.rondo.sdk.spec.ScheduleSpec.Interval;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimetablesTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant NOW = Instant.parse("2024-05-17T13:00:00Z");

    @Test
    void each_schedule_becomes_its_timetable() {
        CronExpression daily = CronExpression.parse("@daily");
        CronExpression hourly = CronExpression.parse("@hourly");
        ScheduleSpec.Step month = ScheduleSpec.Step.of(Period.ofMonths(1));
        Span hour = Span.of(Duration.ofHours(1));

        assertThat(of(new ScheduleSpec.None())).isEqualTo(new Unscheduled());
        assertThat(of(new ScheduleSpec.Once())).isEqualTo(new Once());
        assertThat(of(new ScheduleSpec.Continuous())).isEqualTo(new Continuous());
        assertThat(of(new ScheduleSpec.CronDataInterval("@daily"))).isEqualTo(new CronDataInterval(daily, BERLIN));
        assertThat(of(new ScheduleSpec.CronTrigger(List.of("@daily")))).isEqualTo(new CronTrigger(daily, BERLIN));
        assertThat(of(new ScheduleSpec.CronTrigger(List.of("@daily"), Interval.ZERO, Duration.ofDays(2))))
                .isEqualTo(new CronTrigger(daily, BERLIN, Span.ZERO, new FirstRun.Within(Duration.ofDays(2))));
        assertThat(of(new ScheduleSpec.CronTrigger(
                        List.of("@daily", "@hourly"), Interval.of(Duration.ofHours(1)), null)))
                .isEqualTo(new MultipleCronTrigger(List.of(
                        new CronTrigger(daily, BERLIN, hour, new FirstRun.WhenRecent()),
                        new CronTrigger(hourly, BERLIN, hour, new FirstRun.WhenRecent()))));
        assertThat(of(new ScheduleSpec.CronTrigger(List.of("@daily"), Interval.of(Period.ofMonths(1)), null)))
                .isEqualTo(new CronTrigger(daily, BERLIN, Span.of(Period.ofMonths(1)), new FirstRun.WhenRecent()));
        assertThat(of(new ScheduleSpec.DeltaDataInterval(month)))
                .isEqualTo(new DeltaDataInterval(Span.of(Period.ofMonths(1))));
        assertThat(of(new ScheduleSpec.DeltaTrigger(month, Interval.of(Duration.ofHours(1)))))
                .isEqualTo(new DeltaTrigger(Span.of(Period.ofMonths(1)), hour));
        assertThat(of(new ScheduleSpec.Events(List.of(NOW), true))).isEqualTo(new Events(List.of(NOW), true));
    }

    @Test
    void a_bad_expression_and_a_step_under_a_second_are_refused() {
        assertThatExceptionOfType(InvalidCronException.class)
                .isThrownBy(() -> of(new ScheduleSpec.CronDataInterval("daily")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DeltaDataInterval(Span.of(Duration.ofMillis(1))))
                .withMessage("a schedule's step must be at least one second, was 1000000 nanoseconds");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Span.of(Period.ofDays(-1)))
                .withMessageContaining("must not be negative");
    }

    @Test
    void each_timetable_says_what_it_is() {
        Timetable daily = new CronDataInterval(CronExpression.parse("@daily"), BERLIN);
        Timetable steps = new DeltaTrigger(new Span(Period.of(0, 1, 2), Duration.ofMinutes(90)), Span.ZERO);
        Timetable events = new Events(List.of(NOW, NOW.plusSeconds(60), NOW), false);

        assertThat(daily.summary()).isEqualTo("0 0 * * *");
        assertThat(daily.description()).isEqualTo("At 00:00");
        assertThat(steps.description()).isEqualTo("Every 1 month 2 days 1 hour 30 minutes");
        assertThat(events.summary()).isEqualTo("2 events");
        assertThat(events.description()).isEqualTo("At 2 events from 2024-05-17T13:00:00Z to 2024-05-17T13:01:00Z");
        assertThat(new Unscheduled().summary()).isEqualTo("None");
        assertThat(new Once().summary()).isEqualTo("@once");
        assertThat(new Continuous().summary()).isEqualTo("@continuous");
    }

    @Test
    void only_schedules_with_dates_in_the_past_are_periodic() {
        assertThat(of(new ScheduleSpec.CronDataInterval("@daily")).periodic()).isTrue();
        assertThat(new Events(List.of(), false).periodic()).isTrue();
        assertThat(new Once().periodic()).isFalse();
        assertThat(new Continuous().periodic()).isFalse();
        assertThat(new Unscheduled().periodic()).isFalse();
    }

    @Test
    void where_an_expression_has_no_tick_before_a_manual_run_covers_a_moment() {
        Timetable later = new CronDataInterval(CronExpression.parse("0 0 * * * 0 2030"), BERLIN);

        assertThat(later.manualInterval(NOW)).isEqualTo(DataInterval.at(NOW));
        assertThat(later.next(null, new Restriction(NOW, null, false), NOW)).isEmpty();
    }

    private static Timetable of(ScheduleSpec schedule) {
        return Timetables.of(TestDag.named("dag")
                .schedule(schedule, BERLIN.getId())
                .chain("a")
                .spec());
    }
}
