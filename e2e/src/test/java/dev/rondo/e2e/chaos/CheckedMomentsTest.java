package dev.rondo.e2e.chaos;

import static dev.rondo.e2e.chaos.Stories.moments;
import static dev.rondo.e2e.chaos.Verdicts.find;
import static dev.rondo.e2e.chaos.Verdicts.findAmong;
import static dev.rondo.e2e.chaos.Verdicts.findNothing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.e2e.chaos.Asked.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Stories of questions and of deadlines. */
class CheckedMomentsTest {

    private static Stories asked(String reason, String end) {
        return new Stories()
                .dag("approved_021")
                .task("ask")
                .task("ask", Task::silenced)
                .task("push", "ask")
                .run("r", "success")
                .row("ask", "success")
                .row("ask", row -> row.because(reason).after(moments(0, 0, 0, 3000)))
                .row("push", "success")
                .life("push", 0, 100, end);
    }

    @Test
    void the_default_after_its_time_and_an_answer_before_are_right() {
        findNothing(asked("default_answer", "no").answer("ask", Outcome.REFUSED));
        findNothing(asked("", "yes").answer("ask", Outcome.ACCEPTED));
    }

    @Test
    void an_answer_that_another_one_replaced() {
        find("a task goes on with the answer that counted", asked("default_answer", "yes"));
    }

    @Test
    void an_accepted_answer_that_does_not_count() {
        find("an answer that was accepted counts", asked("default_answer", "no").answer("ask", Outcome.ACCEPTED));
    }

    @Test
    void an_answer_that_nobody_gave() {
        find("nobody answers but who is accepted", asked("", "yes").answer("ask", Outcome.REFUSED));
    }

    @Test
    void two_accepted_answers() {
        find(
                "one answer is accepted",
                asked("", "yes").answer("ask", Outcome.ACCEPTED).answer("ask", Outcome.ACCEPTED));
    }

    @Test
    void a_default_before_its_time() {
        find(
                "the default is taken after its time",
                asked("default_answer", "no").row("ask", row -> row.after(moments(0, 0, 0, 2900))));
    }

    @Test
    void a_question_that_nobody_answered() {
        findAmong("a question is answered in the end", asked("", "yes").without("push"));
    }

    private static Stories late() {
        return new Stories()
                .dag("late_022")
                .task("slow")
                .run("r", "success")
                .done("slow", 0, 100)
                .deadline("tight", true, "success")
                .deadline("slow tight", true, "success")
                .deadline("past", true, "success")
                .told("tight", "k1")
                .told("slow-tight", "k2")
                .told("past", "k5");
    }

    @Test
    void two_that_are_missed_and_told_are_right() {
        findNothing(late());
    }

    @Test
    void one_that_was_missed_and_not_noticed() {
        assertThat(late().deadline("tight", false, "").violations())
                .anySatisfy(found -> assertThat(found).startsWith("what is late is missed, once"))
                .anySatisfy(found -> assertThat(found).startsWith("a run that is over has no open deadline"));
    }

    @Test
    void one_that_was_met_and_counted_as_missed() {
        find(
                "what is late is missed, once",
                late().deadline("wide", true, "success").told("wide", "k3"));
    }

    @Test
    void one_of_a_moment_that_is_over_and_one_of_a_moment_to_come() {
        find(
                "what is late is missed, once",
                late().deadline("future", true, "success").told("future", "k3"));
        assertThat(late().deadline("past", false, "").violations())
                .anySatisfy(found -> assertThat(found).startsWith("what is late is missed, once"));
    }

    @Test
    void one_after_the_date_of_a_run_that_has_none() {
        find(
                "what is late is missed, once",
                late().deadline("dated", true, "success").told("dated", "k3"));
    }

    /** A run that has a date, and missed what is after that. */
    private static Stories dated() {
        Stories story = late().dag(Kind.LATE.dag(1)).task("slow").run("r", "success");
        return story.run("r", "success", "", "2026-01-01T00:00")
                .done("slow", 200, 300)
                .deadline("tight", true, "success")
                .deadline("slow tight", true, "success")
                .deadline("past", true, "success")
                .deadline("dated", true, "success")
                .told("tight", "k1")
                .told("slow-tight", "k2")
                .told("past", "k5")
                .told("dated", "k6");
    }

