package dev.rondo.e2e.chaos;

import static dev.rondo.e2e.chaos.Verdicts.find;
import static dev.rondo.e2e.chaos.Verdicts.findNothing;

import org.junit.jupiter.api.Test;

/** Stories of values that are large. */
class CheckedLargeValuesTest {

    /** What was written by the second try, and by each of two elements. */
    private static Stories large() {
        Stories story = new Stories()
                .dag(Kind.LARGE.dag(1))
                .task("write")
                .task("write", task -> task.retried(1))
                .task("read", "write")
                .task("list")
                .task("each", "list")
                .task("all", "each")
                .run("r", "success")
                .row("write", "success")
                .row("write", row -> row.tried(2))
                .life("write", 0, 100, "fail");
        return story.given("write", -1, "old")
                .life(Stories.lived(story.key("write", -1), 2, 7, 60_000_000, 60_000_100, "ok"))
                .given("write", -1, "new")
                .done("read", 60_000_200, 60_000_300)
                .given("read", -1, "new")
                .done("list", 0, 100)
                .given("list", -1, "l+m")
                .row("each", 0, "success")
                .life(Stories.lived(story.key("each", 0), 1, 8, 200, 300, "ok"))
                .given("each", 0, "l/x")
                .row("each", 1, "success")
                .life(Stories.lived(story.key("each", 1), 1, 9, 200, 300, "ok"))
                .given("each", 1, "m/y")
                .done("all", 400, 500)
                .given("all", -1, "x+y");
    }

    @Test
    void values_that_arrive_as_they_were_written_are_right() {
        findNothing(large());
    }

    @Test
    void one_of_a_try_that_failed() {
        find("a large value arrives as it was written", large().given("read", -1, "old"));
    }

    @Test
    void one_that_another_element_was_given() {
        find(
                "a large value arrives as it was written",
                large().given("each", 0, "m/x").given("each", 1, "l/y"));
    }

    @Test
    void elements_in_another_order() {
        find("a large value arrives as it was written", large().given("all", -1, "y+x"));
    }
}
