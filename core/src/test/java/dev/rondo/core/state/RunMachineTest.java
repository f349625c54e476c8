package dev.rondo.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.dagrun.RunType;
import dev.rondo.core.graph.TestDag;
import dev.rondo.core.state.RunEvent.Outcome;
import dev.rondo.sdk.TriggerRule;
import dev.rondo.sdk.spec.TaskSpec.Body;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RunMachineTest {

    @Nested
    class Given_a_chain_of_three {

        private final TestRun run =
                TestRun.started(TestDag.named("chain").chain("a", "b", "c").graph());

        @Test
        void when_it_starts_then_only_the_first_is_scheduled() {
            assertThat(run.runState()).isEqualTo(RunState.RUNNING);
            assertThat(run.states()).isEqualTo(Map.of("a", "scheduled", "b", "none", "c", "none"));
        }

        @Test
        void when_each_succeeds_then_the_run_does() {
            run.succeed("a", "b", "c");

            assertThat(run.runState()).isEqualTo(RunState.SUCCESS);
        }

        @Test
        void when_the_first_fails_then_all_below_fails_with_it_in_one_answer() {
            run.begin("a", -1).takeDecisions();

            run.end("a", -1, new Outcome.Failed("exception", true));

            assertThat(run.states()).isEqualTo(Map.of("a", "failed", "b", "upstream_failed", "c", "upstream_failed"));
            assertThat(run.takeDecisions())
                    .last()
                    .isEqualTo(
                            new Decision.RunChanged(RunState.RUNNING, RunState.FAILED, "task_failed:c", TestRun.START));
        }

        @Test
        void when_a_start_comes_twice_or_late_then_nothing_follows() {
            run.begin("a", -1).takeDecisions();

            run.on(new RunEvent.Started(0, -1, 1, TestRun.START))
                    .on(new RunEvent.Started(0, -1, 7, TestRun.START))
                    .on(new RunEvent.Dispatched(0, -1, 9))
                    .on(new RunEvent.Ended(0, -1, 2, Outcome.Succeeded.PLAIN, TestRun.START))
                    .on(new RunEvent.RunStarted());

            assertThat(run.takeDecisions()).isEmpty();
        }

        @Test
        void when_a_try_is_lost_then_it_is_repeated_apart_from_the_users_retries() {
            run.begin("a", -1).end("a", -1, new Outcome.Lost("worker_gone"));

            assertThat(run.state("a")).isEqualTo(TaskState.SCHEDULED);
            assertThat(run.instance("a", -1).tryNumber()).isEqualTo(1);
            assertThat(run.instance("a", -1).lostTries()).isEqualTo(1);
        }

        @Test
        void when_a_try_is_lost_too_often_then_it_fails() {
            for (int lost = 1; lost <= 10; lost++) {
                run.begin("a", -1).end("a", -1, new Outcome.Lost("worker_gone"));
                assertThat(run.state("a")).as("lost %d times", lost).isEqualTo(TaskState.SCHEDULED);
            }
            run.begin("a", -1).end("a", -1, new Outcome.Lost("worker_gone"));

            assertThat(run.state("a")).isEqualTo(TaskState.FAILED);
        }
    }

    @Test
    void a_failed_try_is_repeated_strictly_after_its_delay() {
        TestDag dag = TestDag.named("retry");
        dag.task("a").retries(1).retryDelay(Duration.ofMinutes(5));
        TestRun run = TestRun.started(dag.graph());

        run.fail("a");
        assertThat(run.state("a")).isEqualTo(TaskState.UP_FOR_RETRY);
        run.wait(Duration.ofMinutes(5)).on(new RunEvent.Due(0, -1));
        assertThat(run.state("a")).isEqualTo(TaskState.UP_FOR_RETRY);
        run.wait(Duration.ofNanos(1000)).on(new RunEvent.Due(0, -1));
        assertThat(run.state("a")).isEqualTo(TaskState.SCHEDULED);

        run.fail("a");
        assertThat(run.state("a")).isEqualTo(TaskState.FAILED);
        assertThat(run.instance("a", -1).tryNumber()).isEqualTo(2);
    }

    @Test
    void a_look_that_is_woken_is_due_at_once_and_goes_on_with_its_try() {
        TestDag dag = TestDag.named("woken");
        dag.task("a").retries(1);
        TestRun run = TestRun.started(dag.graph());
        Instant far = TestRun.START.plus(Duration.ofHours(1));
        run.on(new RunEvent.Dispatched(0, -1, 7));
        run.on(new RunEvent.Ended(0, -1, 7, new Outcome.LookAgain(far), TestRun.START));

        run.on(new RunEvent.Woken(0, -1, 6));
        assertThat(run.state("a")).as("by another dispatch").isEqualTo(TaskState.UP_FOR_RESCHEDULE);
        assertThat(run.instance("a", -1).nextAt()).isEqualTo(far);
        run.on(new RunEvent.Woken(0, -1, 7));
        assertThat(run.state("a")).isEqualTo(TaskState.SCHEDULED);
        assertThat(run.instance("a", -1).tryNumber()).isEqualTo(1);
        run.on(new RunEvent.Woken(0, -1, 7));
        assertThat(run.state("a")).as("said twice").isEqualTo(TaskState.SCHEDULED);
    }

    @Test
    void an_empty_task_succeeds_without_a_worker() {
        TestDag dag = TestDag.named("empty").chain("a", "b", "c");
        dag.task("b").body(Body.EMPTY);
        TestRun run = TestRun.started(dag.graph());

        run.succeed("a");

        assertThat(run.states()).isEqualTo(Map.of("a", "success", "b", "success", "c", "scheduled"));
    }

    /** Waits for ever: nothing above it is skipped, and what is removed counts for nothing. */
    private static TestDag stuck() {
        TestDag dag = TestDag.named("deadlock").chain("a", "c");
        dag.edge("b", "c").task("c").rule(TriggerRule.ALL_SKIPPED);
        return dag;
    }

    private static TestRun whenAllAboveIsOver(TestDag dag) {
        RunFacts facts = RunFacts.dated(RunType.SCHEDULED, TestRun.START);
        RunModel model = RunModel.builder(dag.graph(), facts, RunState.QUEUED, null)
                .add(Instance.fresh(0, -1, 0).withState(TaskState.SKIPPED))
                .add(Instance.fresh(1, -1, 0))
                .add(Instance.fresh(2, -1, 0).withState(TaskState.REMOVED))
                .build();
        return TestRun.of(model).start();
    }

    @Test
    void what_can_never_start_fails_the_run_as_a_deadlock() {
        TestRun run = whenAllAboveIsOver(stuck());

        assertThat(run.runState()).isEqualTo(RunState.FAILED);
        assertThat(run.takeDecisions())
                .last()
                .isEqualTo(new Decision.RunChanged(RunState.RUNNING, RunState.FAILED, "deadlock", TestRun.START));
    }

    @Test
    void a_run_whose_stuck_task_looks_at_other_runs_stays_running() {
        TestDag past = stuck();
        past.task("c").dependsOnPast(true);
        TestDag downstream = stuck();
        downstream.task("c").waitForDownstream(true);
        TestDag limitOfTheDag = stuck();
        limitOfTheDag.task("c").maxActivePerDag(4);
        TestDag limitOfTheRun = stuck();
        limitOfTheRun.task("c").maxActivePerRun(4);

        assertThat(Stream.of(past, downstream, limitOfTheDag, limitOfTheRun)
                        .map(RunMachineTest::whenAllAboveIsOver)
                        .map(run -> run.runState() + " " + run.state("c")))
                .containsOnly("RUNNING NONE")
                .hasSize(4);
    }

    @Test
    void a_limit_of_what_is_over_does_not_keep_a_stuck_run_alive() {
        TestDag dag = stuck();
        dag.task("a").maxActivePerDag(1).dependsOnPast(true);

        assertThat(whenAllAboveIsOver(dag).runState()).isEqualTo(RunState.FAILED);
    }
}
