package dev.rondo.scheduler.engine;

import static dev.rondo.metadata.jooq.Tables.TASK_INSTANCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.command.Command;
import dev.rondo.core.protocol.Dispatch;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.testing.Commands;
import dev.rondo.scheduler.testing.End;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.FakeWorker;
import dev.rondo.scheduler.testing.TestDag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tasks that were judged by the run before once, have begun since, and are judged again. */
@ExtendWith(PostgresExtension.class)
class PastOfBegunTasksTest {

    private static final Instant DAY = Instant.parse("2025-12-01T00:00:00Z");

    private EngineHarness harness;
    private Commands commands;

    @BeforeEach
    void open(TestDatabase database) {
        harness = new EngineHarness(database);
        harness.clean();
        commands = new Commands(harness);
    }

    @AfterEach
    void close() {
        harness.close();
    }

    private static Dispatch of(FakeWorker worker, String runId, String taskId) {
        worker.read();
        return worker.running().stream()
                .filter(each -> each.runId().equals(runId) && each.taskId().equals(taskId))
                .findFirst()
                .orElseThrow(() -> new AssertionError(worker.running().toString()));
    }

    private void finish(FakeWorker worker, Dispatch dispatch, End end) {
        worker.finish(dispatch.dispatchId(), end);
        harness.settle();
    }

    private Instant scheduledAt(long run) {
        return harness.query(db -> db.select(TASK_INSTANCE.SCHEDULED_AT)
                .from(TASK_INSTANCE)
                .where(TASK_INSTANCE.RUN_NO.eq(run), TASK_INSTANCE.TASK_ID.eq("t"))
                .fetchSingle()
                .value1());
    }

    @Test
    void one_that_was_lost_while_the_run_before_was_done_again_goes_on_when_that_is_done() {
        TestDag dag = TestDag.named("lost_behind");
        dag.task("t").dependsOnPast();
        dag.task("u").dependsOnPast();
        harness.publish(dag);
        FakeWorker worker = harness.worker("lost-behind-worker", 8);
        harness.trigger(dag, "first", DAY);
        harness.run(dispatch -> dispatch.taskId().equals("t") ? End.success() : null);
        long second = harness.trigger(dag, "second", DAY.plus(Duration.ofDays(1)));
        harness.settle();
        Dispatch begun = of(worker, "second", "t");
        worker.begin(begun.dispatchId());
        harness.clock().advance(Duration.ofSeconds(1));
        harness.settle();

        commands.clear(dag, "first", "t");
        Instant scheduledAt = scheduledAt(second);
        finish(worker, begun, End.lost());
        assertThat(harness.states(second)).containsEntry("t", "up_for_reschedule");
        assertThat(scheduledAt(second)).as("it was not, for a slot").isEqualTo(scheduledAt);
        harness.clock().advance(Duration.ofSeconds(1));
        finish(worker, of(worker, "first", "u"), End.success());
        assertThat(harness.states(second)).containsEntry("u", "queued");
        finish(worker, of(worker, "first", "t"), End.success());

        assertThat(harness.states(second)).containsEntry("t", "queued");
        assertThat(of(worker, "second", "t").tryNumber()).isEqualTo(1);
    }

    @Test
    void one_that_was_over_and_is_cleared_waits_for_what_was_cleared_in_the_run_before() {
        TestDag dag = TestDag.named("over_behind");
        dag.task("t").dependsOnPast();
        dag.task("u");
        harness.publish(dag);
        FakeWorker worker = harness.worker("over-behind-worker", 8);
        harness.trigger(dag, "first", DAY);
        harness.run(dispatch -> End.success());
        long second = harness.trigger(dag, "second", DAY.plus(Duration.ofDays(1)));
        harness.run(dispatch -> dispatch.taskId().equals("t") ? End.success() : null);
        commands.clear(dag, "first", "t");

        commands.clear(dag, "second", "t");

        assertThat(harness.states(second)).containsEntry("t", "null").containsEntry("u", "queued");
        finish(worker, of(worker, "first", "t"), End.success());
        assertThat(harness.states(second)).containsEntry("t", "queued");
    }

    @Test
    void of_runs_that_are_cleared_together_the_later_waits_though_it_was_made_first() {
        TestDag dag = TestDag.named("made_backwards");
        dag.task("t").dependsOnPast();
        harness.publish(dag);
        FakeWorker worker = harness.worker("made-backwards-worker", 8);
        long later = harness.trigger(dag, "later", DAY.plus(Duration.ofDays(1)));
        harness.run(dispatch -> End.success());
        harness.trigger(dag, "earlier", DAY);
        harness.run(dispatch -> End.success());

        commands.run(new Command.ClearTasks(
                dag.dagId(),
                "earlier",
                List.of(new Command.TaskSelector("t", null)),
                new Command.Scope(false, false, false, /* future= */ true),
                null,
                null,
                false,
                false,
                true,
                false,
                false,
                null));
        harness.settle();

        assertThat(harness.states(later)).containsEntry("t", "null");
        finish(worker, of(worker, "earlier", "t"), End.success());
        assertThat(harness.states(later)).containsEntry("t", "queued");
    }
}
