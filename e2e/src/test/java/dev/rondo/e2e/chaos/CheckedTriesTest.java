package dev.rondo.e2e.chaos;

import static dev.rondo.e2e.chaos.Stories.moments;
import static dev.rondo.e2e.chaos.Stories.tried;
import static dev.rondo.e2e.chaos.Verdicts.chain;
import static dev.rondo.e2e.chaos.Verdicts.find;
import static dev.rondo.e2e.chaos.Verdicts.findAmong;
import static dev.rondo.e2e.chaos.Verdicts.findNothing;

import dev.rondo.e2e.chaos.Tables.TryRow;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Stories of tries. */
class CheckedTriesTest {

    private static Stories again() {
        Stories story = new Stories()
                .dag("retries_010")
                .task("a")
                .task("a", task -> task.retried(1))
                .run("r", "success")
                .row("a", "success")
                .life("a", 0, 100, "fail")
                .row("a", row -> row.tried(2, tried(1, "exception", 0, 100)))
                .row("a", row -> row.after(moments(400, 400, 410, 500)));
        return story.life(Stories.lived(story.key("a", -1), 2, 7, 410, 500, "ok"))
                .told("run-success", "k");
    }

    @Test
    void a_second_one_that_the_retries_allow_is_right() {
        findNothing(again());
    }

    @Test
    void one_more_than_the_retries_allow() {
        find("no more tries than retries allow, lost ones not counted", again().task("a", task -> task.retried(0)));
    }

    @Test
    void one_that_did_not_wait_for_its_delay() {
        find("a retry waits for its delay", again().row("a", row -> row.after(moments(399, 399, 410, 500))));
    }

    /** A task whose delay doubles, up to three seconds; each try is queued as soon as it may be. */
    private static Stories slower() {
        Stories story = new Stories()
                .dag("retries_010")
                .task("slower")
                .task("slower", task -> task.retried(3))
                .run("r", "success")
                .row("slower", "success")
                .row(
                        "slower",
                        row -> row.tried(
                                4,
                                tried(1, "exception", 0, 100),
                                tried(2, "exception", 1100, 1200),
                                tried(3, "exception", 3200, 3300)))
                .row("slower", row -> row.after(moments(6300, 6300, 6300, 6400)));
        for (int number = 1; number <= 4; number++) {
            story.life(Stories.lived(
                    story.key("slower", -1), number, 7, number * 100L, number * 100L + 50, number < 4 ? "fail" : "ok"));
        }
        return story.told("run-success", "k");
    }

    @Test
    void one_that_did_not_wait_for_twice_the_delay_before() {
        findNothing(slower());
        find(
                "a retry waits for its delay",
                slower().row(
                                "slower",
                                row -> row.tried(
                                        4, tried(2, "exception", 1100, 1200), tried(3, "exception", 3199, 3300))));
        find("a retry waits for its delay", slower().row("slower", row -> row.after(moments(6299, 6299, 6300, 6400))));
    }

    /** A task that fails, and then for good, though it has a retry left. */
    private static Stories hopeless() {
        Stories story = new Stories()
                .dag("retries_010")
                .task("hopeless")
                .task("hopeless", task -> task.retried(2))
                .run("r", "failed")
                .row("hopeless", "failed")
                .row("hopeless", row -> row.because("fail_without_retry").tried(2))
                .life("hopeless", 0, 100, "fail");
        return story.life(Stories.lived(story.key("hopeless", -1), 2, 7, 400, 500, "hopeless"))
                .told("hopeless-retry", "k1")
                .told("hopeless-failure", "k2")
                .told("run-failure", "k3");
    }

    @Test
    void one_that_follows_one_that_failed_for_good() {
        String rule = "what fails for good has said so, and no try follows";
        Stories story = hopeless();
        Stories again = hopeless();

        findNothing(story);
        find(
                rule,
                again.row("hopeless", row -> row.tried(3))
                        .life(Stories.lived(again.key("hopeless", -1), 3, 7, 800, 900, "hopeless")));
        find(rule, hopeless().without("hopeless").life("hopeless", 0, 100, "fail"));
        find(rule, hopeless().row("hopeless", row -> row.because("timeout")));
    }

    @Test
    void what_failed_for_good_and_was_not_told() {
        find("each retry is told under a key of its own", hopeless().told("hopeless-retry", "k1", "k4"));
        find("the end of a task is told under one key", hopeless().told("hopeless-failure"));
    }

