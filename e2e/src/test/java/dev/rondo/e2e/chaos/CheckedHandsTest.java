package dev.rondo.e2e.chaos;

import static dev.rondo.e2e.chaos.Stories.tried;
import static dev.rondo.e2e.chaos.Verdicts.chain;
import static dev.rondo.e2e.chaos.Verdicts.find;
import static dev.rondo.e2e.chaos.Verdicts.findAmong;
import static dev.rondo.e2e.chaos.Verdicts.findNothing;

import dev.rondo.e2e.chaos.Asked.Outcome;
import dev.rondo.e2e.chaos.Tables.TryRow;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Stories of what was cleared, triggered and marked. */
class CheckedHandsTest {

    private static Stories cleared() {
        Stories story = new Stories()
                .dag("cleared_024")
                .task("a")
                .task("b", "a")
                .run("r", "success")
                .done("a", 0, 100)
                .done("b", 200, 300)
                .clear(350, "a", "b")
                .row("a", row -> row.tried(2))
                .row("b", row -> row.tried(2));
        return story.life(Stories.lived(story.key("a", -1), 2, 7, 400, 500, "ok"))
                .life(Stories.lived(story.key("b", -1), 2, 8, 600, 700, "ok"));
    }

    @Test
    void what_runs_again_after_a_clear_is_right() {
        findNothing(cleared());
    }

    @Test
    void what_does_not_run_again() {
        find("what is cleared runs again", cleared().clear(650, "b"));
    }

    @Test
    void what_runs_again_before_what_is_above_it() {
        Stories story = cleared().without("b");
        find(
                "what is below what is cleared runs after it",
                story.life(Stories.lived(story.key("b", -1), 2, 8, 450, 700, "ok")));
    }

    private static Stories triggering() {
        return new Stories()
                .dag("triggered_026")
                .task("there")
                .run("t", "success", "", "")
                .done("there", 0, 100)
                .dag("triggering_025")
                .task("fire")
                .task("fire", Task::silenced)
                .task("then", "fire")
                .run("r", "success")
                .row("fire", "success")
                .triggered("fire", "t")
                .done("then", 200, 300);
    }

    @Test
    void a_run_of_its_own_for_each_is_right() {
        findNothing(triggering());
    }

    @Test
    void a_run_that_was_triggered_twice() {
        find(
                "each task that triggers gets one run of its own",
                triggering().dag("triggered_026").run("u", "success", "", "").done("there", 0, 90));
    }

    /** What triggers was lost before it could say so. */
    private static Stories triggeredUnheard() {
        Stories story = new Stories()
                .dag("triggered_026")
                .task("there")
                .run("t", "success", "", "")
                .done("there", 0, 100)
                .dag("triggering_025")
                .task("fire")
                .task("fire", Task::silenced)
                .task("then", "fire")
                .run("r", "failed")
                .row("fire", "failed")
                .row("then", "upstream_failed")
                .fault("one", 1, 0, 9000);
        return story.row(
                "fire",
                row -> row.because("lost_too_often:worker_gone")
                        .tried(
                                1,
                                Stream.generate(() -> tried(1, "lost:worker_gone", 0, 9000))
                                        .limit(10)
                                        .toArray(TryRow[]::new)));
    }

    @Test
    void a_task_that_was_lost_too_often_may_have_triggered_a_run_and_no_more() {
        findNothing(triggeredUnheard());
        find(
                "each task that triggers gets one run of its own",
                triggeredUnheard()
                        .dag("triggered_026")
                        .run("u", "success", "", "")
                        .done("there", 0, 90));
    }

    @Test
    void a_task_that_went_on_before_the_end_of_what_it_waits_for() {
        find(
                "a task that waits for the run that it triggered goes on after it",
                triggering().without("then").done("then", 50, 300));
    }

    @Test
    void a_task_that_does_not_say_what_it_triggered() {
        findAmong(
                "each task that triggers gets one run of its own", triggering().triggered("fire", "another"));
    }

