package dev.rondo.core.timetable;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpreadTest {

    private static final Instant MIDNIGHT = Instant.parse("2026-04-02T00:00:00Z");
    private static final Duration TEN = Duration.ofMinutes(10);
    private static final Timetable DAILY = new CronTrigger(CronExpression.parse("@daily"), ZoneOffset.UTC);
    private static final Restriction NO_CATCHUP = new Restriction(Instant.parse("2026-01-01T00:00:00Z"), null, false);

    @Test
    void only_the_start_is_shifted() {
        assertThat(new Spread(DAILY, TEN)
                        .next(DataInterval.at(MIDNIGHT.minus(Duration.ofDays(1))), NO_CATCHUP, MIDNIGHT))
                .contains(new RunInfo(MIDNIGHT, DataInterval.at(MIDNIGHT), MIDNIGHT.plus(TEN), MIDNIGHT));
    }

    @Test
    void until_its_shifted_time_a_run_is_not_the_newest() {
        Timetable spread = new Spread(DAILY, TEN);
        Instant twoDaysAgo = MIDNIGHT.minus(Duration.ofDays(2));

        assertThat(spread.next(
                        DataInterval.at(twoDaysAgo),
                        NO_CATCHUP,
                        MIDNIGHT.plus(TEN).minusSeconds(1)))
                .map(RunInfo::logicalDate)
                .contains(MIDNIGHT.minus(Duration.ofDays(1)));
        assertThat(spread.next(DataInterval.at(twoDaysAgo), NO_CATCHUP, MIDNIGHT.plus(TEN)))
                .map(RunInfo::logicalDate)
                .contains(MIDNIGHT);
    }

    @Test
    void the_share_of_a_dag_is_the_same_on_every_machine_and_in_every_release() {
        assertThat(Spread.delayOf("census_training", Duration.ofHours(1))).isEqualTo(Duration.ofSeconds(1220));
        assertThat(Spread.delayOf("census_training", Duration.ofSeconds(1))).isZero();
    }

    @Test
    void dags_whose_ids_differ_in_a_number_are_spread_evenly() {
        var minutes = IntStream.range(0, 6_000)
                .mapToObj(i ->
                        Spread.delayOf("load_table_" + i, Duration.ofHours(1)).toMinutes())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

        assertThat(minutes).hasSize(60);
        assertThat(minutes.values()).allSatisfy(count -> assertThat(count).isBetween(60L, 150L));
    }
}