    @Test
    void one_that_comes_before_the_one_before_it() {
        Stories story = again();
        findAmong(
                "tries come one after the other", story.life(Stories.lived(story.key("a", -1), 1, 9, 600, 700, "ok")));
    }

    @Test
    void a_success_whose_body_failed() {
        find("a success has ended well", chain().without("b").life("b", 200, 300, "fail"));
    }

    @Test
    void a_task_that_fails_with_a_retry_left() {
        find(
                "a task fails when all its tries have failed",
                chain().task("b", task -> task.retried(1))
                        .run("r", "failed")
                        .without("b")
                        .row("b", "failed")
                        .life("b", 200, 300, "fail"));
    }

    @Test
    void a_task_that_fails_because_its_worker_was_lost() {
        find(
                "only an exception or a timeout fails a task here",
                chain().run("r", "failed")
                        .without("b")
                        .row("b", "failed")
                        .row("b", row -> row.because("lost:worker_gone"))
                        .life("b", 200, 300, "fail"));
    }

    @Test
    void a_task_that_skipped_itself_and_did_not_say_so() {
        find(
                "what skipped itself has said so",
                chain().row("b", "skipped").row("b", row -> row.because("skipped_itself")));
    }

    @Test
    void a_look_that_is_a_new_try() {
        find(
                "looking again is no new try",
                new Stories()
                        .dag("sensor_009")
                        .task("a")
                        .task("a", task -> task.retried(1))
                        .run("r", "success")
                        .done("a", 0, 100)
                        .row("a", row -> row.tried(2)));
    }

    @Test
    void one_of_greater_weight_that_was_overtaken() {
        Stories story = new Stories().dag("ranked_020").task("a").task("b").run("r", "success");
        story.done("a", 0, 100).row("a", row -> row.after(moments(0, 7000, 7000, 7100)));
        story.done("b", 200, 300).row("b", row -> row.after(moments(0, 8000, 8000, 8100)));

        findNothing(story);
        find("a greater weight goes first", story.row("b", row -> row.weighing(9)));
    }

    @Test
    void a_try_that_ran_twice_one_after_the_other() {
        Stories story = chain();
        find("a try runs again only when it was lost", story.life("b", 400, 500, "ok"));
    }

    /** A task whose only try was lost with its worker and ran once more. */
    private static Stories lost() {
        return chain().without("b")
                .life("b", 200, 250, "")
                .life("b", 400, 500, "ok")
                .row("b", row -> row.tried(1, tried(1, "lost:worker_gone", 1000, 9000)));
    }

    @Test
    void a_try_that_was_lost_with_its_worker_and_runs_once_more_is_right() {
        findNothing(lost().fault("one", 1, 2000, 2000));
        findNothing(lost().fault("one", 1, 100, 8000));
    }

    @Test
    void a_try_that_was_given_to_a_worker_which_had_just_died_is_right() {
        findNothing(lost().fault("one", 1, 0, 0));
    }

    @Test
    void a_try_that_was_lost_on_the_process_that_came_after_one_that_was_killed() {
        find("what is lost was on a worker that was killed or slept", lost().fault("one", 1, -1, -1));
    }

    @Test
    void a_try_that_was_given_to_a_worker_just_awake_is_right() {
        findNothing(lost().fault("one", 1, -9000, 0));
        find("what is lost was on a worker that was killed or slept", lost().fault("one", 1, -9000, -1));
    }

    @Test
    void a_try_that_was_lost_and_runs_twice_more() {
        find(
                "a try runs again only when it was lost",
                lost().fault("one", 1, 2000, 2000).life("b", 600, 700, "ok"));
    }

    @Test
    void a_try_that_was_lost_on_a_worker_to_which_nothing_happened() {
        find("what is lost was on a worker that was killed or slept", lost());
        find("what is lost was on a worker that was killed or slept", lost().fault("two", 1, 2000, 2000));
        find("what is lost was on a worker that was killed or slept", lost().fault("one", 1, 9001, 9001));
    }

    @Test
    void a_try_that_was_lost_while_all_schedulers_were_away_is_right() {
        findNothing(lost().away("scheduler", 100, 5000).away("second", 200, 6000));
        find(
                "what is lost was on a worker that was killed or slept",
                lost().away("scheduler", -20_000, -9_101).away("second", -19_000, -9_101));
        find("what is lost was on a worker that was killed or slept", lost().away("scheduler", 100, 5000));
        find(
                "what is lost was on a worker that was killed or slept",
                lost().away("scheduler", 100, 200).away("second", 300, 6000));
    }

