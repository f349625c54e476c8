package dev.rondo.e2e.chaos;

import static dev.rondo.e2e.chaos.Verdicts.chain;
import static dev.rondo.e2e.chaos.Verdicts.find;
import static dev.rondo.e2e.chaos.Verdicts.findNothing;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Stories of updates of assets. */
class CheckedAssetsTest {

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
                "a success updates its asset once, nothing else does",
                followed().dag("producer_007").run("r", "success").event(2, "make", "another"));
    }

    @Test
    void an_update_that_is_in_two_runs() {
        find(
                "an update goes into one run, or waits for it",
                followed().run("d", "success", "", "").done("eat", 400, 500).use(1, "consumer_008", "d"));
    }

    @Test
    void an_update_that_is_in_no_run() {
        find(
                "an update goes into one run, or waits for it",
                followed().event(3, "", "asset_7").posted("asset_7", 1));
    }

    @Test
    void an_update_that_the_task_below_does_not_find() {
        Stories story = followed().dag("producer_007").run("r", "success").task("after", "make");
        story.done("after", 200, 300);

        findNothing(story.given("after", -1, "own"));
        find(
                "a task finds the update of the task above it among those that it takes in",
                story.given("after", -1, "others"));
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
    void an_update_that_came_before_a_run_was_made_for_an_earlier_one_calls_for_none() {
        Stories story =
                followed().madeAt(100, 200).lasts(200, 300).posted("asset_7", 1).waits(3, "consumer_008");

        findNothing(story.event(150, 3, "", "asset_7"));
    }

    @Test
    void an_update_that_came_after_a_run_was_made_calls_for_another_one() {
        Stories story =
                followed().madeAt(100, 200).lasts(200, 300).posted("asset_7", 1).waits(3, "consumer_008");

        find("a run is made once its expression holds", story.event(250, 3, "", "asset_7"));
    }

    @Test
    void a_run_that_has_one_of_two_updates() {
        String made = "asset_" + (Kind.number(Kind.CONSUMER.dag(1)) - 1);
        Stories story = new Stories()
                .dag(Kind.CONSUMER.dag(1))
                .task("eat")
                .run("c", "success", "", "")
                .done("eat", 0, 100)
                .posted(made, 1)
                .event(1, "", made)
                .use(1, Kind.CONSUMER.dag(1), "c")
                .posted("posted_1", 1);

        assertThat(story.event(2, "", "posted_1").waits(2, Kind.CONSUMER.dag(1)).violations())
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

    @Test
    void a_posted_update_whose_answer_was_lost_may_be_there() {
        findNothing(chain().maybePosted("x", 1).event(1, "", "x"));
        findNothing(chain().maybePosted("x", 1));
        find(
                "what is posted is there once",
                chain().maybePosted("x", 1).event(1, "", "x").event(2, "", "x"));
    }
}
