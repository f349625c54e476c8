package dev.rondo.core.timetable;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StoredRunsTest {

    private static final Restriction CATCHUP = new Restriction(null, null, true);
    private static final Restriction NO_CATCHUP = new Restriction(null, null, false);

    @Test
    void with_catchup_one_follows_the_other() {
        StoredRuns stored = stored(false, 1, 2, 3);

        assertThat(next(stored, null, CATCHUP, 9)).isEqualTo(day(1));
        assertThat(next(stored, day(1), CATCHUP, 9)).isEqualTo(day(2));
        assertThat(next(stored, day(3), CATCHUP, 9)).isNull();
    }

    @Test
    void without_catchup_the_newest_due_one_is_the_next() {
        StoredRuns stored = stored(false, 1, 2, 3, 8);

        assertThat(next(stored, null, NO_CATCHUP, 5)).isEqualTo(day(3));
        assertThat(next(stored, day(3), NO_CATCHUP, 5)).isEqualTo(day(8));
    }

    @Test
    void without_catchup_nobody_knows_the_newest_when_all_that_is_stored_is_due() {
        assertThat(next(stored(false, 1, 2), null, NO_CATCHUP, 5)).isNull();
        assertThat(next(stored(true, 1, 2), null, NO_CATCHUP, 5)).isEqualTo(day(2));
        assertThat(stored(false, 1, 2, 9).next(null, new Restriction(null, day(8), false), day(10)))
                .as("the end date cuts off what is later, so the newest is known")
                .map(RunInfo::logicalDate)
                .contains(day(2));
    }

    @Test
    void the_last_so_many_wait_until_the_newest_are_known() {
        assertThat(DueRuns.newest(stored(false, 1, 2, 3), null, CATCHUP, day(9), 2)
                        .due())
                .isEmpty();
        assertThat(DueRuns.newest(stored(false, 1, 2, 3, 10), null, CATCHUP, day(9), 2)
                        .due())
                .extracting(RunInfo::logicalDate)
                .containsExactly(day(2), day(3));
        assertThat(DueRuns.newest(
                                new Spread(stored(true, 1, 2, 3), java.time.Duration.ofHours(1)),
                                null,
                                CATCHUP,
                                day(9),
                                2)
                        .due())
                .extracting(RunInfo::logicalDate)
                .containsExactly(day(2), day(3));
    }

    @Test
    void start_and_end_date_bound_it() {
        StoredRuns stored = stored(true, 1, 2, 3, 4);

        assertThat(DueRuns.oldest(stored, null, Restriction.between(day(2), day(3)), day(9), 10)
                        .due())
                .extracting(RunInfo::logicalDate)
                .containsExactly(day(2), day(3));
    }

    @Test
    void a_manual_run_covers_what_the_newest_run_covers_or_its_own_moment() {
        StoredRuns stretches = new StoredRuns(
                java.util.List.of(RunInfo.after(new DataInterval(day(1), day(2)))), false, false, "stretches");

        assertThat(stretches.manualInterval(day(4))).isEqualTo(new DataInterval(day(1), day(2)));
        assertThat(stretches.manualInterval(day(1))).isEqualTo(DataInterval.at(day(1)));
        assertThat(stored(false, 1).manualInterval(day(4))).isEqualTo(DataInterval.at(day(4)));
    }

    private static StoredRuns stored(boolean ends, int... days) {
        return new StoredRuns(
                Arrays.stream(days)
                        .mapToObj(day -> RunInfo.after(DataInterval.at(day(day))))
                        .toList(),
                ends,
                false,
                "test");
    }

    private static @Nullable Instant next(
            StoredRuns stored, @Nullable Instant last, Restriction restriction, int today) {
        return stored.next(last == null ? null : DataInterval.at(last), restriction, day(today))
                .map(RunInfo::logicalDate)
                .orElse(null);
    }

    private static Instant day(int dayOfMay) {
        return Instant.parse("2026-05-01T00:00:00Z").plusSeconds((dayOfMay - 1) * 86_400L);
    }
}
