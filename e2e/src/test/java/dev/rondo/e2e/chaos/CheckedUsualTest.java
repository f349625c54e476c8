package dev.rondo.e2e.chaos;

import static dev.rondo.e2e.chaos.Stories.at;
import static dev.rondo.e2e.chaos.Verdicts.find;
import static dev.rondo.e2e.chaos.Verdicts.findNothing;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Stories of deadlines that are later than usual. */
class CheckedUsualTest {

    private static final String DUE = "what is later than usual is due by what was usual";

    // When the last run was queued.
    private static final long LAST = 900_000;

    /** Four runs that take about as long, one that fails, and one that takes much longer. */
    private static Stories usual() {
        Stories story = new Stories().dag(Kind.USUAL.dag(0)).task("a");
        lasted(story, 0, 1000);
        lasted(story, 1, 1500);
        lasted(story, 2, 1200);
        lasted(story, 3, 1400);
        story.run("f", "failed").row("a", "failed").life("a", 700, 750, "fail").lasts("a", at(700_000), at(760_000));
        return lasted(story, 9, 10_000)
                .deadline("average", at(LAST).plusNanos(2_366_666_000L), true, "success")
                .deadline("longest", at(LAST + 2500), true, "success")
                .deadline("a middle", at(LAST + 2400), true, "success")
                .told("average", "k1")
                .told("longest", "k2")
                .told("a-middle", "k3");
    }

    /** The run of that number, which began after as many hundred seconds and took so many milliseconds. */
    private static Stories lasted(Stories story, int number, long millis) {
        long queued = number * 100_000L;
        return story.run("r" + number, "success")
                .done("a", number * 100L, number * 100L + 50)
                .lasts("a", at(queued), at(queued + millis));
    }

    @Test
    void one_that_takes_longer_than_usual_is_right_when_it_misses_that() {
        findNothing(usual());
    }

    @Test
    void one_that_takes_longer_than_usual_and_misses_nothing() {
        String rule = "what takes longer than usual is missed";

        find(rule, usual().met("average"));
        find(rule, usual().met("longest"));
        find(rule, usual().met("a middle"));
    }

    @Test
    void one_that_is_measured_by_other_runs() {
        find(DUE, usual().deadline("average", at(LAST + 2275), true, "success"));
        find(DUE, usual().deadline("longest", at(LAST + 2400), true, "success"));
        find(DUE, usual().deadline("longest", at(LAST + 61_000), true, "success"));
        find(DUE, usual().deadline("a middle", at(LAST + 2500), true, "success"));
    }

    @Test
    void one_that_takes_no_longer_and_misses_something() {
        find(
                "what takes no longer than usual misses nothing",
                usual().deadline("wide", at(LAST + 1400).plus(Duration.ofHours(1)), true, "success")
                        .told("wide", "k4"));
    }

    @Test
    void one_of_which_nobody_may_have_heard_that_it_is_over_in_time() {
        findNothing(
                again(3, 1400).deadline("longest", at(302_500), true, "success").told("longest", "k4"));
    }

    @Test
    void one_that_is_late_by_too_few_runs() {
        find(
                "nothing is usual of too few runs",
                again(2, 1200).deadline("average", at(202_250), true, "success").told("average", "k4"));
    }

    /** What follows is said of the run of that number, which is as it was. */
    private static Stories again(int number, long millis) {
        Stories story = usual();
        lasted(story, number, millis);
        return story.without("a").life("a", number * 100L, number * 100L + 50, "ok");
    }

    @Test
    void one_that_is_not_judged_or_not_told() {
        find("a run that is over has no open deadline", usual().deadline("longest", at(LAST + 2500), false, ""));
        find("what is missed is told, under one key", usual().told("longest"));
        find("what is missed is told, under one key", usual().told("a-middle", "k3", "k4"));
    }
}
