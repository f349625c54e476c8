package dev.rondo.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.graph.TestDag;
import dev.rondo.core.state.RunEvent.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WhyTest {

    private static List<String> reasons(TestRun run, String task) {
        return Why.of(run.graph(), run.model(), run.graph().index(task), -1, run.now()).stream()
                .map(answer -> switch (answer) {
                    case Readiness.Ready ready -> "ready";
                    case Readiness.NotYet notYet ->
                        notYet.reason().code() + ": " + notYet.reason().text();
                    case Readiness.Never never ->
                        never.reason().code() + ": " + never.reason().text();
                })
                .toList();
    }

    @Test
    void every_rule_that_holds_a_task_back_is_named() {
        TestDag dag = TestDag.named("d").chain("up", "src", "m", "down").chain("other", "m");
        dag.task("up").setup();
        dag.task("down").teardownOf(List.of("up"));
        dag.task("m").mapped(TestDag.over("src"));
        TestRun run = TestRun.started(dag.graph()).succeed("other");

        assertThat(reasons(run, "m"))
                .containsExactly(
                        "setup_unfinished:up: it needs the setup 'up', which is not finished",
                        "upstream_unfinished: trigger rule all_success: 1 of 2 upstream task instances are finished",
                        "source_unfinished:src: it is mapped over the result of 'src', which is not finished");
    }

    @Test
    void behind_what_is_unfinished_are_the_instances_that_are_not_over() {
        TestDag dag = TestDag.named("d").chain("list", "each", "all");
        dag.task("each").mapped(TestDag.over("list"));
        dag.task("all").mapped(TestDag.over("each"));
        TestRun run = TestRun.started(dag.graph()).play("list", new Outcome.Succeeded(null, 3, true));
        run.play("each", 0, new Outcome.Skipped()).play("each", 1, Outcome.Succeeded.PLAIN);

        Reason reason = new MappingRule.OfSource("source_unfinished", "each");
        assertThat(Why.behind(reason, run.model(), run.graph().index("each"), 2))
                .extracting(Instance::mapIndex)
                .containsExactly(2);
    }

    @Test
    void behind_a_list_that_is_not_there_is_the_task_that_was_marked_instead_of_making_it() {
        TestDag dag = TestDag.named("d").chain("list", "each");
        dag.task("each").mapped(TestDag.over("list"));
        TestRun run = TestRun.started(dag.graph()).mark(TaskState.SUCCESS, "list");
        assertThat(run.state("each")).isEqualTo(TaskState.UPSTREAM_FAILED);

        Reason reason = new MappingRule.OfSource("source_without_list", "list");
        assertThat(Why.behind(reason, run.model(), run.graph().index("list"), 2))
                .containsExactly(run.instance("list", -1));
    }

    @Test
    void a_delay_names_the_moment_when_it_is_over() {
        TestDag dag = TestDag.named("d").chain("a");
        dag.task("a").retries(1).retryDelay(Duration.ofMinutes(5));
        TestRun run = TestRun.started(dag.graph()).fail("a");

        assertThat(reasons(run, "a")).containsExactly("retry_delay: it is repeated after 2026-03-01T06:05:00Z");
        assertThat(Why.of(run.graph(), run.model(), 0, -1, run.now()))
                .first()
                .isInstanceOfSatisfying(
                        Readiness.NotYet.class,
                        notYet -> assertThat(notYet.reason().earliest())
                                .isEqualTo(TestRun.START.plus(Duration.ofMinutes(5))));
    }

    @Test
    void a_run_that_has_not_begun_or_is_over_holds_back_everything() {
        TestDag dag = TestDag.named("d").chain("a", "b");
        TestRun run = TestRun.created(dag.graph(), RunFacts.UNDATED);

        assertThat(reasons(run, "a"))
                .containsExactly(
                        "run_queued: its run is queued: it waits for its time, for an unpaused DAG and for a place among"
                                + " the active runs");
        run.start().play("a", new Outcome.Skipped());
        assertThat(reasons(run, "b"))
                .containsExactly("run_success: its run is over (success); clear the task to run it again");
    }

    @Test
    void nothing_holds_back_what_is_already_scheduled() {
        TestRun run = TestRun.started(TestDag.named("d").chain("a").graph());

        assertThat(reasons(run, "a")).isEmpty();
    }
}
