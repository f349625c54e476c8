package dev.rondo.core.timetable;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class DueRunsTest {

    private static final Timetable DAILY = new CronDataInterval(CronExpression.parse("@daily"), ZoneOffset.UTC);
    private static final Instant NOW = Instant.parse("2024-05-17T13:00:00Z");
    private static final Restriction CATCHUP = new Restriction(day(1), null, true);

    @Test
    void the_oldest_come_first_and_the_next_one_is_named() {
        DueRuns runs = DueRuns.oldest(DAILY, null, CATCHUP, NOW, 2);

        assertThat(runs.due()).extracting(RunInfo::logicalDate).containsExactly(day(1), day(2));
        assertThat(runs.next()).isEqualTo(RunInfo.after(new DataInterval(day(3), day(4))));
    }

    @Test
    void of_the_newest_only_so_many_are_kept() {
        DueRuns runs = DueRuns.newest(DAILY, null, CATCHUP, NOW, 3);

        assertThat(runs.due()).extracting(RunInfo::logicalDate).containsExactly(day(14), day(15), day(16));
        assertThat(runs.next()).isEqualTo(RunInfo.after(new DataInterval(day(17), day(18))));
    }

    @Test
    void after_the_end_date_there_is_no_next_run() {
        DueRuns runs = DueRuns.oldest(DAILY, null, Restriction.between(day(1), day(3)), NOW, Integer.MAX_VALUE);

        assertThat(runs.due()).hasSize(3);
        assertThat(runs.next()).isNull();
    }

    @Test
    void a_timetable_that_is_always_due_does_not_go_on_for_ever() {
        DueRuns runs = DueRuns.newest(new Continuous(), null, CATCHUP, NOW, 5);

        assertThat(runs.due())
                .containsExactly(RunInfo.after(new DataInterval(day(1), NOW)), RunInfo.after(DataInterval.at(NOW)));
        assertThat(runs.next()).isEqualTo(RunInfo.after(DataInterval.at(NOW)));
    }

    private static Instant day(int dayOfMay) {
        return Instant.parse("2024-05-01T00:00:00Z").plusSeconds((dayOfMay - 1) * 86_400L);
    }
}
