package dev.rondo.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;

/** What the checker finds in a story. */
final class Verdicts {

    private Verdicts() {}

    /** A rule is violated, and no other. */
    static void find(String rule, Stories story) {
        assertThat(story.violations())
                .isNotEmpty()
                .allSatisfy(found -> assertThat(found).startsWith(rule + ":"));
    }

    /** A rule is violated; others are bound to be as well. */
    static void findAmong(String rule, Stories story) {
        assertThat(story.violations()).anySatisfy(found -> assertThat(found).startsWith(rule + ":"));
    }

    static void findNothing(Stories story) {
        assertThat(story.violations()).isEmpty();
    }

    /** A run of two tasks, one after the other. */
    static Stories chain() {
        return new Stories()
                .dag("chain_000")
                .task("a")
                .task("b", "a")
                .run("r", "success")
                .done("a", 0, 100)
                .done("b", 200, 300);
    }

    /** Runs of consecutive hours, each with one task. */
    static Stories hours(String dag, int count) {
        Stories story = new Stories().dag(dag).task("a");
        IntStream.range(0, count)
                .forEach(hour -> story.hour("h" + hour, hour).done("a", hour * 100L, hour * 100L + 50));
        return story;
    }
}
