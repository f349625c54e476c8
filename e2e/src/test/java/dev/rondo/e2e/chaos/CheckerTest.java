package dev.rondo.e2e.chaos;

import static dev.rondo.e2e.chaos.Stories.at;
import static dev.rondo.e2e.chaos.Stories.moments;
import static dev.rondo.e2e.chaos.Stories.tried;
import static dev.rondo.e2e.chaos.Stories.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.e2e.chaos.Asked.Outcome;
import dev.rondo.e2e.chaos.Lives.Life;
import dev.rondo.e2e.chaos.Tables.Moments;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The checker finds nothing in what is right, and what is wrong in stories that break one rule each. */
class CheckerTest {

    private static void find(String rule, Stories story) {
        assertThat(story.violations())
                .isNotEmpty()
                .allSatisfy(found -> assertThat(found).startsWith(rule));
    }

    private static void findNothing(Stories story) {
        assertThat(story.violations()).isEmpty();
    }

    /** A run of two tasks, one after the other. */
    private static Stories chain() {
        return new Stories()
                .dag("chain_000")
                .task("a")
                .task("b", "a")
                .run("r", "success")
                .done("a", 0, 100)
                .done("b", 200, 300);
    }

    /** Runs of consecutive hours, each with one task. */
    private static Stories hours(String dag, int count) {
        Stories story = new Stories().dag(dag).task("a");
        IntStream.range(0, count)
                .forEach(hour -> story.run("h" + hour, "success", "", "2026-01-01T0" + hour + ":00")
                        .done("a", hour * 100L, hour * 100L + 50));
        return story;
    }

    @Nested
    class OfRuns {

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
            find("a run", chain().run("r", "running"));
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
        void one_that_took_longer_than_it_may() {
            find(
                    "a run fails that takes longer than it may",
                    new Stories()
                            .dag("run_timeout_018")
                            .task("a")
                            .run("r", "success")
                            .done("a", 0, 100));
        }

        @Test
        void one_that_began_though_it_was_superseded() {
            find(
                    "a run that is held back or superseded does not begin",
                    hours("latest_017", 4).run("h1", "failed", "superseded", "2026-01-01T01:00"));
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
                    hours("latest_017", 4).gone("a", -1).run("h3", "failed", "superseded", "2026-01-01T03:00"));
        }