    /** The first of two tasks, which was marked, and its body did not end. */
    private static Stories marked(String state, String stateBelow) {
        return new Stories()
                .dag("marked_029")
                .task("a")
                .task("b", "a")
                .run("r", state.equals("success") ? "success" : "failed")
                .row("a", state)
                .row("a", row -> row.because("marked"))
                .life("a", 0, 100, "")
                .row("b", stateBelow)
                .mark("a", state, Outcome.ACCEPTED);
    }

    @Test
    void what_is_as_it_was_marked_is_right() {
        findNothing(marked("success", "success").life("b", 90, 200, "ok"));
        findNothing(marked("failed", "upstream_failed"));
    }

    @Test
    void one_that_came_too_late_for_what_is_below_is_right() {
        findNothing(marked("failed", "success")
                .run("r", "success")
                .without("a")
                .life("a", 0, 100, "ok")
                .life("b", 150, 200, "ok"));
    }

    @Test
    void one_that_does_not_count() {
        find(
                "what is marked is as it was marked",
                marked("success", "success").life("b", 90, 200, "ok").mark("a", "failed", Outcome.ACCEPTED));
    }

    @Test
    void one_whose_answer_was_lost_may_count_or_not() {
        findNothing(marked("failed", "upstream_failed").mark("a", "failed", Outcome.UNKNOWN));
        findNothing(chain().dag("marked_029")
                .task("a")
                .task("b", "a")
                .run("r", "success")
                .done("a", 0, 100)
                .done("b", 200, 300)
                .mark("a", "failed", Outcome.UNKNOWN));
    }

    @Test
    void a_success_and_nothing_goes_on() {
        findAmong("what is below a task that is marked a success runs", marked("success", "skipped"));
    }

    @Test
    void a_failure_and_what_is_below_goes_on() {
        findAmong(
                "what is below a task that is marked failed does not run",
                marked("failed", "success").run("r", "success").life("b", 200, 300, "ok"));
    }

    /** Three elements of which the second one was marked, and its body did not end. */
    private static Stories markedElement(String state, String stateBelow) {
        Stories story = new Stories()
                .dag("marked_029")
                .task("each")
                .task("all", "each")
                .run("r", state.equals("success") ? "success" : "failed")
                .row("each", 0, "success")
                .row("each", 1, state)
                .row("each", 1, row -> row.because("marked"))
                .row("each", 2, "success")
                .row("all", stateBelow)
                .mark("each", 1, state, Outcome.ACCEPTED, 0);
        return story.life(Stories.lived(story.key("each", 0), 1, 7, 0, 10, "ok"))
                .life(Stories.lived(story.key("each", 1), 1, 8, 0, 10, ""))
                .life(Stories.lived(story.key("each", 2), 1, 7, 20, 30, "ok"));
    }

    @Test
    void an_element_that_is_as_it_was_marked_is_right() {
        findNothing(markedElement("success", "success").life("all", 40, 50, "ok"));
        findNothing(markedElement("failed", "upstream_failed"));
    }

    @Test
    void a_mark_of_an_element_that_does_not_count() {
        find(
                "what is marked is as it was marked",
                markedElement("success", "success")
                        .life("all", 40, 50, "ok")
                        .mark("each", 1, "failed", Outcome.ACCEPTED, 0));
        findAmong("what is below a task that is marked a success runs", markedElement("success", "upstream_failed"));
        findAmong(
                "what is below a task that is marked failed does not run",
                markedElement("failed", "success").run("r", "success").life("all", 40, 50, "ok"));
    }

    @Test
    void a_mark_of_an_element_beside_which_another_one_failed_is_right() {
        Stories story = markedElement("success", "upstream_failed")
                .run("r", "failed")
                .gone("each", 2)
                .row("each", 2, "failed");

        findNothing(story.life(Stories.lived(story.key("each", 2), 1, 7, 20, 30, "fail")));
    }

    /** A run whose first task was over, and the second ran, when it was marked. */
    private static Stories markedRun(String state, String stateOfSecond) {
        return new Stories()
                .dag(Kind.MARKED.dag(1))
                .task("a")
                .task("b", "a")
                .run("r", state)
                .ended(state, "marked")
                .done("a", 0, 100)
                .row("b", stateOfSecond)
                .row("b", row -> row.because("marked"))
                .life("b", 200, 300, "")
                .markRun(state, Outcome.ACCEPTED, 1000)
                .told(state.equals("success") ? "run-success" : "run-failure", "k1");
    }

