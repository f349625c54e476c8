package dev.rondo.e2e.chaos;

import static dev.rondo.e2e.chaos.Verdicts.find;
import static dev.rondo.e2e.chaos.Verdicts.findAmong;
import static dev.rondo.e2e.chaos.Verdicts.findNothing;
import static dev.rondo.e2e.chaos.Verdicts.hours;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Stories of backfills, continuous runs and timetables. */
class CheckedSchedulesTest {

    /** Four days of which the third failed at first, and was done again. */
    private static Stories redone() {
        Stories story = new Stories().dag("redone_030").task("a").task("b", "a");
        IntStream.rangeClosed(1, 4)
                .forEach(day -> story.day("d" + day, day)
                        .done("a", day * 100L, day * 100L + 10)
                        .done("b", day * 100L + 20, day * 100L + 30));
        story.day("d3", 3)
                .without("a")
                .life("a", 300, 310, "fail")
                .row("a", row -> row.tried(2))
                .without("b")
                .life("b", 840, 850, "ok");
        return story.life(Stories.lived(story.key("a", -1), 2, 7, 820, 830, "ok"));
    }

    @Test
    void what_failed_and_is_done_again_is_right() {
        findNothing(redone());
    }

    @Test
    void what_failed_and_is_not_done_again() {
        findAmong(
                "what a backfill takes over is done again once, and nothing else is",
                redone().without("a").life("a", 300, 310, "fail"));
    }

    @Test
    void what_succeeded_and_is_done_again() {
        Stories story = redone().day("d4", 4);
        find(
                "what a backfill takes over is done again once, and nothing else is",
                story.row("b", row -> row.tried(2)).life(Stories.lived(story.key("b", -1), 2, 7, 900, 950, "ok")));
    }

    @Test
    void what_is_done_again_and_fails() {
        findAmong("what is done again ends well", redone().day("d3", 3).ended("failed", ""));
    }

    @Test
    void what_is_done_again_before_what_is_above_it() {
        find("what is done again is done in its order", redone().without("b").done("b", 700, 720));
    }

    /** Four days of which the first task was done again, and what the third lacked was left so. */
    private static Stories firstRedone() {
        Stories story = new Stories().dag(Kind.REDONE.dag(1)).task("a").task("b", "a");
        for (int day = 1; day <= 4; day++) {
            boolean failed = day == 3;
            story.day("d" + day, day)
                    .row("a", "success")
                    .row("a", row -> row.tried(2))
                    .life("a", day * 100L, day * 100L + 10, failed ? "fail" : "ok")
                    .life(Stories.lived(story.key("a", -1), 2, 7, day * 1000L, day * 1000L + 10, "ok"));
            if (failed) {
                story.row("b", "upstream_failed").ended("failed", "");
            } else {
                story.done("b", day * 100L + 20, day * 100L + 30);
            }
        }
        return story;
    }

    @Test
    void what_is_below_some_tasks_that_are_done_again_stays_as_it_was() {
        findNothing(firstRedone());
        findAmong(
                "what a backfill of some tasks is not of stays as it was",
                firstRedone().day("d3", 3).ended("failed", "").row("b", "skipped"));
        findAmong(
                "what a backfill of some tasks is not of stays as it was",
                firstRedone().day("d3", 3).ended("failed", "").gone("b", -1));
        findAmong(
                "what a backfill of some tasks is not of stays as it was",
                firstRedone().day("d3", 3).ended("success", ""));
        findAmong(
                "what a backfill takes over is done again once, and nothing else is",
                firstRedone().day("d3", 3).done("b", 5000, 5010));
    }

    @Test
    void what_is_below_some_tasks_and_is_done_again_with_them() {
        Stories story = firstRedone().day("d2", 2);
        find(
                "what a backfill takes over is done again once, and nothing else is",
                story.row("b", row -> row.tried(2)).life(Stories.lived(story.key("b", -1), 2, 7, 5000, 5010, "ok")));
    }

    @Test
    void some_tasks_that_are_not_done_again() {
        find(
                "what a backfill takes over is done again once, and nothing else is",
                firstRedone().day("d2", 2).without("a").life("a", 200, 210, "ok"));
    }

    @Test
    void what_began_before_what_is_above_it_and_of_some_tasks_that_are_done_again() {
        find(
                "what is done again is done in its order",
                firstRedone().day("d2", 2).without("b").life("b", 205, 215, "ok"));
    }

