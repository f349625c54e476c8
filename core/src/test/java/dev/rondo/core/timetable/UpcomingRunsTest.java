package dev.rondo.core.timetable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rondo.core.graph.TestDag;
import dev.rondo.core.timetable.UpcomingRuns.UpcomingRun;
import dev.rondo.sdk.spec.DagSpec;
import dev.rondo.sdk.spec.ScheduleSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UpcomingRunsTest {

    private static final Instant NOW = Instant.parse("2026-03-28T12:00:00Z");
    private static final ZoneOffset WINTER = ZoneOffset.ofHours(1);
    private static final ZoneOffset SUMMER = ZoneOffset.ofHours(2);

    @Test
    void each_run_has_its_offset_and_the_changes_since_the_run_before() {
        List<UpcomingRun> runs = upcoming(berlin("0 6 * * *"), null, NOW, 3);

        assertThat(runs)
                .containsExactly(
                        new UpcomingRun(
                                at("2026-03-29T04:00:00Z"),
                                SUMMER,
                                ClockMark.NONE,
                                List.of(new ClockChange(Instant.parse("2026-03-29T01:00:00Z"), WINTER, SUMMER))),
                        new UpcomingRun(at("2026-03-30T04:00:00Z"), SUMMER, ClockMark.NONE, List.of()),
                        new UpcomingRun(at("2026-03-31T04:00:00Z"), SUMMER, ClockMark.NONE, List.of()));
    }

    @Test
    void a_tick_that_the_zone_leaves_out_is_marked_and_one_that_is_meant_to_be_there_is_not() {
        assertThat(upcoming(berlin("30 2 * * *"), null, NOW, 2))
                .extracting(UpcomingRun::run, UpcomingRun::mark)
                .containsExactly(
                        tuple(at("2026-03-29T01:30:00Z"), ClockMark.TIME_LEFT_OUT),
                        tuple(at("2026-03-30T00:30:00Z"), ClockMark.NONE));
        assertThat(upcoming(berlin("30 3 * * *"), null, NOW, 1))
                .extracting(UpcomingRun::mark)
                .containsExactly(ClockMark.NONE);
    }

    @Test
    void times_that_come_twice_are_marked_as_first_and_second() {
        Instant autumn = Instant.parse("2026-10-24T23:45:00Z");

        assertThat(upcoming(berlin("30 * * * *"), null, autumn, 4))
                .extracting(UpcomingRun::mark)
                .containsExactly(ClockMark.FIRST_OF_TWO, ClockMark.SECOND_OF_TWO, ClockMark.NONE, ClockMark.NONE);
        assertThat(upcoming(berlin("30 2 * * *"), null, autumn, 2))
                .extracting(UpcomingRun::mark)
                .containsExactly(ClockMark.SECOND_OF_TWO, ClockMark.NONE);
    }

    @Test
    void with_catchup_they_begin_with_what_was_missed() {
        DagSpec all = spec("@daily", DagSpec.CATCHUP_ALL);
        DagSpec two = spec("@daily", 2);
        DataInterval last = DataInterval.at(Instant.parse("2026-03-20T00:00:00Z"));

        assertThat(dates(upcoming(all, last, NOW, 3))).containsExactly("2026-03-21", "2026-03-22", "2026-03-23");
        assertThat(dates(upcoming(two, last, NOW, 4)))
                .containsExactly("2026-03-27", "2026-03-28", "2026-03-29", "2026-03-30");
        assertThat(dates(upcoming(two, last, NOW, 1))).containsExactly("2026-03-27");
    }

    @Test
    void a_continuous_schedule_has_one_next_run_and_assets_have_none() {
        DagSpec continuous = TestDag.named("dag")
                .schedule(new ScheduleSpec.Continuous(), "UTC")
                .chain("a")
                .spec();

        assertThat(upcoming(continuous, null, NOW, 20)).hasSize(1);
        assertThat(upcoming(TestDag.named("dag").chain("a").spec(), null, NOW, 20))
                .isEmpty();
    }

    private static List<UpcomingRun> upcoming(DagSpec spec, @Nullable DataInterval last, Instant now, int count) {
        return UpcomingRuns.of(spec, Timetables.of(spec), last, now, count);
    }

    private static List<String> dates(List<UpcomingRun> runs) {
        return runs.stream()
                .map(run -> run.run().logicalDate().toString().substring(0, 10))
                .toList();
    }

    private static RunInfo at(String tick) {
        return RunInfo.after(DataInterval.at(Instant.parse(tick)));
    }

    private static DagSpec berlin(String cron) {
        return TestDag.named("dag")
                .schedule(new ScheduleSpec.CronTrigger(List.of(cron)), "Europe/Berlin")
                .chain("a")
                .spec();
    }

    private static DagSpec spec(String cron, int catchup) {
        return TestDag.named("dag")
                .schedule(new ScheduleSpec.CronTrigger(List.of(cron)), "UTC")
                .startDate(Instant.parse("2026-01-01T00:00:00Z"))
                .catchup(catchup)
                .chain("a")
                .spec();
    }
}
