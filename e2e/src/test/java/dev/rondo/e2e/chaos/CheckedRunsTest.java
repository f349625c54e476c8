package dev.rondo.e2e.chaos;

import static dev.rondo.e2e.chaos.Verdicts.chain;
import static dev.rondo.e2e.chaos.Verdicts.find;
import static dev.rondo.e2e.chaos.Verdicts.findAmong;
import static dev.rondo.e2e.chaos.Verdicts.findNothing;
import static dev.rondo.e2e.chaos.Verdicts.hours;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Stories of runs: those that are made, how they end and in which order they come. */
class CheckedRunsTest {

    @Test
    void all_that_were_asked_for_are_right() {
        findNothing(chain());
    }

    @Test
    void one_that_nobody_asked_for() {
        find("runs are those that were asked for", chain().run("s", "success", "", ""));
    }

    @Test
    void one_that_was_asked_for_and_is_missing() {
        find("runs are those that were asked for", chain().missing("s"));
    }

    @Test
    void one_beside_those_of_a_schedule() {
        findNothing(hours("catchup_013", 5).run("s", "success").done("a", 500, 510));
        find(
                "runs are those that were asked for",
                hours("catchup_013", 5).run("s", "success", "", "").done("a", 500, 510));
    }

    @Test
    void all_of_a_schedule_are_right() {
        findNothing(hours("sequential_015", 4));
    }

    @Test
    void one_of_a_schedule_that_is_missing() {
        find("a schedule or a backfill makes each of its runs once", hours("sequential_015", 3));
    }

    @Test
    void one_of_a_schedule_too_much() {
        find("a schedule or a backfill makes each of its runs once", hours("sequential_015", 5));
    }

    @Test
    void one_that_does_not_end() {
        findAmong("a run ends, unless a failure holds it back", chain().run("r", "running"));
    }

    @Test
    void one_that_ends_and_leaves_a_task_open() {
        find("a run that is over has no open task", chain().row("b", "queued"));
    }

    @Test
    void one_that_fails_though_its_last_task_did_not() {
        find("a run fails if and only if one of its last tasks did", chain().run("r", "failed"));
    }

    @Test
    void one_that_succeeds_though_its_last_task_failed() {
        find(
                "a run fails if and only if one of its last tasks did",
                chain().without("b").row("b", "failed").life("b", 200, 300, "fail"));
    }

    @Test
    void one_that_began_though_it_was_superseded() {
        find(
                "a run that is held back, superseded or cancelled does not begin",
                hours("latest_017", 4).hour("h1", 1).ended("failed", "superseded"));
    }

    @Test
    void two_at_once_of_a_dag_that_has_one_at_a_time() {
        find(
                "no more runs of sequential_015 are under way than may be",
                hours("sequential_015", 4).without("a").done("a", 240, 400));
    }

    @Test
    void one_that_overtook_another() {
        find(
                "runs come in the order of their dates",
                hours("sequential_015", 4).without("a").done("a", -100, -50));
    }

    @Test
    void the_newest_that_is_not_run() {
        find(
                "the newest run is run",
                hours("latest_017", 4).gone("a", -1).hour("h3", 3).ended("failed", "superseded"));
    }

    @Test
    void a_task_that_did_not_wait_for_the_run_before() {
        Stories story = new Stories().dag("past_012").task("a").task("b", "a").task("c", "b");
        IntStream.range(0, 4)
                .forEach(hour -> story.hour("h" + hour, hour)
                        .done("a", hour * 100L, hour * 100L + 10)
                        .done("b", hour * 100L + 20, hour * 100L + 30)
                        .done("c", hour * 100L + 40, hour * 100L + 50));

        findNothing(story);
        find("a task waits for the run before", story.without("a").done("a", 205, 208));
    }

    @Test
    void one_that_a_failure_holds_back_is_queued() {
        Stories story = hours("until_failure_016", 4)
                .hour("h2", 2)
                .ended("failed", "")
                .without("a")
                .row("a", "failed")
                .life("a", 200, 250, "fail")
                .hour("h3", 3)
                .ended("queued", "")
                .without("a")
                .row("a", "none");

        findNothing(story);
        find(
                "a run ends, unless a failure holds it back",
                story.ended("success", "").row("a", "success"));
    }

    @Test
    void a_task_that_did_not_wait_for_what_is_below_in_the_run_before() {
        Stories story = new Stories().dag("past_012").task("a").task("b", "a").task("c", "b");
        IntStream.range(0, 4)
                .forEach(hour -> story.hour("h" + hour, hour)
                        .done("a", hour * 100L, hour * 100L + 10)
                        .done("b", hour * 100L + 20, hour * 100L + 30)
                        .done("c", hour * 100L + 40, hour * 100L + 50));

        find("a task waits for the run before", story.hour("h1", 1).without("c").done("c", 140, 225));
    }
}
