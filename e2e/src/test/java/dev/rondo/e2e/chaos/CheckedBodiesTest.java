package dev.rondo.e2e.chaos;

import static dev.rondo.e2e.chaos.Stories.moments;
import static dev.rondo.e2e.chaos.Verdicts.chain;
import static dev.rondo.e2e.chaos.Verdicts.find;
import static dev.rondo.e2e.chaos.Verdicts.findAmong;
import static dev.rondo.e2e.chaos.Verdicts.findNothing;
import static dev.rondo.e2e.chaos.Verdicts.hours;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.e2e.chaos.Lives.Jvm;
import dev.rondo.e2e.chaos.Lives.Life;
import org.junit.jupiter.api.Test;

/** Stories of what runs at once, and in which JVM. */
class CheckedBodiesTest {

    @Test
    void a_try_that_runs_twice_at_once() {
        findAmong("no try runs twice at once", chain().life("b", 250, 320, "ok"));
    }

    @Test
    void two_in_one_jvm_at_once() {
        Stories story = new Stories().dag("chain_000").task("a").task("b").run("r", "success");
        story.row("a", "success").life(Stories.lived(story.key("a", -1), 1, 7, 0, 100, "ok"));
        find(
                "a JVM runs one task at a time",
                story.row("b", "success").life(Stories.lived(story.key("b", -1), 1, 7, 50, 150, "ok")));
    }

    @Test
    void one_that_is_isolated_in_the_jvm_of_another() {
        Stories story = new Stories().dag("isolated_023").task("a").task("b").run("r", "success");
        story.row("a", "success").life(Stories.lived(story.key("a", -1), 1, 7, 0, 100, "ok"));
        story.row("b", "success").life(Stories.lived(story.key("b", -1), 1, 7, 200, 300, "ok"));

        findNothing(story);
        find("what is isolated has a JVM of its own", story.task("b", task -> task.isolated("fresh")));
    }

    @Test
    void one_that_is_not_in_the_tables() {
        find("what ran is in the tables", chain().task("c").life("c", 400, 500, "ok"));
    }

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
                .task("a", task -> task.atOnce(1, 2))
                .run("r", "success");
        story.row("a", 0, "success").life(Stories.lived(story.key("a", 0), 1, 7, 0, 100, "ok"));
        story.row("a", 1, "success").life(Stories.lived(story.key("a", 1), 1, 8, 50, 150, "ok"));

        findAmong("max_active_per_run of mapped_group_002 a in r is not exceeded", story);
        findAmong(
                "max_active_per_dag of mapped_group_002 a is not exceeded", story.task("a", task -> task.atOnce(2, 1)));
    }

    @Test
    void a_run_with_more_tasks_than_it_may_have() {
        Stories story = hours("catchup_013", 5).task("b").task("c").task("d");
        story.pool(4).without("a").done("a", 0, 90).done("b", 0, 90).done("c", 0, 90);

        findAmong("max_active_tasks of catchup_013 in h4 is not exceeded", story.done("d", 0, 90));
    }

    @Test
    void two_jvms_of_one_id_after_each_other_are_two() {
        Stories story = new Stories().dag("isolated_023").task("a").task("b").run("r", "success");
        story.task("b", task -> task.isolated("fresh"))
                .row("a", "success")
                .life(new Life(story.key("a", -1), 1, new Jvm(7, 1, Stories.WORKER), 0, 100, "ok", ""))
                .row("b", "success")
                .life(new Life(story.key("b", -1), 1, new Jvm(7, 2, Stories.WORKER), 200, 300, "ok", ""));

        findNothing(story);
    }

    /** A body that its run's timeout stops after five nanoseconds of ten, and one that follows at once. */
    private static Stories stopped(String reason) {
        return new Stories()
                .dag("random_019")
                .pool(1)
                .task("a")
                .task("b")
                .run("r", "failed")
                .ended("failed", "run_timeout")
                .row("a", "skipped")
                .row("a", row -> row.because(reason).after(moments(0, 0, 0, 50)))
                .life("a", 0, 100_000_000, "")
                .done("b", 50_000_000, 60_000_000);
    }

    @Test
    void a_slot_that_a_timeout_of_the_run_has_freed_is_free() {
        assertThat(stopped("run_timeout").violations())
                .noneSatisfy(found -> assertThat(found).startsWith("no more slots"));
        findAmong("no more slots are taken than pool default_pool has", stopped(""));
    }

    @Test
    void more_runs_of_a_backfill_than_it_may_have() {
        Stories story = new Stories().dag("backfilled_014").task("a");
        for (int day = 2; day <= 6; day++) {
            story.day("d" + day, day).lasts(1000 - day, 2000).done("a", day * 100L, day < 5 ? 600 : day * 100L + 10);
        }
        findAmong("no more runs of backfilled_014 are under way than may be", story.pool(9));
    }
}
