package dev.rondo.sdk.problems;

import static dev.rondo.sdk.problems.Check.assertRight;
import static dev.rondo.sdk.problems.Check.only;
import static dev.rondo.sdk.problems.Check.problems;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DefaultArgs;
import dev.rondo.sdk.Problem;
import dev.rondo.sdk.ProblemCode;
import dev.rondo.sdk.Schedule;
import dev.rondo.sdk.internal.DagSpecs;
import dev.rondo.sdk.spec.DagSpec;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingProblemsTest {

    private static Dag dag() {
        Dag dag = Dag.create("d");
        dag.task("t").run(() -> {});
        return dag;
    }

    @Test
    void catchup_needs_a_date_to_begin_at() {
        Problem problem = only(
                ProblemCode.NO_START_DATE_WITH_CATCHUP, dag().schedule("@daily").catchup(true));

        assertThat(problem.mend()).contains(".startDate(");
        assertRight(dag().catchup(true).startDate("2026-01-01"));
        assertRight(dag().catchup(true).defaultArgs(DefaultArgs.create().startDate("2026-01-01")));
        assertRight(dag().catchupLast(3).startDate("2026-01-01"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 6 * *", "0 6 * * * * * *", "@fortnightly", "0 6 * * mon§", ""})
    void a_cron_expression_must_have_the_form_of_one(String cron) {
        Problem problem = only(ProblemCode.BAD_CRON, dag().schedule(Schedule.dataInterval(cron)));

        assertThat(problem.message()).contains("'" + cron + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 6 * * 1-5", "*/5 8-18 * jan,feb MON#1", "0 0 L * ?", "@daily", "0 0 6 * * *"})
    void what_may_be_cron_is_left_to_the_scheduler(String cron) {
        assertRight(dag().schedule(cron));
    }

    @Test
    void every_one_of_several_crons_is_checked() {
        Dag dag = dag().schedule(Schedule.of("0 6 * * *", "six", "seven"));

        assertThat(problems(dag)).extracting(Problem::code).containsExactly(ProblemCode.BAD_CRON, ProblemCode.BAD_CRON);
    }

    @Test
    void an_unknown_zone_says_what_may_be_meant() {
        Problem problem = only(ProblemCode.BAD_TIMEZONE, dag().timezone("Europe/Berln"));

        assertThat(problem.mend()).isEqualTo("did you mean 'Europe/Berlin'?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-02-30", "01.02.2026", "2026-01-01T25:00", "yesterday"})
    void a_date_must_exist(String date) {
        assertThat(only(ProblemCode.BAD_DATE, dag().startDate(date)).message()).contains(date);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-01, 2025-12-31T23:00:00Z",
        "2026-07-01T06:30, 2026-07-01T04:30:00Z",
        "2026-07-01 06:30:15, 2026-07-01T04:30:15Z",
        "2026-07-01T06:30Z, 2026-07-01T06:30:00Z",
        "2026-07-01T06:30+05:30, 2026-07-01T01:00:00Z"
    })
    void a_date_is_read_in_the_zone_of_the_dag_unless_it_has_an_offset(String date, String expected) {
        DagSpec spec = DagSpecs.of(dag().startDate(date).timezone("Europe/Berlin"), "C");

        assertThat(spec.startDate()).isEqualTo(Instant.parse(expected));
    }

    @Test
    void the_end_does_not_come_before_the_start() {
        only(ProblemCode.BAD_DATE, dag().startDate("2026-01-02").endDate("2026-01-01"));
        assertRight(dag().startDate("2026-01-01").endDate("2026-01-01"));
    }

    @Test
    void a_continuous_schedule_has_one_run_at_a_time() {
        only(ProblemCode.BAD_OPTION, dag().schedule("@continuous").maxActiveRuns(2));

        assertThat(DagSpecs.of(dag().schedule("@continuous"), "C").maxActiveRuns())
                .isEqualTo(1);
        assertThat(DagSpecs.of(dag().schedule("@daily"), "C").maxActiveRuns()).isEqualTo(16);
    }

    @Test
    void counts_and_lengths_have_bounds() {
        only(ProblemCode.BAD_OPTION, dag().maxActiveRuns(0));
        only(ProblemCode.BAD_OPTION, dag().maxActiveTasks(0));
        only(ProblemCode.BAD_OPTION, dag().dagrunTimeout(ofSeconds(0)));
        only(ProblemCode.BAD_OPTION, dag().tags("ok", ""));
        only(ProblemCode.BAD_OPTION, dag().catchupLast(0).startDate("2026-01-01"));
    }

    @Test
    void every_option_out_of_range_is_reported_where_it_was_said() {
        Dag dag = Dag.create("d").defaultArgs(DefaultArgs.create().retries(-1).memory("4 gigs"));
        dag.task("t")
                .run(() -> {})
                .retryDelay(ofDays(31))
                .retryBackoff(-2)
                .executionTimeout(ofSeconds(0))
                .pool("", 0)
                .maxActivePerDag(0)
                .email("nobody")
                .jvmOptions("-Xmx4g")
                .startDate("tomorrow");

        assertThat(problems(dag))
                .extracting(p -> p.taskId() + " " + p.code() + " " + p.message())
                .containsExactly(
                        "null BAD_OPTION retries is -1",
                        "null BAD_OPTION memory is 4 gigs",
                        "t BAD_OPTION retry_delay is PT744H",
                        "t BAD_OPTION retry_backoff is -2.0",
                        "t BAD_OPTION execution_timeout is PT0S",
                        "t BAD_OPTION pool is ",
                        "t BAD_OPTION pool_slots is 0",
                        "t BAD_OPTION max_active_per_dag is 0",
                        "t BAD_DATE start_date is tomorrow",
                        "t BAD_OPTION jvm_options is [-Xmx4g]",
                        "t BAD_OPTION email is [nobody]");
    }

    @Test
    void all_problems_of_a_dag_come_at_once() {
        Dag dag = Dag.create("no good").schedule("at dawn").timezone("Moon").catchup(true);
        dag.task("idle");
        dag.task("a").run(() -> {}).then(dag.node("b"));

        assertThat(problems(dag))
                .extracting(Problem::code)
                .containsExactlyInAnyOrder(
                        ProblemCode.BAD_ID,
                        ProblemCode.BAD_CRON,
                        ProblemCode.BAD_TIMEZONE,
                        ProblemCode.NO_START_DATE_WITH_CATCHUP,
                        ProblemCode.TASK_WITHOUT_BODY,
                        ProblemCode.UNKNOWN_TASK);
    }

    @Test
    void a_problem_reads_as_one_line() {
        Problem problem = only(ProblemCode.BAD_TIMEZONE, dag().timezone("Moon"));

        assertThat(problem.toString())
                .matches("BAD_TIMEZONE: dag 'd' \\(SettingProblemsTest\\.java:\\d+\\): the zone 'Moon' is unknown; .*");
    }
}