    private static Stories continuous() {
        return new Stories()
                .dag("continuous_028")
                .task("a")
                .run("r", "success", "", "2026-01-01T00:00")
                .done("a", 0, 100)
                .covers(0, 10)
                .run("s", "success", "", "2026-01-01T01:00")
                .done("a", 200, 300)
                .covers(10, 150);
    }

    @Test
    void one_after_the_other_is_right() {
        findNothing(continuous());
    }

    @Test
    void one_that_is_over_shortly_before_the_end_date_may_be_the_last() {
        findNothing(continuous().over(300).pausedForGood(15_300));
    }

    @Test
    void one_that_is_the_last_though_there_is_time_left() {
        find(
                "a continuous DAG has one run after the other until it is paused",
                continuous().over(300).pausedForGood(15_301));
    }

    @Test
    void one_that_is_open_when_its_dag_is_paused_may_stay_so() {
        findNothing(continuous()
                .ended("running", "")
                .row("a", "scheduled")
                .without("a")
                .pausedForGood(35_000));
    }

    @Test
    void one_that_was_open_long_before_its_dag_was_paused() {
        find(
                "a continuous DAG has one run after the other until it is paused",
                continuous()
                        .ended("running", "")
                        .row("a", "scheduled")
                        .without("a")
                        .pausedForGood(90_000));
    }

    @Test
    void one_that_stays_open_though_all_its_tasks_are_over() {
        find(
                "a run that stays open has something left to do",
                continuous().ended("running", "").pausedForGood(400));
    }

    @Test
    void one_that_stays_open_though_a_later_one_is_over() {
        findAmong(
                "of a paused DAG only the last run stays open",
                continuous()
                        .run("q", "running", "", "2025-12-31T23:00")
                        .row("a", "scheduled")
                        .covers(-10, 0)
                        .pausedForGood(400));
    }

    @Test
    void one_that_is_made_though_its_dag_is_paused() {
        find(
                "a DAG that is paused begins no run",
                continuous()
                        .run("t", "queued", "", "2026-01-01T02:00")
                        .covers(150, 500)
                        .lasts(20_000, 0)
                        .pausedForGood(400));
    }

    @Test
    void one_whose_body_runs_twice_at_once_though_it_stays_open() {
        findAmong(
                "no try runs twice at once",
                continuous()
                        .ended("running", "")
                        .row("a", "scheduled")
                        .done("a", 210, 310)
                        .pausedForGood(400));
    }

    @Test
    void one_that_is_open_though_its_dag_is_not_paused() {
        findAmong("a run ends, unless a failure holds it back", continuous().ended("running", ""));
    }

    @Test
    void one_that_begins_though_its_dag_is_paused() {
        findAmong("a DAG that is paused begins nothing", continuous().over(300).pausedForGood(-10_001));
    }

    @Test
    void one_that_is_still_with_a_worker_when_all_is_over() {
        find(
                "what a paused DAG has begun is ended",
                continuous().ended("running", "").row("a", "running").pausedForGood(400));
    }

    @Test
    void one_that_leaves_something_out() {
        find(
                "a continuous run covers the time since the one before",
                continuous().covers(20, 150));
    }

    @Test
    void two_at_once() {
        find(
                "no more runs of continuous_028 are under way than may be",
                continuous().without("a").done("a", 50, 300));
    }

    @Test
    void the_run_of_last_year_is_right() {
        findNothing(new Stories()
                .dag(Kind.TIMETABLE.dag(4))
                .task("a")
                .run("r", "success", "", "2031-01-01T00:00")
                .done("a", 0, 100));
    }

    @Test
    void a_run_of_each_year() {
        find(
                "a schedule or a backfill makes each of its runs once",
                new Stories()
                        .dag(Kind.TIMETABLE.dag(4))
                        .task("a")
                        .run("r", "success", "", "2031-01-01T00:00")
                        .done("a", 0, 100)
                        .run("s", "success", "", "2030-01-01T00:00")
                        .done("a", 200, 300));
    }

    private static Stories workingDays(int... days) {
        Stories story = new Stories().dag(Kind.TIMETABLE.dag(1)).task("a");
        for (int day : days) {
            story.day("d" + day, day).done("a", day * 100L, day * 100L + 50);
        }
        return story;
    }

    @Test
    void a_run_on_a_holiday() {
        findNothing(workingDays(1, 5, 7));
        find("a schedule or a backfill makes each of its runs once", workingDays(1, 2, 5, 7));
        find("a schedule or a backfill makes each of its runs once", workingDays(1, 5, 6, 7));
        find("a schedule or a backfill makes each of its runs once", workingDays(1, 3, 5, 7));
    }

