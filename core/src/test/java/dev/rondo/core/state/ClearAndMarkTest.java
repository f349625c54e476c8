package dev.rondo.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.graph.TestDag;
import dev.rondo.core.state.RunEvent.Outcome;
import dev.rondo.core.state.RunEvent.Target;
import dev.rondo.sdk.TriggerRule;
import dev.rondo.sdk.spec.TaskSpec.Body;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClearAndMarkTest {

    @Nested
    class Given_a_run_that_failed_with_its_first_task {

        private final TestRun run =
                TestRun.started(TestDag.named("d").chain("a", "b", "c").graph()).fail("a");

        @Test
        void when_the_task_is_cleared_then_what_failed_with_it_is_open_again() {
            run.clear("a");

            assertThat(run.runState()).isEqualTo(RunState.QUEUED);
            assertThat(run.states()).isEqualTo(Map.of("a", "none", "b", "none", "c", "none"));

            run.start().succeed("a", "b", "c");

            assertThat(run.runState()).isEqualTo(RunState.SUCCESS);
            assertThat(run.instance("a", -1).tryNumber()).isEqualTo(2);
            assertThat(run.instance("b", -1).tryNumber()).isEqualTo(1);
        }

        @Test
        void when_the_task_is_marked_a_success_then_the_run_goes_on_below_it() {
            run.mark(TaskState.SUCCESS, "a").start();

            assertThat(run.states()).isEqualTo(Map.of("a", "success", "b", "scheduled", "c", "none"));
        }

        @Test
        void when_a_clear_leaves_the_run_as_it_is_then_nothing_is_scheduled() {
            run.on(new RunEvent.Cleared(List.of(new Target(0, -1)), RunState.FAILED));

            assertThat(run.runState()).isEqualTo(RunState.FAILED);
            assertThat(run.state("a")).isEqualTo(TaskState.NONE);
        }
    }

    @Test
    void when_the_last_failure_is_marked_a_success_then_the_run_is_one() {
        TestRun run = TestRun.started(TestDag.named("d").chain("a", "b").graph());
        run.succeed("a").fail("b");

        run.mark(TaskState.SUCCESS, "b");

        assertThat(run.runState()).isEqualTo(RunState.SUCCESS);
    }

    @Test
    void when_a_last_task_is_marked_failed_then_the_run_is_failed() {
        TestRun run =
                TestRun.started(TestDag.named("d").chain("a", "b").graph()).succeed("a", "b");

        run.mark(TaskState.FAILED, "b");

        assertThat(run.runState()).isEqualTo(RunState.FAILED);
    }

    @Test
    void when_a_task_of_a_run_that_timed_out_is_marked_then_the_run_goes_on_below_it() {
        TestRun run = TestRun.started(TestDag.named("d").chain("a", "b").graph());
        run.begin("a", -1).on(new RunEvent.RunTimedOut());

        run.mark(TaskState.SUCCESS, "a");

        assertThat(run.runState()).isEqualTo(RunState.QUEUED);
        assertThat(run.states()).isEqualTo(Map.of("a", "success", "b", "none"));
    }

    @Nested
    class Given_a_mapped_group_whose_second_task_is_ready_and_not_right_below_the_list {

        private final TestDag dag = TestDag.named("d").chain("list", "first", "second");
        private final TestRun run;

        Given_a_mapped_group_whose_second_task_is_ready_and_not_right_below_the_list() {
            dag.group("each", null, TestDag.over("list"));
            dag.task("first").group("each");
            dag.task("second").group("each");
            run = TestRun.started(dag.graph())
                    .play("list", new Outcome.Succeeded(null, 2, true))
                    .play("first", 0, Outcome.Succeeded.PLAIN);
        }

        @Test
        void when_the_list_is_cleared_then_it_waits_for_the_new_one_and_goes_on_with_it() {
            run.begin("first", 1).clear("list");

            assertThat(run.instance("second", 0).state()).isEqualTo(TaskState.NONE);

            run.play("list", new Outcome.Succeeded(null, 2, true));

            assertThat(run.instance("second", 0).state()).isEqualTo(TaskState.SCHEDULED);
        }

        @Test
        void when_the_list_is_marked_failed_then_it_fails_with_it() {
            run.begin("first", 1).mark(TaskState.FAILED, "list");

            assertThat(run.instance("second", 0).state()).isEqualTo(TaskState.UPSTREAM_FAILED);
        }
    }

    @Nested
    class Given_a_mapped_task_that_is_ready_for_its_list {

        private final TestDag dag = TestDag.named("d").chain("list", "each", "sum");
        private final TestRun run;

        Given_a_mapped_task_that_is_ready_for_its_list() {
            dag.task("each").mapped(TestDag.over("list"));
            run = TestRun.started(dag.graph()).play("list", new Outcome.Succeeded(null, 2, true));
        }

        @Test
        void when_the_list_is_cleared_then_what_no_worker_has_waits_for_the_new_one() {
            run.begin("each", 0).clear("list");

            assertThat(run.states()).isEqualTo(Map.of("list", "scheduled", "each", "running none", "sum", "none"));
            assertThat(run.instance("each", 1).tryNumber()).isZero();

            run.play("list", new Outcome.Succeeded(null, 2, true));

            assertThat(run.states()).isEqualTo(Map.of("list", "success", "each", "running scheduled", "sum", "none"));
            assertThat(run.instance("each", 1).tryNumber()).isEqualTo(1);
        }

        @Test
        void when_the_list_is_cleared_then_a_try_that_is_lost_after_that_waits_too_and_is_the_same_try() {
            run.begin("each", 0).clear("list").end("each", 0, new Outcome.Lost("worker_gone"));

            assertThat(run.instance("each", 0).state()).isEqualTo(TaskState.UP_FOR_RESCHEDULE);

            // What waits for a moment goes on after it, never at it.
            run.wait(Duration.ofMillis(1)).play("list", new Outcome.Succeeded(null, 2, true));

            assertThat(run.instance("each", 0).state()).isEqualTo(TaskState.SCHEDULED);
            assertThat(run.instance("each", 0).tryNumber()).isEqualTo(1);
            assertThat(run.instance("each", 0).lostTries()).isEqualTo(1);
        }

        @Test
        void when_the_list_is_cleared_then_what_a_worker_gives_back_waits_too() {
            run.dispatch("each", 0).clear("list");
            run.on(new RunEvent.Returned(
                    run.graph().index("each"), 0, run.instance("each", 0).dispatchId()));

            assertThat(run.instance("each", 0).state()).isEqualTo(TaskState.NONE);
        }

        @Test
        void when_the_list_is_cleared_then_a_try_that_is_lost_before_its_begin_was_told_stays_counted_as_lost() {
            run.dispatch("each", 0).clear("list").end("each", 0, new Outcome.Lost("worker_gone"));
            run.wait(Duration.ofMillis(1)).play("list", new Outcome.Succeeded(null, 2, true));

            assertThat(run.instance("each", 0).state()).isEqualTo(TaskState.SCHEDULED);
            assertThat(run.instance("each", 0).tryNumber()).isEqualTo(1);
            assertThat(run.instance("each", 0).lostTries()).isEqualTo(1);
        }

        @Test
        void when_the_list_is_marked_failed_then_what_no_worker_has_fails_with_it() {
            run.begin("each", 0).mark(TaskState.FAILED, "list");

            assertThat(run.states())
                    .isEqualTo(Map.of("list", "failed", "each", "running upstream_failed", "sum", "upstream_failed"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b c", "a c b", "c b a"})
    void what_was_ready_for_a_failure_that_is_gone_waits_again_whatever_the_order_of_definition(String order) {
        TestDag dag = defined(order).edge("a", "b").edge("a", "c").edge("b", "c");
        dag.task("c").rule(TriggerRule.ONE_FAILED);
        TestRun run = TestRun.started(dag.graph()).fail("a");
        assertThat(run.states()).isEqualTo(Map.of("a", "failed", "b", "upstream_failed", "c", "scheduled"));

        run.clear("a");

        assertThat(run.states()).isEqualTo(Map.of("a", "scheduled", "b", "none", "c", "none"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"up gate work down", "up gate down work", "down work gate up"})
    void a_teardown_waits_again_for_work_that_is_skipped_no_more_whatever_the_order_of_definition(String order) {
        TestDag dag = defined(order).chain("up", "gate", "work", "down");
        dag.task("up").setup();
        dag.task("gate").body(Body.SHORT_CIRCUIT);
        dag.task("down").teardownOf(List.of("up"));
        TestRun run = TestRun.started(dag.graph()).succeed("up");
        run.play("gate", new Outcome.Succeeded(null, Instance.NO_LIST, false));
        assertThat(run.state("work")).isEqualTo(TaskState.SKIPPED);
        assertThat(run.state("down")).isEqualTo(TaskState.SCHEDULED);

        run.clear("gate");

        assertThat(run.states())
                .isEqualTo(Map.of("up", "success", "gate", "scheduled", "work", "none", "down", "none"));
    }

    @Test
    void what_was_ready_for_all_of_a_list_waits_for_what_the_list_has_more_when_it_is_made_again() {
        TestDag dag = TestDag.named("d").chain("list", "each", "all");
        dag.task("each").mapped(TestDag.over("list"));
        TestRun run = TestRun.started(dag.graph()).play("list", new Outcome.Succeeded(null, 1, true));
        run.play("each", 0, Outcome.Succeeded.PLAIN);
        run.clear("list");
        assertThat(run.state("all")).isEqualTo(TaskState.SCHEDULED);

        run.play("list", new Outcome.Succeeded(null, 2, true));

        assertThat(run.instance("each", 1).state()).isEqualTo(TaskState.SCHEDULED);
        assertThat(run.state("all")).isEqualTo(TaskState.NONE);
    }

    @Test
    void what_was_ready_for_a_failure_waits_no_more_when_a_branch_skips_what_failed() {
        TestDag dag = TestDag.named("d").edge("gate", "t").edge("bad", "t").edge("t", "alarm");
        dag.task("gate").body(Body.CHOOSE);
        dag.task("alarm").rule(TriggerRule.ALL_FAILED);
        TestRun run = TestRun.started(dag.graph()).fail("bad");
        assertThat(run.states())
                .isEqualTo(Map.of("gate", "scheduled", "bad", "failed", "t", "upstream_failed", "alarm", "scheduled"));

        run.play("gate", new Outcome.Succeeded(List.of(), Instance.NO_LIST, true));

        assertThat(run.states())
                .isEqualTo(Map.of("gate", "success", "bad", "failed", "t", "skipped", "alarm", "skipped"));
    }

    private static TestDag defined(String order) {
        TestDag dag = TestDag.named("d");
        for (String task : order.split(" ")) {
            dag.task(task);
        }
        return dag;
    }

    @Test
    void a_task_that_runs_is_stopped_by_a_clear_and_runs_again_when_it_has_stopped() {
        TestRun run =
                TestRun.started(TestDag.named("d").chain("a", "b").graph()).begin("a", -1);
        run.takeDecisions();

        run.clear("a");

        assertThat(run.state("a")).isEqualTo(TaskState.RESTARTING);
        assertThat(run.takeDecisions()).first().isEqualTo(new Decision.Stop(0, -1, 1, "cleared"));

        run.end("a", -1, new Outcome.Stopped());

        assertThat(run.state("a")).isEqualTo(TaskState.SCHEDULED);
        assertThat(run.instance("a", -1).tryNumber()).isEqualTo(2);
    }

    @Test
    void the_end_of_a_task_that_was_marked_while_it_ran_is_stale() {
        TestRun run =
                TestRun.started(TestDag.named("d").chain("a", "b").graph()).begin("a", -1);

        run.mark(TaskState.SUCCESS, "a");
        run.takeDecisions();
        run.end("a", -1, new Outcome.Failed("exception", true));

        assertThat(run.takeDecisions()).isEmpty();
        assertThat(run.states()).isEqualTo(Map.of("a", "success", "b", "scheduled"));
    }

    @Test
    void what_a_branch_did_not_choose_stays_skipped_when_it_alone_is_cleared() {
        TestDag dag = TestDag.named("d").chain("b", "x").chain("b", "y");
        dag.task("b").body(Body.CHOOSE);
        TestRun run = TestRun.started(dag.graph());
        run.play("b", new Outcome.Succeeded(List.of("x"), Instance.NO_LIST, true))
                .succeed("x");

        run.clear("y").start();

        assertThat(run.state("y")).isEqualTo(TaskState.SKIPPED);
        assertThat(run.runState()).isEqualTo(RunState.SUCCESS);
    }

    @Test
    void a_branch_that_is_cleared_may_choose_anew() {
        TestDag dag = TestDag.named("d").chain("b", "x", "x2").chain("b", "y");
        dag.task("b").body(Body.CHOOSE);
        TestRun run = TestRun.started(dag.graph());
        run.play("b", new Outcome.Succeeded(List.of("y"), Instance.NO_LIST, true))
                .succeed("y");

        run.clear("b").start().play("b", new Outcome.Succeeded(List.of("x"), Instance.NO_LIST, true));

        assertThat(run.states()).isEqualTo(Map.of("b", "success", "x", "scheduled", "x2", "none", "y", "success"));
    }

    @Test
    void a_task_that_skipped_itself_stays_skipped_when_something_above_is_cleared() {
        TestDag dag = TestDag.named("d").chain("a", "b", "c");
        dag.task("c").rule(TriggerRule.ALL_DONE);
        TestRun run = TestRun.started(dag.graph()).succeed("a");
        run.play("b", new Outcome.Skipped()).succeed("c");

        run.clear("a");

        assertThat(run.states()).isEqualTo(Map.of("a", "none", "b", "skipped", "c", "success"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"list each sum alarm", "alarm sum each list"})
    void what_is_below_a_list_and_its_elements_waits_for_those_that_a_longer_one_adds(String order) {
        TestDag dag = defined(order).chain("list", "each", "sum").chain("list", "sum");
        dag.chain("each", "alarm").chain("list", "alarm");
        dag.task("each").mapped(TestDag.over("list"));
        dag.task("alarm").rule(TriggerRule.ONE_FAILED);
        TestRun run = TestRun.started(dag.graph())
                .play("list", new Outcome.Succeeded(null, 1, true))
                .play("each", 0, Outcome.Succeeded.PLAIN)
                .clear("list");

        run.play("list", new Outcome.Succeeded(null, 2, true));

        assertThat(run.states())
                .isEqualTo(Map.of("list", "success", "each", "success scheduled", "sum", "none", "alarm", "none"));

        run.play("each", 1, Outcome.Succeeded.PLAIN);

        assertThat(run.states())
                .isEqualTo(
                        Map.of("list", "success", "each", "success success", "sum", "scheduled", "alarm", "skipped"));
    }

    @Nested
    class Given_a_list_that_is_made_anew {

        private final TestRun run = mapped();

        private TestRun mapped() {
            TestDag dag = TestDag.named("d").chain("src", "m", "join");
            dag.task("m").mapped(TestDag.over("src"));
            dag.task("join").rule(TriggerRule.ALL_DONE);
            TestRun started = TestRun.started(dag.graph());
            started.play("src", new Outcome.Succeeded(null, 3, true));
            for (int index = 0; index < 3; index++) {
                started.play("m", index, Outcome.Succeeded.PLAIN);
            }
            started.succeed("join").clear("src", "m", "join").start();
            return started;
        }

        @Test
        void when_it_is_shorter_then_the_instances_beyond_are_removed() {
            run.play("src", new Outcome.Succeeded(null, 1, true));

            assertThat(run.states())
                    .isEqualTo(Map.of("src", "success", "m", "scheduled removed removed", "join", "none"));
        }

        @Test
        void when_it_is_longer_then_instances_are_added() {
            run.play("src", new Outcome.Succeeded(null, 5, true));

            assertThat(run.states().get("m")).isEqualTo("scheduled scheduled scheduled scheduled scheduled");
            assertThat(run.instance("m", 0).tryNumber()).isEqualTo(2);
            assertThat(run.instance("m", 4).tryNumber()).isEqualTo(1);
        }

        @Test
        void when_it_is_empty_then_the_task_is_skipped() {
            run.play("src", new Outcome.Succeeded(null, 0, true));

            assertThat(run.states())
                    .isEqualTo(Map.of("src", "success", "m", "skipped removed removed", "join", "scheduled"));
        }
    }

    @Test
    void what_ends_beyond_a_shorter_list_has_nothing_below_it_in_a_group_that_was_expanded_since() {
        TestDag dag = TestDag.named("d").chain("list", "first", "second").group("each", null, TestDag.over("list"));
        dag.task("first").group("each");
        dag.task("second").group("each");
        TestRun run = TestRun.started(dag.graph())
                .mark(TaskState.SUCCESS, "second")
                .play("list", new Outcome.Succeeded(null, 2, true))
                .begin("first", 1)
                .clear("list", "second")
                .play("list", new Outcome.Succeeded(null, 1, true));

        run.end("first", 1, Outcome.Succeeded.PLAIN);

        assertThat(run.states()).isEqualTo(Map.of("list", "success", "first", "scheduled success", "second", "none"));
    }

    @Nested
    class Given_a_run_with_a_setup_that_is_up {

        private final TestRun run = cluster();

        private TestRun cluster() {
            TestDag dag = TestDag.named("d").chain("up", "work", "more", "down");
            dag.task("up").setup();
            dag.task("down").teardownOf(List.of("up"));
            return TestRun.started(dag.graph()).succeed("up").begin("work", -1);
        }

        @Test
        void when_it_is_marked_failed_then_the_teardown_still_runs_and_ends_it() {
            run.on(new RunEvent.RunMarked(RunState.FAILED));

            assertThat(run.runState()).isEqualTo(RunState.RUNNING);
            assertThat(run.states())
                    .isEqualTo(Map.of("up", "success", "work", "failed", "more", "failed", "down", "scheduled"));

            run.succeed("down");

            assertThat(run.runState()).isEqualTo(RunState.FAILED);
        }

        @Test
        void when_it_is_marked_a_success_then_everything_but_the_teardown_is() {
            run.on(new RunEvent.RunMarked(RunState.SUCCESS)).succeed("down");

            assertThat(run.runState()).isEqualTo(RunState.SUCCESS);
            assertThat(run.state("more")).isEqualTo(TaskState.SUCCESS);
        }

        @Test
        void when_its_time_is_over_then_nothing_runs_any_more() {
            run.on(new RunEvent.RunTimedOut());

            assertThat(run.runState()).isEqualTo(RunState.FAILED);
            assertThat(run.states())
                    .isEqualTo(Map.of("up", "success", "work", "skipped", "more", "skipped", "down", "skipped"));
        }
    }
}
