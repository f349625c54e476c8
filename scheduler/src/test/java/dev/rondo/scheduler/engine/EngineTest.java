package dev.rondo.scheduler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.testing.End;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.FakeWorker;
import dev.rondo.scheduler.testing.TestDag;
import dev.rondo.sdk.RunStrategy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class EngineTest {

    private EngineHarness harness;

    @BeforeEach
    void open(TestDatabase database) {
        harness = new EngineHarness(database);
    }

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void a_chain_runs_to_its_end() {
        TestDag dag = harness.publish(TestDag.named("chain").chain("a", "b", "c"));
        harness.worker("chain-worker", 2);
        long run = harness.trigger(dag, "first");

        harness.run(dispatch -> End.success());

        assertThat(harness.states(run)).isEqualTo(Map.of("a", "success", "b", "success", "c", "success"));
        assertThat(harness.runState(run)).isEqualTo("success");
        assertThat(harness.usedSlots("default_pool")).isZero();
    }

    @Test
    void results_reach_the_tasks_that_take_them() {
        TestDag dag = TestDag.named("inputs");
        dag.task("a");
        dag.task("b").input("a");
        harness.publish(dag);
        FakeWorker worker = harness.worker("inputs-worker", 1);
        harness.trigger(dag, "first");

        harness.run(dispatch -> dispatch.taskId().equals("a") ? End.result("{\"rows\":3}") : End.success());

        assertThat(worker.received().getLast().inputs()).isEqualTo(List.of("{\"rows\":3}"));
    }

    @Test
    void a_run_waits_until_there_is_a_worker() {
        TestDag dag = harness.publish(TestDag.named("lonely").chain("a"));
        long run = harness.trigger(dag, "first");
        harness.settle();
        assertThat(harness.states(run)).isEqualTo(Map.of("a", "scheduled"));

        harness.worker("late-worker", 1);
        harness.run(dispatch -> End.success());

        assertThat(harness.states(run)).isEqualTo(Map.of("a", "success"));
    }

    @Test
    void the_end_of_a_run_makes_room_for_the_next_one_at_once() {
        TestDag dag = harness.publish(TestDag.named("one_by_one")
                .chain("a")
                .from("2025-12-01T00:00:00Z")
                .maxActiveRuns(1));
        harness.worker("one-by-one-worker", 2);
        long first = harness.trigger(dag, "first", Instant.parse("2025-12-01T00:00:00Z"));
        long second = harness.trigger(dag, "second", Instant.parse("2025-12-02T00:00:00Z"));
        long third = harness.trigger(dag, "third", Instant.parse("2025-12-03T00:00:00Z"));

        harness.run(dispatch -> End.success());

        assertThat(List.of(harness.runState(first), harness.runState(second), harness.runState(third)))
                .containsOnly("success");
    }

    @Test
    void a_run_that_fails_holds_back_the_next_one_where_the_strategy_says_so() {
        TestDag dag = harness.publish(TestDag.named("until_failure")
                .chain("a")
                .from("2025-12-01T00:00:00Z")
                .strategy(RunStrategy.SEQUENTIAL_UNTIL_FAILURE));
        harness.worker("until-failure-worker", 2);
        long first = harness.trigger(dag, "first", Instant.parse("2025-12-01T00:00:00Z"));
        long second = harness.trigger(dag, "second", Instant.parse("2025-12-02T00:00:00Z"));
        long third = harness.trigger(dag, "third", Instant.parse("2025-12-03T00:00:00Z"));

        harness.run(dispatch -> dispatch.runId().equals("second") ? End.failed() : End.success());

        assertThat(List.of(harness.runState(first), harness.runState(second), harness.runState(third)))
                .isEqualTo(List.of("success", "failed", "queued"));
    }
}
