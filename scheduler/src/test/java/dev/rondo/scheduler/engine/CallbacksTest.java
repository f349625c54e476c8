package dev.rondo.scheduler.engine;

import static dev.rondo.metadata.jooq.Tables.OUTBOX;
import static dev.rondo.metadata.jooq.Tables.WORKER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.command.Command;
import dev.rondo.core.protocol.Dispatch;
import dev.rondo.core.protocol.WorkerMessage;
import dev.rondo.core.state.RunState;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.testing.Commands;
import dev.rondo.scheduler.testing.End;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.FakeWorker;
import dev.rondo.scheduler.testing.TestDag;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class CallbacksTest {

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

    private static List<String> callbacks(FakeWorker worker) {
        return worker.received().stream()
                .filter(each -> each.callback() != null)
                .map(each -> each.taskId() + ":" + each.callback() + "#" + each.tryNumber())
                .toList();
    }

    private static List<String> keys(FakeWorker worker) {
        return worker.received().stream()
                .map(Dispatch::callbackKey)
                .filter(Objects::nonNull)
                .toList();
    }

    private int open() {
        return harness.query(db -> db.fetchCount(OUTBOX, OUTBOX.DONE_AT.isNull()));
    }

    @Test
    void callbacks_of_tasks_and_of_the_dag_run_on_a_worker_once_their_state_is_committed() {
        TestDag dag = TestDag.named("told").callbacks("failure");
        dag.task("good").callbacks("success", "failure");
        dag.task("bad").callbacks("failure", "retry").retries(1, Duration.ofMinutes(1));
        dag.task("left_out").callbacks("skipped");
        harness.publish(dag);
        FakeWorker worker = harness.worker("told-worker", 4);
        harness.trigger(dag, "first");

        harness.runFor(Duration.ofMinutes(2), dispatch -> {
            if (dispatch.callback() != null || dispatch.taskId().equals("good")) {
                return End.success();
            }
            return dispatch.taskId().equals("bad") ? End.failed() : End.skipped();
        });

        assertThat(callbacks(worker))
                .containsExactlyInAnyOrder(
                        "good:success#1", "bad:retry#1", "bad:failure#2", "left_out:skipped#1", ":failure#0");
        Dispatch failure = worker.received().stream()
                .filter(each ->
                        "failure".equals(each.callback()) && each.taskId().equals("bad"))
                .findFirst()
                .orElseThrow();
        assertThat(failure.lookState()).isEqualTo("{\"reason\":\"exception\",\"message\":\"it ended by exception\"}");
        assertThat(open()).isZero();
    }

    @Test
    void a_callback_whose_worker_dies_runs_again_on_another() {
        TestDag dag = TestDag.named("retold");
        dag.task("a").callbacks("success");
        harness.publish(dag);
        FakeWorker first = harness.worker("retold-first", 1);
        harness.trigger(dag, "first");
        harness.run(dispatch -> dispatch.callback() == null ? End.success() : null);
        assertThat(callbacks(first)).hasSize(1);

        first.disconnect();
        first.kill();
        FakeWorker second = harness.worker("retold-second", 1);
        harness.engine().sweep();
        harness.run(dispatch -> End.success());
        assertThat(callbacks(second)).as("its lease is not over").isEmpty();
        harness.query(db -> db.update(WORKER)
                .set(WORKER.LEASE_UNTIL, Instant.EPOCH)
                .where(WORKER.WORKER_ID.eq("retold-first"))
                .execute());
        harness.engine().ask(new LeaseOver(List.of("retold-first")));
        harness.settle();
        harness.engine().sweep();
        harness.run(dispatch -> End.success());

        assertThat(callbacks(second)).containsExactly("a:success#1");
        assertThat(open()).isZero();
    }

    @Test
    void a_callback_for_which_there_was_no_room_is_the_next_to_get_some() {
        TestDag dag = TestDag.named("narrow");
        dag.task("a").callbacks("success");
        dag.task("b");
        dag.task("c");
        harness.publish(dag);
        FakeWorker worker = harness.worker("narrow-worker", 1);
        harness.trigger(dag, "first");

        // No sweep looks at the outbox again.
        harness.run(dispatch -> End.success());

        assertThat(callbacks(worker)).containsExactly("a:success#1");
        assertThat(worker.received()).last().extracting(Dispatch::taskId).isEqualTo("c");
        assertThat(open()).isZero();
    }

    @Test
    void many_callbacks_that_nobody_can_take_hold_no_other_back() {
        TestDag many = TestDag.named("forsaken").maxActiveTasks(110);
        IntStream.range(0, 110)
                .forEach(n -> many.task("t" + n).queue("forsaken").callbacks("success"));
        harness.publish(many);
        TestDag one = TestDag.named("served");
        one.task("a").callbacks("success");
        harness.publish(one);
        FakeWorker leaving = harness.worker("leaving-worker", 110, 0, "forsaken");
        FakeWorker staying = harness.worker("staying-worker", 1);
        harness.trigger(many, "first");
        harness.settle();
        leaving.say(new WorkerMessage.Draining());
        leaving.read();
        leaving.running().forEach(each -> leaving.finish(each.dispatchId(), End.success()));
        harness.settle();
        assertThat(open()).isEqualTo(110);

        harness.clock().advance(Duration.ofSeconds(1));
        harness.trigger(one, "first");
        harness.run(dispatch -> End.success());
        for (int sweep = 0; sweep < 2; sweep++) {
            harness.clock().advance(Duration.ofSeconds(5));
            harness.engine().sweep();
            harness.run(dispatch -> End.success());
        }

        assertThat(callbacks(staying)).containsExactly("a:success#1");
        assertThat(open()).as("none is lost").isEqualTo(110);
    }

    @Test
    void a_callback_that_nobody_could_take_is_given_to_the_first_worker_that_comes() {
        TestDag dag = TestDag.named("alone").callbacks("failure");
        dag.task("a");
        harness.publish(dag);
        long run = harness.trigger(dag, "first");
        harness.settle();
        new Commands(harness).run(new Command.MarkRun("alone", "first", RunState.FAILED));
        harness.settle();
        assertThat(harness.runState(run)).isEqualTo("failed");

        FakeWorker worker = harness.worker("alone-worker", 1);
        harness.run(dispatch -> End.success());

        assertThat(callbacks(worker)).containsExactly(":failure#0");
    }

    @Test
    void a_callback_that_its_worker_lost_or_gave_back_is_given_out_again_at_once() {
        TestDag dag = TestDag.named("given_back");
        dag.task("a").callbacks("success");
        harness.publish(dag);
        FakeWorker worker = harness.worker("giving-back", 1);
        harness.trigger(dag, "first");
        harness.run(dispatch -> dispatch.callback() == null ? End.success() : null);

        worker.kill();
        worker.connect(harness.engine());
        harness.settle();
        harness.engine().sweep();
        harness.run(dispatch -> null);
        assertThat(callbacks(worker)).containsExactly("a:success#1", "a:success#1");

        worker.say(new WorkerMessage.Returned(worker.running().getFirst().dispatchId(), "recalled"));
        harness.settle();
        harness.engine().sweep();
        harness.run(dispatch -> End.success());

        assertThat(callbacks(worker)).hasSize(3);
        assertThat(keys(worker))
                .as("told of one event")
                .hasSize(3)
                .containsOnly(keys(worker).getFirst());
        assertThat(open()).isZero();
    }

    @Test
    void a_callback_that_is_found_twice_in_one_batch_is_given_out_once() {
        TestDag dag = TestDag.named("found_twice").chain("a", "b");
        dag.task("a").callbacks("success");
        harness.publish(dag);
        harness.worker("full", 1);
        harness.trigger(dag, "first");
        harness.run(dispatch -> dispatch.taskId().equals("a") ? End.success() : null);
        harness.engine().sweep();
        harness.engine().pass(); // the sweep asks for callbacks, and so does the room that comes with the next worker

        FakeWorker second = harness.worker("roomy", 4);
        harness.run(dispatch -> dispatch.callback() == null ? null : End.success());

        assertThat(callbacks(second)).containsExactly("a:success#1");
    }

    @Test
    void a_run_and_a_task_that_fail_again_after_a_clear_are_told_with_other_keys() {
        TestDag dag = TestDag.named("failing_again").callbacks("failure");
        dag.task("a").callbacks("failure");
        harness.publish(dag);
        FakeWorker worker = harness.worker("failing-worker", 4);
        harness.trigger(dag, "first");
        harness.run(dispatch -> dispatch.callback() == null ? End.failed() : End.success());

        harness.clock().advance(Duration.ofSeconds(1));
        new Commands(harness).clear(dag, "first", "a");
        harness.run(dispatch -> dispatch.callback() == null ? End.failed() : End.success());

        assertThat(callbacks(worker))
                .containsExactlyInAnyOrder("a:failure#1", ":failure#0", "a:failure#2", ":failure#0");
        assertThat(keys(worker)).hasSize(4).doesNotHaveDuplicates();
    }

    @Test
    void a_callback_waits_in_the_outbox_when_the_scheduler_dies_after_the_commit() {
        TestDag dag = TestDag.named("kept");
        dag.task("a").callbacks("success");
        harness.publish(dag);
        FakeWorker worker = harness.worker("kept-worker", 1);
        harness.trigger(dag, "first");
        harness.settle();
        worker.read();
        worker.finish(worker.running().getFirst().dispatchId(), End.success());
        harness.engine().pass();
        assertThat(open()).isEqualTo(1);

        harness.restart();
        harness.run(dispatch -> End.success());

        assertThat(callbacks(worker)).containsExactly("a:success#1");
        assertThat(open()).isZero();
    }

    @Test
    void a_callback_that_throws_is_told_once_and_changes_nothing() {
        TestDag dag = TestDag.named("throwing");
        dag.task("a").callbacks("success");
        harness.publish(dag);
        FakeWorker worker = harness.worker("throwing-worker", 1);
        long run = harness.trigger(dag, "first");

        harness.runFor(Duration.ofMinutes(1), dispatch -> dispatch.callback() == null ? End.success() : End.failed());

        assertThat(callbacks(worker)).hasSize(1);
        assertThat(harness.runState(run)).isEqualTo("success");
        String outcome = harness.query(
                db -> db.select(OUTBOX.OUTCOME).from(OUTBOX).fetchSingle().value1());
        assertThat(outcome).isEqualTo("failed: it ended by exception");
    }

    private Duration untilNext() {
        Instant next = harness.query(
                db -> db.select(OUTBOX.NEXT_AT).from(OUTBOX).fetchSingle().value1());
        return Duration.between(harness.now(), next);
    }

    private String outcome() {
        return harness.query(
                db -> db.select(OUTBOX.OUTCOME).from(OUTBOX).fetchSingle().value1());
    }

    @Test
    void a_callback_that_is_lost_again_and_again_waits_longer_each_time_and_is_given_up() {
        TestDag dag = TestDag.named("lost_again");
        dag.task("a").callbacks("success");
        harness.publish(dag);
        FakeWorker worker = harness.worker("losing", 1);
        harness.trigger(dag, "first");
        List<Duration> waits = new ArrayList<>();

        harness.run(dispatch -> dispatch.callback() == null ? End.success() : End.lost());
        while (open() > 0) {
            waits.add(untilNext());
            harness.clock().advance(untilNext());
            harness.engine().sweep();
            harness.run(dispatch -> End.lost());
        }

        assertThat(waits)
                .startsWith(Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofSeconds(40))
                .hasSize(9);
        assertThat(callbacks(worker)).hasSize(10);
        assertThat(outcome()).startsWith("lost: ");
    }

    @Test
    void a_callback_that_ends_every_worker_it_runs_on_is_given_up() {
        TestDag dag = TestDag.named("deadly");
        dag.task("a").callbacks("success");
        harness.publish(dag);
        FakeWorker worker = harness.worker("dying", 1);
        harness.trigger(dag, "first");
        harness.run(dispatch -> dispatch.callback() == null ? End.success() : null);

        for (int deaths = 0; deaths < 15; deaths++) {
            worker.kill();
            worker.connect(harness.engine());
            harness.settle();
            harness.engine().sweep();
            harness.run(dispatch -> null);
        }

        assertThat(callbacks(worker)).hasSize(10);
        assertThat(outcome()).startsWith("given up");
        assertThat(open()).isZero();
    }
}
