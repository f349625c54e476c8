package dev.rondo.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rondo.sdk.spec.ScheduleSpec;
import dev.rondo.sdk.spec.ScheduleSpec.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    @Test
    void a_cron_text_triggers_and_some_words_are_schedules_of_their_own() {
        assertThat(Schedule.of("0 6 * * *").spec())
                .isEqualTo(new ScheduleSpec.CronTrigger(List.of("0 6 * * *"), Duration.ZERO));
        assertThat(Schedule.of("@once")).isEqualTo(Schedule.once());
        assertThat(Schedule.of("@continuous")).isEqualTo(Schedule.continuous());
        assertThat(Schedule.of("@none")).isEqualTo(Schedule.none());
        assertThat(Schedule.of("@daily", "0 12 * * *", "0 18 * * *").spec())
                .isEqualTo(new ScheduleSpec.CronTrigger(List.of("@daily", "0 12 * * *", "0 18 * * *"), Duration.ZERO));
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
                .isEqualTo(new ScheduleSpec.CronTrigger(List.of("@daily"), Duration.ofDays(1)));
        assertThat(Schedule.every(Period.ofDays(2))
                        .withInterval(Duration.ofDays(2))
                        .spec())
                .isEqualTo(new ScheduleSpec.DeltaTrigger(Step.of(Period.ofDays(2)), Duration.ofDays(2)));
        assertThatIllegalStateException()
                .isThrownBy(() -> assertThat(Schedule.once().withInterval(Duration.ofDays(1)))
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
}
