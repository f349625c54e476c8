package dev.rondo.scheduler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.command.Command;
import dev.rondo.core.protocol.Dispatch;
import dev.rondo.metadata.control.ControlStore;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.testing.Commands;
import dev.rondo.scheduler.testing.End;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.FakeWorker;
import dev.rondo.scheduler.testing.TestDag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What happens beside a look through the tables. */
@ExtendWith(PostgresExtension.class)
class TableSweepTest {

    private EngineHarness harness;

    @BeforeEach
    void open(TestDatabase database) {
        harness = new EngineHarness(database);
        harness.clean();
    }

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void a_dag_that_is_unpaused_while_the_tables_are_read_is_seen_to_be_before_the_next_look_at_them() {
        TestDag dag = harness.publish(TestDag.named("unpaused").chain("a"));
        FakeWorker worker = harness.worker("unpaused-worker", 1);
        new Commands(harness).run(new Command.SetPaused("unpaused", true));
        harness.engine().sweep();
        harness.settle();
        harness.engine().sweep();
        harness.crashes(
                point -> { // the sweep has read that the DAG is paused
                    if (point == CrashPoint.BEFORE_COMMIT) {
                        harness.crashes(CrashPoint.Injector.NONE);
                        new ControlStore(harness.database().transactions()).setPaused("unpaused", false);
                        harness.engine().sweep();
                    }
                });
        harness.settle();

        harness.trigger(dag, "first");
        harness.settle();
        worker.read();

        assertThat(worker.running()).hasSize(1);
    }

    @Test
    void what_waits_for_a_full_pool_gets_the_slot_that_frees_while_the_tables_are_looked_through() {
        TestDag dag = TestDag.named("narrow").maxActiveRuns(10);
        dag.task("a").pool("narrow", 1);
        harness.publish(dag);
        harness.pool("narrow", 1);
        FakeWorker worker = harness.worker("narrow-worker", 4);
        harness.trigger(dag, "first");
        harness.trigger(dag, "second");
        harness.settle();
        worker.read();
        Dispatch first = worker.running().getFirst();

        harness.engine().sweep();
        worker.finish(first.dispatchId(), End.success());
        harness.settle();
        worker.read();

        assertThat(worker.running()).extracting(Dispatch::runId).containsExactly("second");
    }

    @Test
    void the_engine_rests_while_all_workers_are_busy() {
        TestDag dag = TestDag.named("busy");
        dag.task("a");
        harness.publish(dag);
        FakeWorker worker = harness.worker("busy-worker", 1);
        harness.trigger(dag, "first");
        harness.trigger(dag, "second");
        harness.settle();
        harness.engine().sweep();

        harness.settle();

        worker.read();
        assertThat(worker.running()).hasSize(1);
    }
}
