package dev.rondo.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.dagrun.RunType;
import dev.rondo.core.graph.Limits;
import dev.rondo.core.graph.TestDag;
import dev.rondo.core.state.PastRuns.OtherRun;
import dev.rondo.core.state.RunEvent.Outcome;
import dev.rondo.sdk.TriggerRule;
import dev.rondo.sdk.spec.MappingSpec;
import dev.rondo.sdk.spec.MappingSpec.Axis;
import dev.rondo.sdk.spec.MappingSpec.Combine;
import dev.rondo.sdk.spec.TaskSpec;
import dev.rondo.sdk.spec.TaskSpec.Body;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SpecialTasksTest {

    @Nested
    class Given_an_approval {

        private final TestRun run = approval();

        private TestRun approval() {
            TestDag dag = TestDag.named("d").chain("ok", "push", "report");
            dag.task("ok").body(Body.APPROVE).timeout(Duration.ofHours(2)).callbacks("success", "failure");
            dag.task("report").rule(TriggerRule.ALL_DONE);
            return TestRun.started(dag.graph());
        }

        @Test
        void then_it_waits_without_a_worker_until_its_deadline() {
            assertThat(run.state("ok")).isEqualTo(TaskState.DEFERRED);
            assertThat(run.instance("ok", -1).nextAt()).isEqualTo(TestRun.START.plus(Duration.ofHours(2)));
        }

        @Test
        void when_a_person_agrees_then_the_run_goes_on() {
            run.on(new RunEvent.Answered(0, -1, false));

            assertThat(run.states()).isEqualTo(Map.of("ok", "success", "push", "scheduled", "report", "none"));
        }

        @Test
        void when_a_person_rejects_then_what_is_directly_below_is_skipped() {
            run.on(new RunEvent.Answered(0, -1, true));

            assertThat(run.states()).isEqualTo(Map.of("ok", "success", "push", "skipped", "report", "scheduled"));
        }

        @Test
        void when_nobody_answers_in_time_then_it_fails() {
            run.wait(Duration.ofHours(2)).on(new RunEvent.Due(0, -1));
            assertThat(run.state("ok")).isEqualTo(TaskState.DEFERRED);

            run.takeDecisions();
            run.wait(Duration.ofSeconds(1)).on(new RunEvent.Due(0, -1));

            assertThat(run.state("ok")).isEqualTo(TaskState.FAILED);
            assertThat(run.takeDecisions()).contains(new Decision.Callback(0, -1, 1, "failure", run.now()));
        }
    }

    @Nested
    class Given_an_approval_that_is_rejected_by_default {

        @Test
        void when_nobody_answers_in_time_then_what_is_below_is_skipped_and_the_run_succeeds() {
            TestDag dag = TestDag.named("d").chain("ok", "push");
            dag.task("ok").body(Body.APPROVE).timeout(Duration.ofHours(2)).defaultAnswer(TaskSpec.REJECTION);
            TestRun run = TestRun.started(dag.graph());
            run.takeDecisions();

            run.wait(Duration.ofHours(2).plusSeconds(1)).on(new RunEvent.Due(0, -1));

            assertThat(run.states()).isEqualTo(Map.of("ok", "success", "push", "skipped"));
            assertThat(run.runState()).isEqualTo(RunState.SUCCESS);
            assertThat(run.takeDecisions())
                    .first()
                    .isEqualTo(new Decision.Changed(
                            run.instance("ok", -1), TaskState.DEFERRED, Decision.DEFAULT_REJECTION));
        }
    }

    @Nested
    class Given_an_approval_with_a_default_answer {

        private final TestRun run = approval();

        private TestRun approval() {
            TestDag dag = TestDag.named("d").chain("ok", "push");
            dag.task("ok")
                    .body(Body.APPROVE)
                    .timeout(Duration.ofHours(2))
                    .defaultAnswer("{\"push\":false}")
                    .callbacks("success", "failure");
            return TestRun.started(dag.graph());
        }

        @Test
        void when_nobody_answers_in_time_then_the_default_is_the_answer() {
            run.wait(Duration.ofHours(2)).on(new RunEvent.Due(0, -1));
            assertThat(run.state("ok")).as("not before its time").isEqualTo(TaskState.DEFERRED);

            run.takeDecisions();
            run.wait(Duration.ofSeconds(1)).on(new RunEvent.Due(0, -1));

            assertThat(run.states()).isEqualTo(Map.of("ok", "success", "push", "scheduled"));
            assertThat(run.takeDecisions())
                    .contains(
                            new Decision.Changed(run.instance("ok", -1), TaskState.DEFERRED, Decision.DEFAULT_ANSWER),
                            new Decision.Callback(0, -1, 1, "success", run.now()));
        }

        @Test
        void when_a_person_answers_first_then_the_time_that_comes_later_changes_nothing() {
            run.wait(Duration.ofHours(3)).on(new RunEvent.Answered(0, -1, true));
            run.takeDecisions();

            run.on(new RunEvent.Due(0, -1));

            assertThat(run.takeDecisions()).isEmpty();
            assertThat(run.states()).isEqualTo(Map.of("ok", "success", "push", "skipped"));
        }

        @Test
        void when_the_default_was_taken_then_an_answer_comes_too_late() {
            run.wait(Duration.ofHours(3)).on(new RunEvent.Due(0, -1));
            run.takeDecisions();

            run.on(new RunEvent.Answered(0, -1, true));

            assertThat(run.takeDecisions()).isEmpty();
        }
    }

    @Nested
    class Given_a_sensor {

        private final TestRun run =
                TestRun.started(TestDag.named("d").chain("wait", "then").graph());

        @Test
        void when_it_looks_again_then_it_keeps_its_try_and_its_start() {
            Instant first = run.now();
            run.play("wait", new Outcome.LookAgain(run.now().plusSeconds(30)));
            assertThat(run.state("wait")).isEqualTo(TaskState.UP_FOR_RESCHEDULE);

            run.wait(Duration.ofSeconds(31)).on(new RunEvent.Due(0, -1)).begin("wait", -1);

            Instance wait = run.instance("wait", -1);
            assertThat(wait.tryNumber()).isEqualTo(1);
            assertThat(wait.startDate()).isEqualTo(first);
        }
    }

    @Test
    void the_first_failure_of_a_fail_fast_dag_ends_the_rest_but_for_teardowns() {
        TestDag dag = TestDag.named("d").failFast().chain("up", "a", "down").chain("up", "b", "down");
        dag.chain("up", "c", "d", "down");
        dag.task("up").setup();
        dag.task("down").teardownOf(List.of("up"));
        TestRun run = TestRun.started(dag.graph()).succeed("up").begin("a", -1).begin("b", -1);
        run.takeDecisions();

        run.end("a", -1, new Outcome.Failed("exception", true));

        assertThat(run.states())
                .isEqualTo(Map.of(
                        "up",
                        "success",
                        "a",
                        "failed",
                        "b",
                        "failed",
                        "c",
                        "skipped",
                        "d",
                        "skipped",
                        "down",
                        "scheduled"));
        assertThat(run.takeDecisions()).contains(new Decision.Stop(run.graph().index("b"), -1, 3, "fail_fast"));
    }

    @Test
    void the_first_failure_of_a_fail_fast_dag_fails_its_run_also_where_all_below_is_skipped() {
        TestDag dag = TestDag.named("d").failFast().chain("a", "b");
        TestRun run = TestRun.started(dag.graph()).begin("a", -1);

        run.end("a", -1, new Outcome.Failed("exception", true));

        assertThat(run.states()).isEqualTo(Map.of("a", "failed", "b", "skipped"));
        assertThat(run.runState()).isEqualTo(RunState.FAILED);
    }

    @Test
    void a_list_that_cannot_be_mapped_over_fails_the_task_that_returned_it() {
        TestDag dag = TestDag.named("d").chain("src", "m");
        dag.task("src").retries(1);
        dag.task("m").mapped(TestDag.over("src"));
        TestRun run = TestRun.started(dag.graph(new Limits(10, 3)));

        run.play("src", new Outcome.Succeeded(null, 11, true));
        assertThat(run.state("src")).isEqualTo(TaskState.UP_FOR_RETRY);
        run.wait(Duration.ofMinutes(6)).on(new RunEvent.Due(0, -1));
        run.play("src", new Outcome.Succeeded(null, Instance.NO_LIST, true));

        assertThat(run.states()).isEqualTo(Map.of("src", "failed", "m", "upstream_failed"));
    }

    @Test
    void a_product_of_lists_that_is_too_long_fails_the_mapped_task() {
        TestDag dag = TestDag.named("d").chain("a", "m").chain("b", "m");
        List<Axis> axes = List.of(new Axis.Result("a"), new Axis.Result("b"));
        dag.task("m").mapped(new MappingSpec(axes, Combine.CROSS, null));
        TestRun run = TestRun.started(dag.graph(new Limits(10, 3)));

        run.play("a", new Outcome.Succeeded(null, 4, true)).play("b", new Outcome.Succeeded(null, 4, true));

        assertThat(run.states().get("m")).isEqualTo("failed");
        assertThat(run.takeDecisions())
                .anySatisfy(decision -> assertThat(decision)
                        .isInstanceOfSatisfying(
                                Decision.Changed.class,
                                changed -> assertThat(changed.reason()).isEqualTo("map_too_long")));
    }

    @Test
    void all_tasks_of_a_mapped_group_get_their_instances_together() {
        TestDag dag = TestDag.named("d").group("g", null, TestDag.over("src")).chain("src");
        dag.task("g.a").group("g");
        dag.task("g.b").group("g").after("g.a");
        TestRun run = TestRun.started(dag.graph());

        run.play("src", new Outcome.Succeeded(null, 2, true));

        assertThat(run.states()).isEqualTo(Map.of("src", "success", "g.a", "scheduled scheduled", "g.b", "none none"));

        run.play("g.a", 1, Outcome.Succeeded.PLAIN);

        assertThat(run.states().get("g.b")).isEqualTo("none scheduled");
    }

    @Test
    void a_task_that_depends_on_the_past_waits_for_it_and_keeps_the_run_alive() {
        TestDag dag = TestDag.named("d").chain("a", "b");
        dag.task("a").dependsOnPast(true);
        Instant before = TestRun.START.minus(Duration.ofDays(1));
        Map<String, List<TaskState>> states = Map.of("a", List.of(TaskState.RUNNING));
        RunFacts facts = RunFacts.dated(RunType.SCHEDULED, TestRun.START)
                .after(PastRuns.before(List.of(new OtherRun(before, RunType.SCHEDULED, states)), TestRun.START, true));

        TestRun run = TestRun.created(dag.graph(), facts).start();

        assertThat(run.states()).isEqualTo(Map.of("a", "none", "b", "none"));
        assertThat(run.runState()).isEqualTo(RunState.RUNNING);
        assertThat(Why.of(run.graph(), run.model(), 0, -1, run.now()))
                .singleElement()
                .isInstanceOfSatisfying(
                        Readiness.NotYet.class,
                        notYet -> assertThat(notYet.reason().code()).isEqualTo("past_undone:a"));
    }

    @Test
    void a_task_whose_dates_leave_the_run_out_is_as_if_it_were_not_there() {
        TestDag dag = TestDag.named("d").chain("a", "b", "c");
        dag.task("b").startDate(TestRun.START.plus(Duration.ofDays(1)));
        TestRun run = TestRun.created(dag.graph(), RunFacts.dated(RunType.SCHEDULED, TestRun.START))
                .start();

        assertThat(run.states()).isEqualTo(Map.of("a", "scheduled", "b", "", "c", "scheduled"));
    }

    @Test
    void callbacks_follow_from_what_a_body_came_to_and_only_where_the_author_gave_them() {
        TestDag dag = TestDag.named("d").callbacks("failure").chain("a", "b");
        dag.task("a").retries(1).callbacks("retry", "failure");
        TestRun run = TestRun.started(dag.graph());

        run.fail("a").wait(Duration.ofMinutes(6)).on(new RunEvent.Due(0, -1)).fail("a");

        assertThat(run.takeDecisions().stream().filter(Decision.Callback.class::isInstance))
                .containsExactly(
                        new Decision.Callback(0, -1, 1, "retry", TestRun.START),
                        new Decision.Callback(0, -1, 2, "failure", run.now()),
                        new Decision.Callback(-1, -1, 0, "failure", run.now()));
    }

    @Test
    void a_run_without_tasks_succeeds_at_once() {
        assertThat(TestRun.started(TestDag.named("d").graph()).runState()).isEqualTo(RunState.SUCCESS);
    }
}
