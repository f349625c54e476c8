package dev.rondo.e2e.chaos;

import static dev.rondo.e2e.chaos.Stories.moments;
import static dev.rondo.e2e.chaos.Verdicts.find;
import static dev.rondo.e2e.chaos.Verdicts.findAmong;
import static dev.rondo.e2e.chaos.Verdicts.findNothing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.e2e.chaos.Asked.Outcome;
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
