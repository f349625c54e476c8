package dev.rondo.core.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.sdk.spec.DeadlineSpec.By;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DueMomentsTest {

    private static final DueMoments.OfRun RUN = new DueMoments.OfRun(
            Instant.parse("2026-01-02T00:00:03Z"),
            Instant.parse("2026-01-01T00:00:00Z"),
            Instant.parse("2026-01-02T00:00:00Z"));

    private static Optional<Instant> due(By by, Duration... forerunners) {
        return DueMoments.due(by, RUN, ZoneOffset.UTC, List.of(forerunners));
    }

    private static By usual(int last, int atLeast, @Nullable Double percentile) {
        return new By.Usual(last, atLeast, percentile, Duration.ofMinutes(10));
    }

    private static Duration[] minutes(int... spans) {
        return Arrays.stream(spans).mapToObj(Duration::ofMinutes).toArray(Duration[]::new);
    }

    @Test
    void from_the_moment_of_being_queued_from_the_logical_date_and_at_a_moment() {
        assertThat(due(new By.AfterQueued(Duration.ofHours(2)))).contains(Instant.parse("2026-01-02T02:00:03Z"));
        assertThat(due(new By.AfterLogicalDate(Duration.ofHours(30)))).contains(Instant.parse("2026-01-02T06:00:00Z"));
        assertThat(due(new By.At(Instant.parse("2026-05-01T00:00:00Z"))))
                .contains(Instant.parse("2026-05-01T00:00:00Z"));
    }

    @Test
    void a_run_without_a_logical_date_has_no_deadline_after_it() {
        DueMoments.OfRun manual = new DueMoments.OfRun(RUN.queuedAt(), null, RUN.runAfter());

        assertThat(DueMoments.due(new By.AfterLogicalDate(Duration.ZERO), manual, ZoneOffset.UTC, List.of()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-02T00:00:00Z, 06:00, 2026-01-02T05:00:00Z",
        "2026-01-02T05:00:00Z, 06:00, 2026-01-03T05:00:00Z", // at that very time it is tomorrow's
        "2026-01-01T23:30:00Z, 00:15, 2026-01-02T23:15:00Z",
        "2026-03-28T23:00:00Z, 02:30, 2026-03-29T01:30:00Z", // the clock has no 02:30: an hour later on it
        "2026-10-24T22:00:00Z, 02:30, 2026-10-25T00:30:00Z", // and twice: the first
    })
    void at_a_time_on_the_clock_of_the_dag(Instant runAfter, LocalTime time, Instant expected) {
        DueMoments.OfRun run = new DueMoments.OfRun(runAfter, runAfter, runAfter);

        assertThat(DueMoments.due(new By.AtTime(time), run, ZoneId.of("Europe/Berlin"), List.of()))
                .contains(expected);
    }

    @Test
    void later_than_the_average_of_the_last_runs() {
        assertThat(due(usual(3, 3, null), minutes(10, 20, 30, 4_000)))
                .contains(RUN.queuedAt().plus(Duration.ofMinutes(30)));
    }

    @Test
    void later_than_most_of_the_last_runs() {
        assertThat(due(usual(10, 4, 0.75), minutes(40, 10, 30, 20)))
                .contains(RUN.queuedAt().plus(Duration.ofMinutes(40)));
        assertThat(due(usual(10, 4, 1.0), minutes(40, 10, 30, 20)))
                .contains(RUN.queuedAt().plus(Duration.ofMinutes(50)));
        assertThat(due(usual(10, 1, 0.000_1), minutes(40, 10)))
                .contains(RUN.queuedAt().plus(Duration.ofMinutes(20)));
    }

    @Test
    void what_is_usual_is_not_known_from_too_few_runs() {
        assertThat(due(usual(10, 3, null), minutes(10, 20))).isEmpty();
    }
}