    @Test
    void one_after_the_date_of_a_run_that_has_one() {
        findNothing(dated());
        find(
                "what is late is missed, once",
                dated().deadline("dated-wide", true, "success").told("dated-wide", "k7"));
        findAmong("what is late is missed, once", dated().run("r", "success", "", ""));
        findAmong("a run has the date that it was asked for", dated().run("r", "success", "", ""));
        find("what is missed is told, under one key", dated().told("dated", "k6", "k7"));
    }

    @Test
    void one_that_nobody_was_told_of() {
        find("what is missed is told, under one key", late().told("tight"));
        find("what is missed is told, under one key", late().deadline("tight", true, ""));
    }

    @Test
    void one_that_was_told_under_two_keys() {
        find("what is missed is told, under one key", late().told("tight", "k1", "k9"));
    }

    private static final String BY_THE_CLOCK = "what is late by the clock is missed, and due when it shows that";

    /** Four days of New York, one run that may begin after the moment of the storm, and one that may before. */
    private static Stories clock(String gapOfTheEighth) {
        Stories story = new Stories().dag(Kind.CLOCK.dag(0)).task("wait");
        day(story, "2026-03-06T05:00:00Z", "2026-03-07T05:00:00Z")
                .deadline("gap", Instant.parse("2026-03-07T07:30:00Z"), true, "success")
                .deadline("soon", Instant.parse("2026-03-08T04:06:00Z"), true, "success")
                .deadline("midnight", Instant.parse("2026-03-08T05:00:00Z"), true, "success");
        day(story, "2026-03-07T05:00:00Z", "2026-03-08T05:00:00Z")
                .deadline("gap", Instant.parse(gapOfTheEighth), true, "success")
                .deadline("soon", Instant.parse("2026-03-09T03:06:00Z"), true, "success")
                .deadline("midnight", Instant.parse("2026-03-09T04:00:00Z"), true, "success");
        day(story, "2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z")
                .deadline("gap", Instant.parse("2026-03-09T06:30:00Z"), true, "success")
                .deadline("soon", Instant.parse("2026-03-10T03:06:00Z"), true, "success")
                .deadline("midnight", Instant.parse("2026-03-10T04:00:00Z"), true, "success");
        day(story, "2026-03-09T04:00:00Z", "2026-03-10T04:00:00Z")
                .deadline("gap", Instant.parse("2026-03-10T06:30:00Z"), true, "success")
                .deadline("soon", Instant.parse("2026-03-11T03:06:00Z"), true, "success")
                .deadline("midnight", Instant.parse("2026-03-11T04:00:00Z"), true, "success");
        return story.run("asked_1", "success")
                .done("wait", 1200, 1250)
                .lasts("wait", Stories.SOON.plusSeconds(5), Stories.SOON.plusSeconds(6))
                .run("asked_0", "success")
                .done("wait", 1000, 1050)
                .lasts("wait", Stories.SOON.minusSeconds(60), Stories.SOON.plusSeconds(2))
                .deadline("soon", Stories.SOON, true, "success")
                .told("soon", "k1");
    }

    /** A run of a schedule that missed all its deadlines. */
    private static Stories day(Stories story, String from, String to) {
        Instant begin = Instant.parse(from);
        Instant end = Instant.parse(to);
        long length = Duration.between(begin, end).toMinutes();
        int day = Integer.parseInt(from.substring(8, 10));
        return story.run("d" + day, "success", "", from.substring(0, 16))
                .is(
                        Duration.between(Instant.parse("2026-01-01T00:00:00Z"), begin)
                                .toMinutes(),
                        length,
                        length)
                .done("wait", day * 100L, day * 100L + 50)
                .lasts("wait", end, Instant.parse("2026-04-01T00:00:00Z"))
                .told("gap", "k1")
                .told("soon", "k2")
                .told("midnight", "k3");
    }

    private static Stories clock() {
        return clock("2026-03-08T07:30:00Z");
    }

    @Test
    void a_time_of_day_that_the_clocks_leave_out_comes_as_much_later() {
        findNothing(clock());
        find(BY_THE_CLOCK, clock("2026-03-08T06:30:00Z"));
        find(BY_THE_CLOCK, clock("2026-03-09T06:30:00Z"));
    }

    @Test
    void a_time_of_day_that_passes_while_a_run_waits() {
        find(BY_THE_CLOCK, clock().met("soon"));
        find(BY_THE_CLOCK, clock().deadline("soon", Stories.SOON.plus(Duration.ofDays(1)), true, "success"));
        findAmong("a run that is over has no open deadline", clock().deadline("soon", Stories.SOON, false, ""));
        find("what is missed is told, under one key", clock().told("soon"));
        find("what is missed is told, under one key", clock().told("soon", "k1", "k4"));
    }

