package dev.rondo.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rondo.sdk.spec.ScheduleSpec;
import dev.rondo.sdk.spec.ScheduleSpec.Interval;
import dev.rondo.sdk.spec.ScheduleSpec.Step;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    @Test
    void a_cron_text_triggers_and_some_words_are_schedules_of_their_own() {
        assertThat(Schedule.of("0 6 * * *").spec()).isEqualTo(new ScheduleSpec.CronTrigger(List.of("0 6 * * *")));
        assertThat(Schedule.of("@once")).isEqualTo(Schedule.once());
        assertThat(Schedule.of("@continuous")).isEqualTo(Schedule.continuous());
        assertThat(Schedule.of("@none")).isEqualTo(Schedule.none());
        assertThat(Schedule.of("@daily", "0 12 * * *", "0 18 * * *").spec())
                .isEqualTo(new ScheduleSpec.CronTrigger(List.of("@daily", "0 12 * * *", "0 18 * * *")));
    }

    @Test
    void data_intervals_are_by_cron_or_by_step() {
        assertThat(Schedule.dataInterval("@daily").spec()).isEqualTo(new ScheduleSpec.CronDataInterval("@daily"));
        assertThat(Schedule.dataIntervalEvery(Duration.ofHours(6)).spec())
                .isEqualTo(new ScheduleSpec.DeltaDataInterval(Step.of(Duration.ofHours(6))));
        assertThat(Schedule.dataIntervalEvery(Period.ofMonths(1)).spec())
                .isEqualTo(new ScheduleSpec.DeltaDataInterval(Step.of(Period.ofMonths(1))));
    }

    @Test
    void a_trigger_may_have_an_interval_and_nothing_else_may() {
        assertThat(Schedule.of("@daily").withInterval(Duration.ofDays(1)).spec())
                .isEqualTo(new ScheduleSpec.CronTrigger(List.of("@daily"), Interval.of(Duration.ofDays(1)), null));
        assertThat(Schedule.of("@monthly").withInterval(Period.ofMonths(1)).spec())
                .isEqualTo(new ScheduleSpec.CronTrigger(List.of("@monthly"), Interval.of(Period.ofMonths(1)), null));
        assertThat(Schedule.every(Period.ofDays(2))
                        .withInterval(Duration.ofDays(2))
                        .spec())
                .isEqualTo(new ScheduleSpec.DeltaTrigger(Step.of(Period.ofDays(2)), Interval.of(Duration.ofDays(2))));
        assertThatIllegalStateException()
                .isThrownBy(() -> assertThat(Schedule.once().withInterval(Duration.ofDays(1)))
                        .isNull());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> assertThat(Schedule.of("@daily").withInterval(Period.ofDays(-1)))
                        .isNull())
                .withMessageContaining("must not be negative");
    }

    @Test
    void a_cron_trigger_may_look_back_for_its_first_run_and_nothing_else_may() {
        ScheduleSpec daily =
                new ScheduleSpec.CronTrigger(List.of("@daily"), Interval.of(Duration.ofHours(1)), Duration.ofDays(2));

        assertThat(Schedule.of("@daily")
                        .firstRunWithin(Duration.ofDays(2))
                        .withInterval(Duration.ofHours(1))
                        .spec())
                .isEqualTo(daily);
        assertThat(Schedule.of("@daily")
                        .withInterval(Duration.ofHours(1))
                        .firstRunWithin(Duration.ofDays(2))
                        .spec())
                .isEqualTo(daily);
        assertThatIllegalStateException()
                .isThrownBy(() -> assertThat(Schedule.dataInterval("@daily").firstRunWithin(Duration.ofDays(1)))
                        .isNull())
                .withMessageContaining("triggers by cron");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> assertThat(Schedule.of("@daily").firstRunWithin(Duration.ofDays(-1)))
                        .isNull());
    }

    @Test
    void events_are_sorted_and_each_is_one() {
        Schedule schedule = Schedule.events("2026-03-01T06:00+01:00", "2026-01-01T00:00:00Z", "2026-03-01T05:00Z");

        assertThat(schedule.spec())
                .isEqualTo(new ScheduleSpec.Events(
                        List.of(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-03-01T05:00:00Z")), false));
        assertThat(schedule.restrictToEvents().spec())
                .extracting("restrictToEvents")
                .isEqualTo(true);
        assertThatIllegalStateException()
                .isThrownBy(() -> assertThat(Schedule.none().restrictToEvents()).isNull());
    }

    @Test
    void a_step_is_longer_than_nothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> assertThat(Schedule.every(Duration.ZERO)).isNull());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> assertThat(Schedule.every(Period.ofDays(-1))).isNull());
    }

    @Test
    void it_reads_as_its_author_wrote_it() {
        assertThat(Schedule.of("@daily", "@hourly")).hasToString("@daily or @hourly");
        assertThat(Schedule.every(Duration.ofMinutes(90))).hasToString("PT1H30M");
        assertThat(Schedule.none()).hasToString("none");
    }

    @Test
    void a_type_says_its_arguments() {
        assertThat(new TypeOf<List<String>>() {}.toString()).isEqualTo("java.util.List<java.lang.String>");
    }

    @Test
    void a_calendar_and_a_spread_wrap_the_runs_by_time() {
        BusinessCalendar days = BusinessCalendar.mondayToFriday().except(LocalDate.of(2026, 12, 25));
        ScheduleSpec daily = new ScheduleSpec.CronDataInterval("@daily");
        ScheduleSpec both =
                new ScheduleSpec.Spread(new ScheduleSpec.OnDays(daily, days.spec(), false), Duration.ofMinutes(10));

        assertThat(Schedule.dataInterval("@daily")
                        .onlyOn(days)
                        .spread(Duration.ofMinutes(10))
                        .spec())
                .isEqualTo(both);
        assertThat(both.innermost()).isEqualTo(daily);
        assertThat(both.text()).isEqualTo("@daily, only Monday to Friday except 1 date, spread over PT10M");
        assertThat(Schedule.dataInterval("@daily")
                        .orAssets(Asset.of("orders"))
                        .movedTo(days)
                        .spec()
                        .byTime())
                .isEqualTo(new ScheduleSpec.OnDays(daily, days.spec(), true));
    }

    @Test
    void what_has_no_moments_of_its_own_cannot_be_wrapped() {
        for (Schedule schedule : List.of(Schedule.none(), Schedule.continuous(), Schedule.assets(Asset.of("orders")))) {
            assertThatIllegalStateException().isThrownBy(() -> schedule.spread(Duration.ofMinutes(1)));
            assertThatIllegalStateException().isThrownBy(() -> schedule.onlyOn(BusinessCalendar.mondayToFriday()));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Schedule.of("@daily").spread(Duration.ofDays(2)))
                .withMessageContaining("one second to one day");
    }

    @Test
    void a_timetable_of_ones_own_is_told_by_its_class_and_its_words() {
        record Never() implements CustomTimetable {
            @Override
            public Optional<Run> next(ZonedDateTime after) {
                return Optional.empty();
            }
        }

        Schedule own = Schedule.custom(new Never()).spread(Duration.ofMinutes(1));

        assertThat(own.spec().innermost()).isEqualTo(new ScheduleSpec.Custom(Never.class.getName(), "Never"));
        assertThat(own.customTimetable()).contains(new Never());
        assertThat(Schedule.custom(after -> Optional.empty()).spec())
                .isEqualTo(new ScheduleSpec.Custom("lambda", "custom"));
    }

    @Test
    void a_run_of_a_timetable_of_ones_own_is_dated_by_the_start_of_its_interval() {
        ZonedDateTime monday = ZonedDateTime.parse("2026-01-05T06:00+01:00[Europe/Berlin]");
        DataInterval weekBefore = new DataInterval(monday.minusWeeks(1), monday);

        assertThat(new CustomTimetable.Run(weekBefore, monday.plusHours(1)).logicalDate())
                .isEqualTo(monday.minusWeeks(1));
        assertThat(CustomTimetable.Run.covering(monday.minusWeeks(1), monday))
                .isEqualTo(new CustomTimetable.Run(weekBefore, monday));
        assertThat(CustomTimetable.Run.at(monday).logicalDate()).isEqualTo(monday);
    }

    @Test
    void a_calendar_says_its_days_in_words() {
        assertThat(BusinessCalendar.everyDay()).hasToString("every day");
        assertThat(BusinessCalendar.of(DayOfWeek.FRIDAY, DayOfWeek.MONDAY)).hasToString("Monday, Friday");
    }
}