    @Test
    void a_sensor_looks_as_often_as_it_has_to() {
        Stories story = new Stories()
                .dag("sensor_009")
                .task("wait")
                .run("r", "success")
                .row("wait", "success")
                .life("wait", 0, 10, "look")
                .life("wait", 20, 30, "look")
                .life("wait", 40, 50, "look");

        findNothing(story);
        find("a try runs again only when it was lost", story.life("wait", 60, 70, "look"));
    }

    /** A task that failed because it was lost so often. */
    private static Stories lostTooOften(int times) {
        Stories story = new Stories()
                .dag("chain_000")
                .task("a")
                .run("r", "failed")
                .row("a", "failed")
                .fault("one", 1, 0, 9000);
        for (int i = 0; i <= times; i++) {
            story.life("a", i * 10L, i * 10L + 5, "");
        }
        return story.row(
                "a",
                row -> row.because("lost_too_often:worker_gone")
                        .tried(
                                1,
                                Stream.generate(() -> tried(1, "lost:worker_gone", 0, 9000))
                                        .limit(times)
                                        .toArray(TryRow[]::new)));
    }

    @Test
    void a_task_that_was_lost_eleven_times_fails() {
        findNothing(lostTooOften(10));
        find("a task fails that was lost too often, and not before", lostTooOften(9));
    }

    /** A run of the kind that is too slow, as it has to be. */
    private static Stories tooSlow() {
        Stories story = new Stories()
                .dag("timeouts_011")
                .task("slow")
                .task("second")
                .task("second", task -> task.retried(1))
                .task("then", "second")
                .run("r", "failed")
                .row("slow", "failed")
                .row("slow", row -> row.because("timeout").after(moments(0, 0, 0, 1000)))
                .life("slow", 0, 1_000_000_000, "")
                .row("second", "success")
                .row("second", row -> row.tried(2, tried(1, "timeout", 0, 1000)))
                .life("second", 0, 1_000_000_000, "");
        return story.life(Stories.lived(story.key("second", -1), 2, 7, 2_000_000_000, 2_000_000_100, "ok"))
                .done("then", 2_000_000_200, 2_000_000_300L);
    }

    @Test
    void what_is_too_slow_fails_and_is_tried_again() {
        findNothing(tooSlow());
    }

    @Test
    void a_task_that_is_stopped_before_its_timeout() {
        find(
                "a task that is too slow fails at its timeout",
                tooSlow().row("slow", row -> row.after(moments(0, 0, 0, 998))));
    }

    @Test
    void a_task_that_is_too_slow_and_fails_for_another_reason() {
        findAmong(
                "a task that is too slow fails at its timeout", tooSlow().row("slow", row -> row.because("exception")));
    }

    @Test
    void a_task_that_is_too_slow_and_is_not_tried_again() {
        findAmong("a task that is too slow is tried again", tooSlow().row("second", "failed"));
        findAmong(
                "a task that is too slow is tried again",
                tooSlow().row("second", row -> row.tried(2, tried(1, "exception", 0, 1000))));
        findAmong(
                "a task that is too slow is tried again",
                tooSlow().row("second", row -> row.tried(2, tried(1, "timeout", 0, 998))));
    }

    @Test
    void a_body_that_goes_on_after_its_timeout() {
        Stories story = tooSlow().without("slow").life("slow", 0, 11_000_000_000L, "");

        find("a body is stopped at its timeout of a second", story);
        findNothing(story.fault("one", Stories.WORKER, 500, 9_000));
    }

    /** A run that took too long, from one millisecond to another; its body lived until another. */
    private static Stories runTooLong(long from, long to, long lived) {
        return new Stories()
                .dag("run_timeout_018")
                .task("long")
                .run("r", "failed")
                .ended("failed", "run_timeout")
                .lasts(from, to)
                .row("long", "skipped")
                .row("long", row -> row.because("run_timeout").after(moments(0, 0, 0, to)))
                .life("long", 0, lived * 1_000_000, "");
    }

    @Test
    void a_run_that_takes_too_long() {
        findNothing(runTooLong(0, 3000, 12_900));
        find("a run is not stopped before its timeout", runTooLong(0, 2998, 2900));
        find("a body is stopped when its run has taken too long", runTooLong(0, 3000, 13_000));
        findNothing(runTooLong(0, 3000, 13_000).fault("one", Stories.WORKER, 2000, 9000));
        find(
                "a run fails that takes longer than it may",
                runTooLong(0, 3000, 3000).ended("failed", "another"));
    }
}