        @Test
        void a_task_that_did_not_wait_for_the_run_before() {
            Stories story =
                    new Stories().dag("past_012").task("a").task("b", "a").task("c", "b");
            IntStream.range(0, 4)
                    .forEach(hour -> story.run("h" + hour, "success", "", "2026-01-01T0" + hour + ":00")
                            .done("a", hour * 100L, hour * 100L + 10)
                            .done("b", hour * 100L + 20, hour * 100L + 30)
                            .done("c", hour * 100L + 40, hour * 100L + 50));

            findNothing(story);
            find("a task waits for the run before", story.without("a").done("a", 205, 208));
        }
    }

    @Nested
    class OfBodies {

        @Test
        void a_try_that_runs_twice_at_once() {
            find("no try runs twice at once", chain().life("b", 250, 320, "ok"));
        }

        @Test
        void two_in_one_jvm_at_once() {
            Stories story = new Stories().dag("chain_000").task("a").task("b").run("r", "success");
            story.row("a", "success").life(new Life(story.key("a", -1), 1, 7, 0, 100, "ok"));
            find(
                    "a JVM runs one task at a time",
                    story.row("b", "success").life(new Life(story.key("b", -1), 1, 7, 50, 150, "ok")));
        }

        @Test
        void one_that_is_isolated_in_the_jvm_of_another() {
            Stories story =
                    new Stories().dag("isolated_023").task("a").task("b").run("r", "success");
            story.row("a", "success").life(new Life(story.key("a", -1), 1, 7, 0, 100, "ok"));
            story.row("b", "success").life(new Life(story.key("b", -1), 1, 7, 200, 300, "ok"));

            findNothing(story);
            find("what is isolated has a JVM of its own", story.task("b", task -> Stories.isolated(task, "fresh")));
        }

        @Test
        void one_that_is_not_in_the_tables() {
            find("what ran is in the tables", chain().task("c").life("c", 400, 500, "ok"));
        }
    }

    @Nested
    class OfLimits {

        private static Stories three(String dag) {
            return new Stories()
                    .dag(dag)
                    .task("a")
                    .task("b")
                    .task("c")
                    .run("r", "success")
                    .done("a", 0, 100)
                    .done("b", 50, 150)
                    .done("c", 100, 200);
        }

        @Test
        void a_pool_that_is_full_is_right() {
            findNothing(three("random_019"));
        }

        @Test
        void a_pool_with_more_than_it_has() {
            find(
                    "no more slots are taken than pool default_pool has",
                    three("random_019").without("c").done("c", 99, 200));
        }

        @Test
        void a_task_with_more_instances_than_it_may_have() {
            Stories story = new Stories()
                    .dag("mapped_group_002")
                    .task("a")
                    .task("a", task -> Stories.atOnce(task, 1, 2))
                    .run("r", "success");
            story.row("a", 0, "success").life(new Life(story.key("a", 0), 1, 7, 0, 100, "ok"));
            story.row("a", 1, "success").life(new Life(story.key("a", 1), 1, 8, 50, 150, "ok"));

            assertThat(story.violations()).anySatisfy(found -> assertThat(found).startsWith("max_active_per_run of"));
            assertThat(story.task("a", task -> Stories.atOnce(task, 2, 1)).violations())
                    .anySatisfy(found -> assertThat(found).startsWith("max_active_per_dag of"));
        }

        @Test
        void a_run_with_more_tasks_than_it_may_have() {
            Stories story = hours("catchup_013", 5).task("b").task("c").task("d");
            story.pool(4).without("a").done("a", 0, 90).done("b", 0, 90).done("c", 0, 90);

            assertThat(story.done("d", 0, 90).violations())
                    .anySatisfy(found -> assertThat(found).startsWith("max_active_tasks of catchup_013"));
        }
    }

    @Nested
    class OfTriggerRules {

        @Test
        void a_task_that_ran_though_its_rule_does_not_hold() {
            find(
                    "a task runs only if its rule holds",
                    chain().without("a").row("a", "failed").life("a", 0, 100, "fail"));
        }

        @Test
        void a_task_that_did_not_run_though_its_rule_holds() {
            find("a task runs if its rule holds", chain().without("b").row("b", "skipped"));
        }

        @Test
        void a_task_that_did_not_run_and_is_a_success() {
            assertThat(chain().without("b").violations())
                    .anySatisfy(found -> assertThat(found).startsWith("what did not run is skipped"));
        }

        @Test
        void a_task_that_failed_by_a_failure_above_that_there_is_not() {
            assertThat(chain().without("b").row("b", "upstream_failed").violations())
                    .anySatisfy(found -> assertThat(found).startsWith("upstream_failed comes from a failure"));
        }

        @Test
        void a_task_that_a_branch_did_not_choose() {
            find("what a branch did not choose does not run", chain().row("a", row -> Stories.following(row, "c,d")));
        }

        @Test
        void a_task_that_began_before_the_end_of_the_one_above() {
            find(
                    "a task begins after the end of those before it",
                    chain().without("b").done("b", 99, 300));
        }

        @Test
        void a_task_that_need_not_wait_may_begin_before() {
            findNothing(chain().task("b", task -> Stories.under(task, "one_done"))
                    .without("b")
                    .done("b", 99, 300));
        }

        @Test
        void an_element_that_is_missing() {
            Stories story = new Stories().dag("mapping_001").task("each").run("r", "success");
            IntStream.range(0, 2)
                    .forEach(map -> story.row("each", map, "success")
                            .life(new Life(story.key("each", map), 1, 7, map * 10L, map * 10L + 5, "ok")));

            findNothing(story);
            find("a mapped task has an instance for each element", story.gone("each", 1));
        }
    }

    @Nested
    class OfTries {

        private static Stories again() {
            Stories story = new Stories()
                    .dag("retries_010")
                    .task("a")
                    .task("a", task -> Stories.retried(task, 1))
                    .run("r", "success")
                    .row("a", "success")
                    .life("a", 0, 100, "fail")
                    .row("a", row -> with(row, 2, tried(1, "exception", 0, 100)))
                    .row("a", row -> with(row, moments(400, 400, 410, 500)));
            return story.life(new Life(story.key("a", -1), 2, 7, 410, 500, "ok"));
        }

        @Test
        void a_second_one_that_the_retries_allow_is_right() {
            findNothing(again());
        }

        @Test
        void one_more_than_the_retries_allow() {
            find("no more tries than retries allow", again().task("a", task -> Stories.retried(task, 0)));
        }

        @Test
        void one_that_did_not_wait_for_its_delay() {
            find("a retry waits for its delay", again().row("a", row -> with(row, moments(399, 399, 410, 500))));
        }

        @Test
        void one_that_comes_before_the_one_before_it() {
            Stories story = again();
            find("tries come one after the other", story.life(new Life(story.key("a", -1), 1, 9, 600, 700, "ok")));
        }

        @Test
        void a_success_whose_body_failed() {
            find("a success has ended well", chain().without("b").life("b", 200, 300, "fail"));
        }

        @Test
        void a_task_that_fails_with_a_retry_left() {
            find(
                    "a task fails when all its tries have failed",
                    chain().task("b", task -> Stories.retried(task, 1))
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
                            .row("b", row -> Stories.because(row, "lost:worker_gone"))
                            .life("b", 200, 300, "fail"));
        }

        @Test
        void a_task_that_skipped_itself_and_did_not_say_so() {
            find(
                    "what skipped itself has said so",
                    chain().row("b", "skipped").row("b", row -> Stories.because(row, "skipped_itself")));
        }

        @Test
        void a_look_that_is_a_new_try() {
            find(
                    "looking again is no new try",
                    new Stories()
                            .dag("sensor_009")
                            .task("a")
                            .task("a", task -> Stories.retried(task, 1))
                            .run("r", "success")
                            .done("a", 0, 100)
                            .row("a", row -> with(row, 2)));
        }

        @Test
        void a_body_that_goes_on_after_its_timeout() {
            find(
                    "a body is stopped at its timeout of a second",
                    new Stories()
                            .dag("timeouts_011")
                            .task("a")
                            .run("r", "success")
                            .done("a", 0, 10_000_000_000L));
        }

        @Test
        void one_of_greater_weight_that_was_overtaken() {
            Stories story = new Stories().dag("ranked_020").task("a").task("b").run("r", "success");
            story.done("a", 0, 100).row("a", row -> with(row, moments(0, 7000, 7000, 7100)));
            story.done("b", 200, 300).row("b", row -> with(row, moments(0, 8000, 8000, 8100)));

            findNothing(story);
            find("a greater weight goes first", story.row("b", row -> Stories.ranked(row, 9)));
        }
    }

    @Nested
    class OfAssets {

        /** One update that a task made, and the run that was made for it. */
        private static Stories followed() {
            return new Stories()
                    .dag("producer_007")
                    .task("make")
                    .run("r", "success")
                    .done("make", 0, 100)
                    .event(1, "make", "asset_7")
                    .dag("consumer_008")
                    .task("eat")
                    .run("c", "success", "", "")
                    .done("eat", 200, 300)
                    .use(1, "consumer_008", "c");
        }

        @Test
        void an_update_and_its_run_are_right() {
            findNothing(followed());
        }

        @Test
        void an_update_that_was_made_twice() {
            find(
                    "a success updates its asset once",
                    followed().dag("producer_007").run("r", "success").event(2, "make", "another"));
        }

        @Test
        void an_update_that_is_in_two_runs() {
            find(
                    "an update goes into one run",
                    followed().run("d", "success", "", "").done("eat", 400, 500).use(1, "consumer_008", "d"));
        }

        @Test
        void an_update_that_is_in_no_run() {
            find(
                    "an update goes into one run",
                    followed().event(3, "", "asset_7").posted("asset_7", 1));
        }

        @Test
        void a_run_without_an_update() {
            find("a run is made when its expression holds", followed().run("d", "success", "", ""));
        }

        @Test
        void an_update_that_waits_though_the_expression_holds() {
            find(
                    "a run is made once its expression holds",
                    followed().event(3, "", "asset_7").posted("asset_7", 1).waits(3, "consumer_008"));
        }

        @Test
        void a_run_that_has_one_of_two_updates() {
            Stories story = new Stories()
                    .dag("consumer_040")
                    .task("eat")
                    .run("c", "success", "", "")
                    .done("eat", 0, 100)
                    .posted("asset_39", 1)
                    .event(1, "", "asset_39")
                    .use(1, "consumer_040", "c")
                    .posted("posted_1", 1);

            assertThat(story.event(2, "", "posted_1").waits(2, "consumer_040").violations())
                    .singleElement()
                    .asString()
                    .startsWith("a run is made when its expression holds");
        }

        @Test
        void a_posted_update_that_is_missing_or_there_twice() {
            find("what is posted is there once", chain().posted("x", 1));
            find(
                    "what is posted is there once",
                    chain().posted("x", 1).event(1, "", "x").event(2, "", "x"));
        }
    }

    @Nested
    class OfAnswers {

        private static Stories asked(String reason, String end) {
            return new Stories()
                    .dag("approved_021")
                    .task("ask")
                    .task("ask", Stories::silent)
                    .task("push", "ask")
                    .run("r", "success")
                    .row("ask", "success")
                    .row("ask", row -> with(Stories.because(row, reason), new Moments(at(0), at(0), at(0), at(3000))))
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
            find(
                    "an answer that was accepted counts",
                    asked("default_answer", "no").answer("ask", Outcome.ACCEPTED));
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
                    asked("default_answer", "no").row("ask", row -> with(row, moments(0, 0, 0, 2900))));
        }

        @Test
        void a_question_that_nobody_answered() {
            assertThat(asked("", "yes").without("push").violations())
                    .anySatisfy(found -> assertThat(found).startsWith("a question is answered in the end"));
        }
    }

    @Nested
    class OfDeadlines {

        private static Stories late() {
            return new Stories()
                    .dag("late_022")
                    .task("slow")
                    .run("r", "success")
                    .done("slow", 0, 100)
                    .deadline("tight", true, "success")
                    .deadline("slow tight", true, "success")
                    .told("tight", "k1")
                    .told("slow-tight", "k2");
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
        void one_that_nobody_was_told_of() {
            find("what is missed is told", late().told("tight"));
            find("what is missed is told", late().deadline("tight", true, ""));
        }

        @Test
        void one_that_was_told_under_two_keys() {
            find("what is missed is told", late().told("tight", "k1", "k9"));
        }
    }

    @Nested
    class OfClearsAndTriggers {

        private static Stories cleared() {
            Stories story = new Stories()
                    .dag("cleared_024")
                    .task("a")
                    .task("b", "a")
                    .run("r", "success")
                    .done("a", 0, 100)
                    .done("b", 200, 300)
                    .clear(350, "a", "b")
                    .row("a", row -> with(row, 2))
                    .row("b", row -> with(row, 2));
            return story.life(new Life(story.key("a", -1), 2, 7, 400, 500, "ok"))
                    .life(new Life(story.key("b", -1), 2, 8, 600, 700, "ok"));
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
                    story.life(new Life(story.key("b", -1), 2, 8, 450, 700, "ok")));
        }

        private static Stories triggering() {
            return new Stories()
                    .dag("triggered_026")
                    .task("there")
                    .run("t", "success", "", "")
                    .done("there", 0, 100)
                    .dag("triggering_025")
                    .task("fire")
                    .task("fire", Stories::silent)
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
                    triggering()
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
            assertThat(triggering().triggered("fire", "another").violations())
                    .anySatisfy(found -> assertThat(found).startsWith("each task that triggers gets one run"));
        }
    }

    @Nested
    class OfMarks {

        /** The first of two tasks, which was marked, and its body did not end. */
        private static Stories marked(String state, String stateBelow) {
            return new Stories()
                    .dag("marked_029")
                    .task("a")
                    .task("b", "a")
                    .run("r", state.equals("success") ? "success" : "failed")
                    .row("a", state)
                    .row("a", row -> Stories.because(row, "marked"))
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
            findNothing(marked("success", "success").life("b", 90, 200, "ok").mark("a", "failed", Outcome.UNKNOWN));
        }

        @Test
        void a_success_and_nothing_goes_on() {
            assertThat(marked("success", "skipped").violations())
                    .anySatisfy(found ->
                            assertThat(found).startsWith("what is below a task that is marked a success runs"));
        }

        @Test
        void a_failure_and_what_is_below_goes_on() {
            assertThat(marked("failed", "success")
                            .run("r", "success")
                            .life("b", 200, 300, "ok")
                            .violations())
                    .anySatisfy(found ->
                            assertThat(found).startsWith("what is below a task that is marked failed does not run"));
        }

        @Test
        void a_slot_that_is_free_while_its_body_is_stopped_is_right() {
            findNothing(marked("success", "success").pool(1).life("b", 90, 200, "ok"));
        }
    }

    @Nested
    class OfBackfills {

        /** Four days of which the third failed at first, and was done again. */
        private static Stories redone() {
            Stories story = new Stories().dag("redone_030").task("a").task("b", "a");
            IntStream.rangeClosed(1, 4)
                    .forEach(day -> story.run("d" + day, "success", "", "2026-01-0" + day + "T00:00")
                            .done("a", day * 100L, day * 100L + 10)
                            .done("b", day * 100L + 20, day * 100L + 30));
            story.run("d3", "success", "", "2026-01-03T00:00")
                    .without("a")
                    .life("a", 300, 310, "fail")
                    .row("a", row -> with(row, 2))
                    .without("b")
                    .life("b", 840, 850, "ok");
            return story.life(new Life(story.key("a", -1), 2, 7, 820, 830, "ok"));
        }

        @Test
        void what_failed_and_is_done_again_is_right() {
            findNothing(redone());
        }

        @Test
        void what_failed_and_is_not_done_again() {
            assertThat(redone().without("a").life("a", 300, 310, "fail").violations())
                    .anySatisfy(found -> assertThat(found).startsWith("what a backfill takes over is done again once"));
        }

        @Test
        void what_succeeded_and_is_done_again() {
            Stories story = redone().run("d4", "success", "", "2026-01-04T00:00");
            find(
                    "what a backfill takes over is done again once",
                    story.row("b", row -> with(row, 2)).life(new Life(story.key("b", -1), 2, 7, 900, 950, "ok")));
        }

        @Test
        void what_is_done_again_and_fails() {
            assertThat(redone().run("d3", "failed", "", "2026-01-03T00:00").violations())
                    .anySatisfy(found -> assertThat(found).startsWith("what is done again ends well"));
        }

        @Test
        void what_is_done_again_before_what_is_above_it() {
            find(
                    "what is done again is done in its order",
                    redone().without("b").done("b", 700, 720));
        }
    }

    @Nested
    class OfContinuousRuns {

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
            findNothing(continuous().over(300).ends(30_300));
        }

        @Test
        void one_that_is_the_last_though_there_is_time_left() {
            find(
                    "a continuous DAG has one run after the other until its end date",
                    continuous().over(300).ends(30_301));
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
    }

    @Nested
    class OfTimetables {

        @Test
        void the_run_of_last_year_is_right() {
            findNothing(new Stories()
                    .dag("timetable_155")
                    .task("a")
                    .run("r", "success", "", "2031-01-01T00:00")
                    .done("a", 0, 100));
        }

        @Test
        void a_run_of_each_year() {
            find(
                    "a schedule or a backfill makes each of its runs once",
                    new Stories()
                            .dag("timetable_155")
                            .task("a")
                            .run("r", "success", "", "2031-01-01T00:00")
                            .done("a", 0, 100)
                            .run("s", "success", "", "2030-01-01T00:00")
                            .done("a", 200, 300));
        }

        @Test
        void one_beside_those_of_the_schedule_for_an_asset_is_right() {
            findNothing(hours("timetable_123", 5)
                    .event(1, "", "posted_2")
                    .posted("posted_2", 1)
                    .run("asset", "success", "", "")
                    .done("a", 900, 950)
                    .use(1, "timetable_123", "asset"));
        }

        @Test
        void one_beside_those_of_the_schedule_for_nothing() {
            find(
                    "a run is made when its expression holds",
                    hours("timetable_123", 5).run("asset", "success", "", "").done("a", 900, 950));
        }
    }
}
