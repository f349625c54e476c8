package dev.rondo.runtime.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rondo.core.timetable.RunInfo;
import dev.rondo.core.timetable.Timetables;
import dev.rondo.sdk.CustomTimetable;
import dev.rondo.sdk.Dag;
import dev.rondo.sdk.Schedule;
import dev.rondo.sdk.internal.DagSpecs;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RunsAheadTest {

    private static final Instant NOW = Instant.parse("2026-03-20T08:00:00Z");

    /** At noon of the first day of a quarter. */
    private record Quarters() implements CustomTimetable {
        @Override
        public Optional<Run> next(ZonedDateTime after) {
            ZonedDateTime noon = after.withDayOfMonth(1)
                    .withHour(12)
                    .withMinute(0)
                    .withSecond(0)
                    .withNano(0);
            while (!noon.isAfter(after) || noon.getMonthValue() % 3 != 1) {
                noon = noon.plusMonths(1);
            }
            return Optional.of(Run.at(noon));
        }
    }

    @Test
    void of_a_sparse_timetable_as_many_past_runs_are_told_as_are_made_up_for() throws Exception {
        Timetables.Stored told =
                ask(new Quarters(), dag -> dag.startDate("2023-01-01").catchupLast(8));

        assertThat(past(told))
                .hasSizeGreaterThanOrEqualTo(8)
                .endsWith(Instant.parse("2025-10-01T12:00:00Z"), Instant.parse("2026-01-01T12:00:00Z"));
    }

    @Test
    void the_newest_run_is_told_of_however_long_ago_it_is() throws Exception {
        CustomTimetable leapDays = after -> {
            ZonedDateTime day = after.toLocalDate().atStartOfDay(after.getZone());
            while (!day.isAfter(after)
                    || day.getDayOfYear() != 60
                    || !day.toLocalDate().isLeapYear()) {
                day = day.plusDays(1);
            }
            return Optional.of(CustomTimetable.Run.at(day));
        };

        assertThat(past(ask(leapDays, dag -> dag.startDate("2000-01-01"))))
                .endsWith(Instant.parse("2024-02-29T00:00:00Z"));
    }

    @Test
    void nothing_is_told_of_the_time_before_the_start_date() throws Exception {
        assertThat(past(ask(new Quarters(), dag -> dag.startDate("2024-06-01").catchupLast(80))))
                .startsWith(Instant.parse("2024-07-01T12:00:00Z"))
                .hasSize(7);
    }

    @Test
    void an_answer_later_by_less_than_is_kept_is_shown_as_it_is_kept() {
        assertThatExceptionOfType(RunsAhead.UnusableAnswerException.class)
                .isThrownBy(() -> ask(
                        after -> Optional.of(CustomTimetable.Run.at(after.plusNanos(500))),
                        dag -> dag.startDate("2026-03-20T06:00:00Z")))
                .withMessageContaining("after 2026-03-20T05:59:59.999999Z[UTC]")
                .withMessageContaining("answered one of 2026-03-20T05:59:59.999999Z[UTC] (in whole microseconds)");
    }

    private static List<Instant> past(Timetables.Stored told) {
        return told.runs().stream()
                .filter(run -> !run.runAfter().isAfter(NOW))
                .map(RunInfo::logicalDate)
                .toList();
    }

    private static Timetables.Stored ask(CustomTimetable timetable, Consumer<Dag> settings)
            throws RunsAhead.UnusableAnswerException {
        Dag dag = Dag.create("told").schedule(Schedule.custom(timetable));
        settings.accept(dag);
        dag.task("only").run(() -> {});
        return RunsAhead.ask(timetable, DagSpecs.of(dag, "Told"), null, NOW);
    }
}
