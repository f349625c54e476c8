package dev.rondo.e2e.chaos;

import static dev.rondo.e2e.chaos.Verdicts.chain;
import static dev.rondo.e2e.chaos.Verdicts.find;
import static dev.rondo.e2e.chaos.Verdicts.findAmong;
import static dev.rondo.e2e.chaos.Verdicts.findNothing;

import dev.rondo.e2e.chaos.Task.Role;
import java.util.List;
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
        findNothing(branched("left", "success", "skipped"));
        findNothing(branched("right", "skipped", "success"));
        findAmong("what is cut off does not run", branched("left", "success", "success"));
        findAmong("what is cut off does not run", branched("right", "success", "success"));
        findAmong("a task runs if its rule holds", branched("left", "skipped", "skipped"));
        findAmong("a task runs if its rule holds", branched("right", "skipped", "skipped"));
    }

    /** A branch that said so, and what became of both ways. */
    private static Stories branched(String said, String left, String right) {
        Stories story = new Stories()
                .dag("branch_003")
                .task("gate")
                .task("left", "gate")
                .task("right", "gate")
                .run("r", "success")
                .row("gate", "success")
                .life("gate", 0, 100, said);
        story = left.equals("success") ? story.done("left", 100, 200) : story.row("left", left);
        return right.equals("success") ? story.done("right", 200, 300) : story.row("right", right);
    }

    /** A short circuit that said so, what follows it and what follows that whatever comes of it. */
    private static Stories circuit(int rank, String said, String more, String tidy) {
        Stories story = new Stories()
                .dag(Kind.BRANCH.dag(rank))
                .task("enough")
                .task("more", "enough")
                .task("tidy", "more")
                .task("tidy", task -> task.under("all_done"))
                .run("r", "success")
                .row("enough", "success")
                .life("enough", 0, 100, said);
        story = more.equals("success") ? story.done("more", 100, 200) : story.row("more", more);
        return tidy.equals("success") ? story.done("tidy", 200, 300) : story.row("tidy", tidy);
    }

    @Test
    void what_is_below_a_short_circuit() {
        findNothing(circuit(0, "no", "skipped", "skipped"));
        findNothing(circuit(0, "yes", "success", "success"));
        find("what is cut off does not run", circuit(0, "no", "skipped", "success"));
        find("what is cut off does not run", circuit(0, "no", "success", "skipped"));
        find("a task runs if its rule holds", circuit(0, "yes", "success", "skipped"));
        find("a task runs if its rule holds", circuit(0, "yes", "skipped", "success"));
        find("what does not run ends as its rule says", circuit(0, "no", "upstream_failed", "skipped"));
    }

    @Test
    void what_is_below_a_short_circuit_that_skips_what_follows_it_directly() {
        findNothing(circuit(1, "no", "skipped", "success"));
        findNothing(circuit(1, "yes", "success", "success"));
        find("what is cut off does not run", circuit(1, "no", "success", "success"));
        find("a task runs if its rule holds", circuit(1, "no", "skipped", "skipped"));
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
                        .life(Stories.lived(story.key("each", map), 1, 7, map * 10L, map * 10L + 5, "ok"))
                        .given("each", map, String.valueOf(map)));
        return story.done("sum", 100, 200).given("sum", -1, "0+1+2+3");
    }

    @Test
    void an_element_that_is_given_the_value_of_another() {
        find("an element is given its value", mapped().given("each", 1, "2"));
        find("an element is given its value", mapped().given("each", 1, ""));
    }

    @Test
    void a_list_that_lacks_a_result_or_is_in_another_order() {
        find("what is returned is given to what takes it, in its order", mapped().given("sum", -1, "0+1+2"));
        find("what is returned is given to what takes it, in its order", mapped().given("sum", -1, "0+2+1+3"));
    }

    /** Three elements of a set, and what is made of them. */
    private static Stories mappedSet(String first, String second, String third, String sum) {
        Stories story = new Stories()
                .dag(Kind.MAPPING.dag(1))
                .task("each")
                .task("sum", "each")
                .run("r", "success");
        List<String> given = List.of(first, second, third);
        IntStream.range(0, 3)
                .forEach(map -> story.row("each", map, "success")
                        .life(Stories.lived(story.key("each", map), 1, 7, map * 10L, map * 10L + 5, "ok"))
                        .given("each", map, given.get(map)));
        return story.done("sum", 100, 200).given("sum", -1, sum);
    }

    @Test
    void the_elements_of_a_set_come_in_any_order_and_their_results_in_that() {
        findNothing(mappedSet("1", "2", "3", "1+2+3"));
        findNothing(mappedSet("3", "1", "2", "3+1+2"));
        find("an element is given its value", mappedSet("1", "2", "2", "1+2+2"));
        find("what is returned is given to what takes it, in its order", mappedSet("3", "1", "2", "1+2+3"));
    }

    @Test
    void what_is_zipped_and_crossed() {
        Stories zipped = new Stories().dag(Kind.MAPPING.dag(2)).task("each").run("r", "success");
        zipped.row("each", 0, "success").life(Stories.lived(zipped.key("each", 0), 1, 7, 0, 10, "ok"));
        zipped.row("each", 1, "success").life(Stories.lived(zipped.key("each", 1), 1, 7, 20, 30, "ok"));

        findNothing(zipped.given("each", 0, "0a").given("each", 1, "1b"));
        find("an element is given its value", zipped.given("each", 1, "1a"));
        Stories crossed = new Stories().dag(Kind.MAPPING.dag(3)).task("each").run("r", "success");
        List<String> given = List.of("1a", "1b", "1c", "2a", "2b", "2c");
        IntStream.range(0, 6)
                .forEach(map -> crossed.row("each", map, "success")
                        .life(Stories.lived(crossed.key("each", map), 1, 7, map * 10L, map * 10L + 5, "ok"))
                        .given("each", map, given.get(map)));

        findNothing(crossed);
        find("an element is given its value", crossed.given("each", 2, "2a"));
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
        findAmong(
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
                        .life(Stories.lived(story.key("per.a", map), 1, 7, map * 10L, map * 10L + 5, "ok"))
                        .given("per.a", map, String.valueOf(map)));
        story.row("per.b", 0, "success").life(Stories.lived(story.key("per.b", 0), 1, 7, 50, 55, "ok"));
        story.given("per.b", 0, "0").done("sum", 100, 200).given("sum", -1, "0+1");

        find("a mapped task has an instance for each element", story);
        findAmong("an element is given its value", story.given("per.b", 0, "1"));
        findAmong(
                "what is returned is given to what takes it, in its order",
                story.given("per.b", 0, "0").given("sum", -1, "0"));
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
