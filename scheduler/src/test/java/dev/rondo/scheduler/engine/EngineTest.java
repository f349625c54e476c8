package dev.rondo.scheduler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.testing.End;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.FakeWorker;
import dev.rondo.scheduler.testing.TestDag;
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
}