    @Test
    void a_run_that_is_as_it_was_marked_is_right() {
        findNothing(markedRun("success", "success"));
        findNothing(markedRun("failed", "failed"));
        findNothing(markedRun("failed", "skipped").without("b"));
    }

    @Test
    void a_run_that_was_over_when_it_was_marked_is_right() {
        findNothing(
                markedRun("failed", "success").without("b").done("b", 200, 300).told("run-success", "k2"));
    }

    @Test
    void a_mark_of_a_run_that_does_not_count() {
        find(
                "a run that is marked is as it was marked",
                markedRun("failed", "failed").markRun("success", Outcome.ACCEPTED, 1000));
        find(
                "a run that is marked is as it was marked",
                markedRun("failed", "failed").markRun("success", Outcome.UNKNOWN, 1000));
    }

    @Test
    void a_mark_of_a_run_whose_answer_was_lost_may_count_or_not() {
        findNothing(markedRun("failed", "failed").markRun("failed", Outcome.UNKNOWN, 1000));
        findNothing(markedRun("success", "success")
                .ended("success", "")
                .without("b")
                .done("b", 200, 300)
                .markRun("failed", Outcome.UNKNOWN, 1000));
    }

    @Test
    void a_run_that_was_marked_by_nobody() {
        Stories story = new Stories()
                .dag(Kind.MARKED.dag(1))
                .task("a")
                .run("r", "failed")
                .ended("failed", "marked")
                .done("a", 0, 100)
                .told("run-failure", "k1");

        find("nobody marks a run but who asks for it", story);
    }

    @Test
    void a_task_that_does_not_go_by_the_mark_of_its_run() {
        find("all of a run that is marked goes by the mark, or was over", markedRun("success", "failed"));
        find("all of a run that is marked goes by the mark, or was over", markedRun("success", "skipped"));
        find("all of a run that is marked goes by the mark, or was over", markedRun("failed", "success"));
    }

    @Test
    void a_task_that_begins_after_the_mark_of_its_run() {
        Stories story = markedRun("failed", "failed").without("b");

        findNothing(story.life("b", 11_000_000_000L, 11_100_000_000L, ""));
        find(
                "nothing begins of a run that is marked",
                story.without("b").life("b", 11_000_000_001L, 11_100_000_000L, ""));
    }

    @Test
    void a_mark_of_a_run_that_is_told_twice_or_not() {
        find(
                "the end of a run is told under one key",
                markedRun("failed", "failed").told("run-failure"));
        find(
                "the end of a run is told under one key",
                markedRun("failed", "failed").told("run-failure", "k1", "k2"));
        find(
                "the end of a run is told under one key",
                markedRun("success", "success").told("run-failure", "k2"));
    }

    @Test
    void a_slot_that_is_free_while_its_body_is_stopped_is_right() {
        findNothing(marked("success", "success").pool(1).life("b", 90, 200, "ok"));
    }

    @Test
    void what_was_marked_by_nobody() {
        find("nobody marks but who asks for it", chain().row("a", row -> row.because("marked")));
    }

    @Test
    void what_is_below_a_failure_that_came_late_either_ran_or_did_not() {
        Stories story =
                marked("failed", "skipped").run("r", "success").without("a").life("a", 0, 100, "ok");

        find("what is below a task that is marked failed does not run", story);
    }

    @Test
    void a_task_that_does_not_say_at_all_what_it_triggered() {
        findAmong("a task that triggers says which run it got", triggering().untold("fire"));
    }

    @Test
    void a_clear_whose_answer_was_lost_allows_another_try() {
        Stories story = chain().dag(Kind.CLEARED.dag(1))
                .task("a")
                .task("b", "a")
                .run("r", "success")
                .done("a", 0, 100);
        story.row("a", row -> row.tried(2)).life(Stories.lived(story.key("a", -1), 2, 7, 400, 500, "ok"));
        story.done("b", 200, 300);

        find("no more tries than retries allow, lost ones not counted", story);
        findNothing(story.maybeClear(350));
    }
}