    /** Seven days from a Thursday on, of which those of the weekend begin some days later. */
    private static Stories moved(long saturday, long sunday) {
        Stories story = new Stories().dag(Kind.TIMETABLE.dag(2)).task("a");
        for (int day = 1; day <= 7; day++) {
            long later = day == 3 ? saturday : day == 4 ? sunday : 0;
            story.day("d" + day, day).is((day - 1) * 1440L, 0, later * 1440).done("a", day * 100L, day * 100L + 50);
        }
        return story;
    }

    @Test
    void a_run_of_a_weekend_begins_on_monday() {
        findNothing(moved(2, 1));
        find("a run may begin when it is due", moved(0, 1));
        find("a run may begin when it is due", moved(2, 0));
        find("a run may begin when it is due", moved(1, 1));
    }

    @Test
    void one_beside_those_of_the_schedule_for_an_asset_is_right() {
        findNothing(hours(Kind.TIMETABLE.dag(3), 5)
                .event(1, "", "posted_2")
                .posted("posted_2", 1)
                .run("asset", "success", "", "")
                .done("a", 900, 950)
                .use(1, Kind.TIMETABLE.dag(3), "asset"));
    }

    @Test
    void one_beside_those_of_the_schedule_for_nothing() {
        find(
                "a run is made when its expression holds",
                hours(Kind.TIMETABLE.dag(3), 5).run("asset", "success", "", "").done("a", 900, 950));
    }

    /** Five days of a backfill, one after the other from the last to the first. */
    private static Stories backwards() {
        Stories story = new Stories().dag("backfilled_014").task("a");
        for (int day = 2; day <= 6; day++) {
            story.day("d" + day, day)
                    .lasts(1000L * (6 - day), 1000L * (7 - day))
                    .done("a", (6 - day) * 100L, (7 - day) * 100L);
        }
        return story;
    }

    @Test
    void a_backfill_in_its_direction_is_right() {
        findNothing(backwards());
    }

    @Test
    void a_backfill_in_the_other_direction() {
        find(
                "the runs of a backfill begin in its direction",
                backwards().day("d4", 4).lasts(3500, 4000));
    }

    @Test
    void a_backfill_that_begins_a_run_while_it_is_paused() {
        findNothing(backwards().paused(4000, 9000));
        findNothing(backwards().day("d2", 2).lasts(5000, 6000).paused(4000, 5000));
        find(
                "a backfill that is paused begins no run",
                backwards().day("d2", 2).lasts(5000, 6000).paused(4000, 5001));
        find("a backfill that is paused begins no run", backwards().paused(3999, 9000));
    }

    /** All days of a backfill that is cancelled when two have begun. */
    private static Stories cancelled() {
        Stories story = new Stories().dag(Kind.FILLED.dag(1)).task("a");
        for (int day = 0; day < Filled.DAYS; day++) {
            String date = Filled.FIRST.plus(Duration.ofDays(day)).toString().substring(0, 16);
            story.run("d" + day, day < 2 ? "success" : "failed", day < 2 ? "" : "backfill_cancelled", date)
                    .is(day * 1440L, 1440, 1440);
            if (day < 2) {
                story.lasts(1000L * day, 9000).done("a", 100L * day, 100L * day + 50);
            } else {
                story.neverBegan(5000);
            }
        }
        return story.cancelled(4000, 6000);
    }

    @Test
    void a_backfill_of_which_begins_nothing_once_it_is_cancelled_is_right() {
        findNothing(cancelled());
        findNothing(cancelled()
                .run("d1", "success", "", "2026-01-02T00:00")
                .is(1440, 1440, 1440)
                .lasts(6000, 9000));
    }

    @Test
    void a_backfill_that_begins_a_run_once_it_is_cancelled() {
        String rule = "a backfill that is cancelled begins no run, and what had not begun fails";
        find(
                rule,
                cancelled()
                        .run("d1", "success", "", "2026-01-02T00:00")
                        .is(1440, 1440, 1440)
                        .lasts(6001, 9000));
        find(rule, at("d7", cancelled()).neverBegan(3999));
        find(rule, at("d7", cancelled()).neverBegan(6001));
        find(rule, at("d7", cancelled()).lasts(100, 5000));
        findAmong(rule, at("d7", cancelled()).ended("success", "backfill_cancelled"));
        findAmong(rule, at("d7", cancelled()).ended("failed", ""));
    }

