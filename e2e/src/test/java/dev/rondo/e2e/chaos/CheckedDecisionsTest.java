package dev.rondo.e2e.chaos;

import static dev.rondo.e2e.chaos.Verdicts.chain;
import static dev.rondo.e2e.chaos.Verdicts.find;
import static dev.rondo.e2e.chaos.Verdicts.findAmong;
import static dev.rondo.e2e.chaos.Verdicts.findNothing;

import dev.rondo.e2e.chaos.Task.Role;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Stories of what runs, what does not, and what it waits for. */
class CheckedDecisionsTest {

    @Test
    void a_task_that_ran_though_its_rule_does_not_hold() {
        find(
                "a task runs only if its rule holds",
                chain().without("a").row("a", "failed").life("a", 0, 100, "fail"));
    }

    @Test
    void a_task_that_did_not_run_though_its_rule_holds() {
        find("a task runs if its rule holds", chain().without("b").row("b", "skipped"));
        find("a task runs if its rule holds", chain().without("b"));
    }

    /** Two tasks of which the first failed, and the second has not run. */
    private static Stories below(String rule, String state, String run) {
        return chain().run("r", run)
                .without("a")
                .row("a", "failed")
                .life("a", 0, 100, "fail")
                .task("b", task -> task.under(rule))
                .without("b")
                .row("b", state);
    }

    @Test
    void a_task_that_ends_as_its_rule_says_is_right() {
        findNothing(below("all_success", "upstream_failed", "failed"));
        findNothing(below("none_skipped", "success", "success").life("b", 100, 200, "ok"));
        findNothing(below("all_skipped", "skipped", "success"));
    }

    @Test
    void a_task_below_a_failure_that_is_skipped() {
        find("what does not run ends as its rule says", below("all_success", "skipped", "success"));
    }

    @Test
    void a_task_that_is_upstream_failed_where_its_rule_skips_it() {
        find("what does not run ends as its rule says", below("all_skipped", "upstream_failed", "failed"));
    }

    @Test
    void a_task_that_failed_without_a_body() {
        find("what does not run ends as its rule says", below("all_success", "failed", "failed"));
    }

    @Test
    void a_teardown_goes_by_its_setup() {
        Stories story = below("all_done_setup_success", "upstream_failed", "success")
                .task("a", task -> task.as(Role.SETUP))
                .task("b", task -> task.as(Role.TEARDOWN))
                .run("r", "failed");

        findNothing(story);
        find("a task runs only if its rule holds", story.life("b", 200, 300, "ok"));
    }

    @Test
    void a_task_that_a_branch_did_not_choose() {
        Stories story = chain().row("a", row -> row.following("c,d"));

        find("what a branch did not choose does not run", story);
        findNothing(story.without("b").row("b", "skipped"));
    }

    @Test
    void a_task_that_began_before_the_end_of_the_one_above() {
        find(
                "a task begins after the end of those before it",
                chain().without("b").done("b", 99, 300));
    }

    @Test
    void a_task_that_began_before_what_its_upstream_task_went_by() {
        Stories story = below("all_success", "upstream_failed", "success")
                .task("c", "b")
                .task("c", task -> task.under("all_done"))
                .done("c", 100, 200);

        findNothing(story);
        find(
                "a task begins after the end of those before it",
                story.without("c").done("c", 99, 200));
    }

    /** A task that one of two lets in, under a rule. */
    private static Stories letIn(String rule, String state, long from) {
        return new Stories()
                .dag("rules_004")
                .task("a")
                .task("b")
                .task("c", "a", "b")
                .task("c", task -> task.under(rule))
                .run("r", "success")
                .row("a", state)
                .life("a", 0, 100, state.equals("success") ? "ok" : "fail")
                .row("b", "skipped")
                .life("b", 0, 300, "skip")
                .done("c", from, 400)
                .pool(3);
    }

    @Test
    void a_task_that_one_lets_in_begins_after_that_one() {
        findNothing(letIn("one_success", "success", 100));
        findNothing(letIn("one_done", "failed", 100));
        findNothing(letIn("one_failed", "failed", 100));
        find("a task begins after the end of the first that lets it", letIn("one_success", "success", 99));
        find("a task begins after the end of the first that lets it", letIn("one_done", "failed", 99));
        find("a task begins after the end of the first that lets it", letIn("one_failed", "failed", 99));
    }

    @Test
    void a_task_that_always_runs_need_not_wait() {
        findNothing(letIn("always", "failed", 0));
    }

    /** Four elements and what is made of them. */
    private static Stories mapped() {
        Stories story = new Stories()
                .dag("mapping_001")
                .task("each")
                .task("sum", "each")
                .run("r", "success");
        IntStream.range(0, 4)
                .forEach(map -> story.row("each", map, "success")
                        .life(Stories.lived(story.key("each", map), 1, 7, map * 10L, map * 10L + 5, "ok")));
        return story.done("sum", 100, 200);
    }

    @Test
    void all_elements_are_right() {
        findNothing(mapped());
    }

    @Test
    void an_element_that_is_missing() {
        find("a mapped task has an instance for each element", mapped().gone("each", 3));
    }

    @Test
    void an_element_too_many() {
        Stories story = mapped().row("each", 4, "success");
        find(
                "a mapped task has an instance for each element",
                story.life(Stories.lived(story.key("each", 4), 1, 7, 50, 60, "ok")));
    }

    @Test
    void an_element_that_did_not_run() {
        findAmong(
                "each element is a success, and what is made of them",
                mapped().gone("each", 3).row("each", 3, "skipped"));
        findAmong("a task runs if its rule holds", mapped().gone("each", 3).row("each", 3, "skipped"));
    }

    @Test
    void a_mapped_group_with_an_element_too_few() {
        Stories story = new Stories()
                .dag("mapped_group_002")
                .task("per.a")
                .task("per.b", "per.a")
                .task("sum", "per.b")
                .run("r", "success");
        IntStream.range(0, 2)
                .forEach(map -> story.row("per.a", map, "success")
                        .life(Stories.lived(story.key("per.a", map), 1, 7, map * 10L, map * 10L + 5, "ok")));
        story.row("per.b", 0, "success").life(Stories.lived(story.key("per.b", 0), 1, 7, 50, 55, "ok"));

        find("a mapped task has an instance for each element", story.done("sum", 100, 200));
    }

    @Test
    void all_elements_of_a_mapped_group_wait_for_their_own() {
        Stories story = new Stories()
                .dag("random_019")
                .task("a")
                .task("b", "a")
                .task("a", task -> task.in("g"))
                .task("b", task -> task.in("g"))
                .run("r", "success")
                .pool(4);
        IntStream.range(0, 2)
                .forEach(map -> story.row("a", map, "success")
                        .row("b", map, "success")
                        .life(Stories.lived(story.key("a", map), 1, 7 + map, map * 100L, map * 100L + 50, "ok"))
                        .life(Stories.lived(
                                story.key("b", map), 1, 17 + map, map * 100L + 50, map * 100L + 150, "ok")));

        findNothing(story);
    }
}
