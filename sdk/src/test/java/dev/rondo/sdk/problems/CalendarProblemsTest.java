package dev.rondo.sdk.problems;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.sdk.BusinessCalendar;
import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DefaultArgs;
import dev.rondo.sdk.Problem;
import dev.rondo.sdk.ProblemCode;
import dev.rondo.sdk.Schedule;
import dev.rondo.sdk.internal.DagSpecs;
import dev.rondo.sdk.internal.build.CronCheck;
import dev.rondo.sdk.internal.build.HolidayFiles.Reading;
import dev.rondo.sdk.spec.ScheduleSpec;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CalendarProblemsTest {

    private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);

    private static List<LocalDate> days(LocalDate first, int count) {
        return Stream.iterate(first, day -> day.plusDays(1)).limit(count).toList();
    }

    private static DagSpecs.Checked check(BusinessCalendar calendar, List<LocalDate> ofEachFile) {
        Dag dag = Dag.create("d").schedule(Schedule.of("@daily").onlyOn(calendar));
        dag.task("t").run(() -> {});
        return DagSpecs.check(
                dag, "TheDag", DefaultArgs.create(), CronCheck.ofForm(), file -> new Reading.Days(ofEachFile));
    }

    @Test
    void a_day_that_several_files_and_the_calendar_have_is_one() {
        BusinessCalendar calendar = BusinessCalendar.everyDay()
                .except(days(FIRST, 9_000))
                .exceptHolidays("a.ics")
                .exceptHolidays("b.ics");

        DagSpecs.Checked checked = check(
                calendar,
                Collections.nCopies(3, days(FIRST.plusDays(5_000), 5_000)).stream()
                        .flatMap(List::stream)
                        .toList());

        assertThat(checked.problems()).isEmpty();
        assertThat(checked.spec())
                .hasValueSatisfying(spec -> assertThat(((ScheduleSpec.OnDays) spec.schedule())
                                .calendar()
                                .except())
                        .isEqualTo(days(FIRST, 10_000)));
    }

    @Test
    void too_many_days_together_with_those_named_are_one_problem_among_others() {
        BusinessCalendar calendar =
                BusinessCalendar.everyDay().except(days(FIRST, 9_000)).exceptHolidays("a.ics");

        List<Problem> problems =
                check(calendar, days(FIRST.plusDays(9_000), 1_001)).problems();

        assertThat(problems).extracting(Problem::code).containsExactly(ProblemCode.BAD_CALENDAR);
        assertThat(problems.getFirst().message()).contains("[a.ics] and the dates named besides have 10001 days");
    }
}