    private static Stories at(String run, Stories story) {
        int day = Integer.parseInt(run.substring(1));
        String date = Filled.FIRST.plus(Duration.ofDays(day)).toString().substring(0, 16);
        return story.run(run, "failed", "backfill_cancelled", date)
                .is(day * 1440L, 1440, 1440)
                .neverBegan(5000);
    }

    @Test
    void a_run_that_was_cancelled_with_its_backfill_and_has_a_body() {
        find(
                "a run that is held back, superseded or cancelled does not begin",
                at("d7", cancelled()).done("a", 700, 750));
    }

    @Test
    void a_backfill_that_leaves_out_a_day_when_it_is_cancelled() {
        Stories story =
                new Stories().dag(Kind.FILLED.dag(1)).task("a").day("d1", 1).done("a", 0, 50);

        findAmong("a schedule or a backfill makes each of its runs once", story.cancelled(4000, 6000));
    }

    /** Five days of a backfill that does one of three tasks. */
    private static Stories someTasks() {
        Stories story =
                new Stories().dag(Kind.FILLED.dag(0)).task("a").task("b", "a").task("c", "b");
        for (int day = 2; day <= 6; day++) {
            story.day("d" + day, day).done("b", day * 100L, day * 100L + 50);
        }
        return story;
    }

    @Test
    void a_backfill_of_some_tasks() {
        findNothing(someTasks());
        find("a backfill of some tasks has these and no others", someTasks().done("c", 700, 750));
        findAmong(
                "a backfill of some tasks has these and no others", someTasks().gone("b", -1));
        find(
                "a run fails if and only if one of its last tasks did",
                someTasks().day("d4", 4).without("b").row("b", "failed").life("b", 400, 450, "fail"));
    }

    @Test
    void a_backfill_of_a_task_and_what_is_above_it() {
        Stories story =
                new Stories().dag(Kind.FILLED.dag(2)).task("a").task("b", "a").task("c", "b");
        for (int day = 2; day <= 6; day++) {
            story.day("d" + day, day)
                    .done("a", day * 100L, day * 100L + 20)
                    .done("b", day * 100L + 30, day * 100L + 50);
        }

        findNothing(story);
        findAmong("a backfill of some tasks has these and no others", story.gone("a", -1));
    }

    @Test
    void a_run_that_covers_something_else() {
        find(
                "a run covers its interval",
                hours("sequential_015", 4).hour("h1", 1).is(60, 61, 60));
    }

    @Test
    void a_run_that_may_begin_at_another_time() {
        find(
                "a run may begin when it is due",
                hours("sequential_015", 4).hour("h1", 1).is(60, 60, 61));
    }

    @Test
    void a_run_that_may_begin_some_minutes_later() {
        Stories story = new Stories().dag(Kind.CATCHUP.dag(5)).task("a");
        for (int hour = 0; hour < 5; hour++) {
            story.hour("h" + hour, hour).is(hour * 60L, 0, 4).done("a", hour * 100L, hour * 100L + 50);
        }

        findNothing(story);
        find("a run may begin when it is due", story.hour("h1", 1).is(60, 0, 5));
    }

    @Test
    void a_run_that_begins_before_it_may() {
        find(
                "a run begins no earlier than it may",
                hours("sequential_015", 4).hour("h3", 3).lasts(-10_000_000_000L, 0));
    }

    @Test
    void all_runs_of_a_backfill_that_does_all_again() {
        Stories story = new Stories().dag(Kind.REDONE.dag(2)).task("a").task("b", "a");
        for (int day = 1; day <= 4; day++) {
            boolean failed = day == 3;
            story.day("d" + day, day)
                    .row("a", "success")
                    .row("a", row -> row.tried(2))
                    .row("b", "success");
            story.life("a", day * 100L, day * 100L + 10, failed ? "fail" : "ok");
            if (!failed) {
                story.life("b", day * 100L + 20, day * 100L + 30, "ok").row("b", row -> row.tried(2));
            }
            story.life(Stories.lived(story.key("a", -1), 2, 7, day * 1000L, day * 1000L + 10, "ok"));
            story.life(Stories.lived(story.key("b", -1), failed ? 1 : 2, 8, day * 1000L + 20, day * 1000L + 30, "ok"));
        }

        findNothing(story);
        findAmong(
                "what a backfill takes over is done again once, and nothing else is",
                story.day("d1", 1).without("a").life("a", 100, 110, "ok"));
    }
}
