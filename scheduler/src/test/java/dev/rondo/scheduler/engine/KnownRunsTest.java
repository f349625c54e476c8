package dev.rondo.scheduler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.command.Command;
import dev.rondo.core.protocol.Dispatch;
import dev.rondo.core.state.RunState;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.testing.Commands;
import dev.rondo.scheduler.testing.CountedStatements;
import dev.rondo.scheduler.testing.End;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.FakeWorker;
import dev.rondo.scheduler.testing.TestDag;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs that are in memory are moved on by what is known of them, if the tables have them so. */
@ExtendWith(PostgresExtension.class)
class KnownRunsTest {

    private EngineHarness harness;
    private EngineHarness other;
    private CountedStatements counted;

    @BeforeEach
    void open(TestDatabase database) throws SQLException {
        harness = new EngineHarness(database);
        harness.clean();
        other = new EngineHarness(database);
        counted = new CountedStatements(database.settings());
        harness.through(counted.transactions());
    }

    @AfterEach
    void close() throws SQLException {
        counted.close();
        other.close();
        harness.close();
    }

    private static void finishOne(FakeWorker worker) {
        worker.read();
        worker.finish(worker.running().getFirst().dispatchId(), End.success());
    }

    @Test
    void a_step_of_a_chain_is_one_round_trip() {
        TestDag dag = harness.publish(TestDag.named("steps").chain("a", "b", "c", "d"));
        FakeWorker worker = harness.worker("steps-worker", 2);
        harness.trigger(dag, "first");
        harness.settle();
        finishOne(worker);
        harness.settle();

        CountedStatements.Asked asked = counted.by(() -> {
            finishOne(worker);
            harness.settle();
        });

        worker.read();
        assertThat(worker.running()).extracting(Dispatch::taskId).containsExactly("c");
        assertThat(asked).isEqualTo(new CountedStatements.Asked(1, 0));
    }

    @Test
    void what_another_scheduler_did_to_a_run_counts_and_not_what_memory_has_of_it() {
        TestDag dag = harness.publish(TestDag.named("marked").chain("a", "b"));
        FakeWorker worker = harness.worker("marked-worker", 2);
        long run = harness.trigger(dag, "first");
        harness.settle();

        new Commands(other).run(new Command.MarkRun("marked", "first", RunState.FAILED));
        finishOne(worker);
        harness.settle();

        worker.read();
        assertThat(worker.running()).isEmpty();
        assertThat(harness.runState(run)).isEqualTo("failed");
        assertThat(harness.states(run)).containsEntry("b", "skipped");
        assertThat(harness.usedSlots("default_pool")).isZero();
    }

    @Test
    void what_happened_beside_it_in_other_runs_is_taken_in_once() {
        TestDag dag = harness.publish(TestDag.named("beside").chain("a", "b"));
        FakeWorker worker = harness.worker("beside-worker", 4);
        long changed = harness.trigger(dag, "changed");
        long unchanged = harness.trigger(dag, "unchanged");
        harness.settle();

        new Commands(other).run(new Command.MarkRun("beside", "changed", RunState.FAILED));
        finishOne(worker);
        finishOne(worker);
        harness.settle();

        worker.read();
        assertThat(worker.running().stream().map(each -> each.runId() + " " + each.taskId()))
                .containsExactly("unchanged b");
        assertThat(harness.states(unchanged)).isEqualTo(Map.of("a", "success", "b", "queued"));
        assertThat(harness.runState(changed)).isEqualTo("failed");
        assertThat(harness.usedSlots("default_pool")).isEqualTo(1);
    }

    @Test
    void a_run_that_others_change_too_is_locked_before_it_is_judged_and_goes_on() {
        TestDag dag = harness.publish(TestDag.named("shared").chain("a", "b", "c"));
        FakeWorker worker = harness.worker("shared-worker", 2);
        long run = harness.trigger(dag, "first");
        harness.settle();
        other.engine().look(List.of(run));
        other.settle();

        finishOne(worker);
        harness.settle();
        other.engine().look(List.of(run));
        other.settle();
        finishOne(worker);
        CountedStatements.Asked asked = counted.by(harness::settle);

        worker.read();
        assertThat(worker.running()).extracting(Dispatch::taskId).containsExactly("c");
        assertThat(asked.statements())
                .as("the lock, reading the run anew, and the rest")
                .isGreaterThan(1);
        harness.run(dispatch -> End.success());
        assertThat(harness.runState(run)).isEqualTo("success");
    }
}