    @Test
    void a_time_of_day_that_had_passed_before_a_run_may_begin() {
        find(
                BY_THE_CLOCK,
                clock().run("asked_1", "success")
                        .lasts("wait", Stories.SOON.plusSeconds(5), Stories.SOON.plusSeconds(6))
                        .deadline("soon", Stories.SOON, true, "success")
                        .told("soon", "k1"));
    }

    @Test
    void a_time_of_day_that_comes_after_the_end_of_a_run() {
        Instant halfPastTwo = Instant.parse("2026-02-03T07:30:00Z");

        find(BY_THE_CLOCK, clock().deadline("gap", halfPastTwo, true, "success").told("gap", "k1"));
    }

    /** A run that ends so many seconds before the moment of the storm, and missed it. */
    private static Stories endsBefore(long seconds) {
        return clock().run("asked_0", "success")
                .lasts("wait", Stories.SOON.minusSeconds(60), Stories.SOON.minusSeconds(seconds));
    }

    @Test
    void a_time_of_day_that_comes_so_soon_after_the_end_of_a_run_that_nobody_may_have_heard_of_it() {
        findNothing(endsBefore(14));
        findNothing(endsBefore(14).met("soon"));
        find(BY_THE_CLOCK, endsBefore(16));
        findNothing(endsBefore(16).met("soon"));
        findNothing(endsBefore(16).away("scheduler", 40_000, 42_000).away("second", 41_000, 43_000));
    }

    @Test
    void a_day_that_is_an_hour_shorter() {
        findAmong("a run covers its interval", day(clock(), "2026-03-08T05:00:00Z", "2026-03-09T05:00:00Z"));
    }

    /** That many looks more than one. */
    private static Stories looking(int more) {
        Stories story = clock();
        IntStream.range(0, more).forEach(look -> story.life("wait", 2000 + 10 * look, 2005 + 10 * look, "look"));
        return story;
    }

    @Test
    void a_sensor_looks_no_more_often_than_the_time_until_its_moment_allows() {
        findNothing(looking(31));
        find("a try runs again only when it was lost", looking(32));
    }

    @Test
    void a_sensor_that_waits_for_its_moment_in_a_new_try() {
        find(
                "looking again is no new try",
                clock().task("wait", task -> task.retried(1)).row("wait", row -> row.tried(2)));
    }

    /** A task that succeeds in its third try, and whose callbacks are told. */
    private static Stories retried() {
        Stories story = new Stories()
                .dag("retries_010")
                .task("again")
                .task("again", task -> task.retried(2))
                .run("r", "success")
                .row("again", "success")
                .row("again", row -> row.tried(3));
        for (int number = 1; number <= 3; number++) {
            story.life(Stories.lived(
                    story.key("again", -1), number, 7, number * 100L, number * 100L + 50, number < 3 ? "fail" : "ok"));
        }
        return story.told("again-retry", "k1", "k2").told("again-success", "k3").told("run-success", "k9");
    }

    @Test
    void what_becomes_of_a_task_is_told() {
        findNothing(retried());
        find("each retry is told under a key of its own", retried().told("again-retry", "k1"));
        find("each retry is told under a key of its own", retried().told("again-retry", "k1", "k2", "k4"));
        find("the end of a task is told under one key", retried().told("again-success"));
        find("the end of a task is told under one key", retried().told("again-success", "k3", "k4"));
    }

    @Test
    void the_end_of_a_run_is_told() {
        find("the end of a run is told under one key", retried().told("run-success"));
        find("the end of a run is told under one key", retried().told("run-success", "k9", "k10"));
        find("the end of a run is told under one key", retried().told("run-failure", "k10"));
    }

    /** A task that skipped itself, and told of it. */
    private static Stories skipped() {
        return new Stories()
                .dag("rules_004")
                .task("skipping")
                .run("r", "success")
                .row("skipping", "skipped")
                .life("skipping", 0, 100, "skip")
                .told("skipping-skipped", "k1");
    }

    @Test
    void a_task_that_skips_itself_tells_of_it() {
        findNothing(skipped());
        find(
                "a task that skips itself tells of it under one key, no other does",
                skipped().told("skipping-skipped"));
        find(
                "a task that skips itself tells of it under one key, no other does",
                skipped().told("skipping-skipped", "k1", "k2"));
        find(
                "a task that skips itself tells of it under one key, no other does",
                skipped().without("skipping").done("skipping", 0, 100));
    }
}
