package dev.rondo.scheduler.engine;

import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.DEADLINE;
import static dev.rondo.metadata.jooq.Tables.OUTBOX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.core.command.Command;
import dev.rondo.core.protocol.Dispatch;
import dev.rondo.metadata.deadline.Deadlines;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.testing.Commands;
import dev.rondo.scheduler.testing.End;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.FakeWorker;
import dev.rondo.scheduler.testing.ManualClock;
import dev.rondo.scheduler.testing.TestDag;
import dev.rondo.sdk.spec.DeadlineSpec.By;
import dev.rondo.sdk.spec.ScheduleSpec;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class DeadlinesTest {

    private static final Duration HOUR = Duration.ofHours(1);

    // A scheduler that was started judges after a lease of thirty seconds.
    private static final Duration GRACE = Duration.ofMillis(30_001);

    private final ManualClock clock = new ManualClock("2026-01-01T00:00:00Z");
    private TestDatabase database;
    private EngineHarness harness;
    private Commands commands;
    private FakeWorker worker;

    @BeforeEach
    void open(TestDatabase testDatabase) {
        database = testDatabase;
        harness = new EngineHarness(testDatabase, clock);
        harness.clean();
        commands = new Commands(harness);
        worker = harness.worker("deadline-worker", 4);
    }

    @AfterEach
    void close() {
        harness.close();
    }

    private TestDag queued(String dagId, Duration interval) {
        return harness.publish(
                TestDag.named(dagId).chain("a", "b").deadline("late", null, new By.AfterQueued(interval)));
    }

    /** As the loop does every few seconds. */
    private void sweep() {
        harness.engine().sweep();
        harness.settle();
    }

    private void elapse(Duration time) {
        clock.advance(time);
        harness.settle();
    }

    /** Open and missed ones, as {@code task/name missed}. */
    private List<String> deadlines() {
        return harness.query(db -> db.selectFrom(DEADLINE)
                .orderBy(DEADLINE.RUN_NO, DEADLINE.TASK_ID, DEADLINE.NAME, DEADLINE.CLEAR_NUMBER)
                .fetch(row -> row.getTaskId() + "/" + row.getName() + (row.getMissedAt() == null ? "" : " missed")));
    }

    private List<String> callbacks() {
        return worker.received().stream()
                .filter(each -> each.callback() != null)
                .map(each -> each.taskId() + ":" + each.callback())
                .toList();
    }

    private List<String> keys() {
        return harness.query(db -> db.select(OUTBOX.IDEMPOTENCY_KEY)
                .from(OUTBOX)
                .orderBy(OUTBOX.OUTBOX_ID)
                .fetch(OUTBOX.IDEMPOTENCY_KEY));
    }

    @Test
    void a_run_that_is_late_is_told_of_once_and_goes_on() {
        TestDag dag = queued("late", HOUR);
        long run = harness.trigger(dag, "first");
        sweep();
        assertThat(deadlines()).containsExactly("/late");
        elapse(HOUR);
        assertThat(deadlines()).as("not before its moment is over").containsExactly("/late");

        elapse(Duration.ofMillis(1));
        harness.run(dispatch -> dispatch.callback() == null ? null : End.success());
        sweep();
        elapse(HOUR);

        assertThat(deadlines()).containsExactly("/late missed");
        assertThat(callbacks()).containsExactly(":deadline-late");
        Dispatch callback = worker.received().getLast();
        assertThat(callback.lookState())
                .isEqualTo(
                        "{\"reason\":\"deadline_missed\",\"message\":\"the deadline 'late' of the run was missed\"}");
        harness.run(dispatch -> End.success());
        assertThat(harness.runState(run)).isEqualTo("success");
        assertThat(callbacks()).hasSize(1);
    }

    @Test
    void a_run_that_never_begins_is_late_too() {
        TestDag dag = queued("unbegun", HOUR);
        harness.create(dag, "first", null); // nobody starts it
        sweep();

        elapse(HOUR.plusSeconds(1));
        harness.run(dispatch -> End.success());

        assertThat(callbacks()).containsExactly(":deadline-late");
    }

    @Test
    void what_ends_in_time_has_no_deadlines_left() {
        TestDag dag = harness.publish(TestDag.named("in_time")
                .chain("a", "b")
                .deadline("run", null, new By.AfterQueued(HOUR))
                .deadline("a", "a", new By.AfterQueued(HOUR))
                .deadline("b", "b", new By.AfterQueued(HOUR)));
        harness.trigger(dag, "first");
        sweep();
        assertThat(deadlines()).containsExactly("/run", "a/a", "b/b");

        harness.run(dispatch -> dispatch.taskId().equals("a") ? End.success() : null);
        assertThat(deadlines()).as("a is done").containsExactly("/run", "b/b");
        harness.run(dispatch -> End.success());

        assertThat(deadlines()).isEmpty();
        elapse(HOUR.multipliedBy(2));
        sweep();
        assertThat(callbacks()).isEmpty();
    }

    @Test
    void a_failure_does_not_meet_a_deadline_and_a_clear_that_succeeds_in_time_does() {
        TestDag dag = queued("mended", HOUR);
        harness.trigger(dag, "first");
        harness.run(dispatch -> End.failed());
        assertThat(deadlines()).containsExactly("/late");
        clock.advance(Duration.ofMinutes(50));

        commands.clear(dag, "first");
        harness.run(dispatch -> End.success());
        elapse(HOUR.multipliedBy(2));
        sweep();

        assertThat(deadlines()).isEmpty();
        assertThat(callbacks()).isEmpty();
    }

    @Test
    void a_run_that_failed_and_is_not_mended_misses_its_deadline() {
        TestDag dag = queued("broken", HOUR);
        harness.trigger(dag, "first");
        harness.run(dispatch -> dispatch.callback() == null ? End.failed() : End.success());
        sweep();

        elapse(HOUR.plusSeconds(1));
        harness.run(dispatch -> End.success());

        assertThat(callbacks()).containsExactly(":deadline-late");
    }

    @Test
    void a_clear_measures_anew_and_what_it_misses_has_a_key_of_its_own() {
        TestDag dag = queued("again", HOUR);
        long run = harness.trigger(dag, "first");
        sweep();
        elapse(HOUR.plusSeconds(1));
        harness.run(dispatch -> End.success());
        assertThat(deadlines()).containsExactly("/late missed");

        commands.clear(dag, "first");
        assertThat(deadlines()).containsExactly("/late missed", "/late");
        sweep();
        elapse(HOUR);
        assertThat(deadlines()).containsExactly("/late missed", "/late");
        elapse(Duration.ofSeconds(1));
        harness.run(dispatch -> End.success());

        assertThat(deadlines()).containsExactly("/late missed", "/late missed");
        assertThat(keys()).containsExactly(run + "//deadline-late/clear0", run + "//deadline-late/clear1");
        assertThat(worker.received())
                .extracting(Dispatch::callbackKey)
                .filteredOn(Objects::nonNull)
                .as("what a callback is given")
                .containsExactlyElementsOf(keys());
    }

    @Test
    void what_is_past_when_a_run_is_cleared_does_not_come_again() {
        TestDag dag = harness.publish(TestDag.named("past")
                .chain("a")
                .deadline("moment", null, new By.At(harness.now().plus(HOUR))));
        harness.trigger(dag, "first");
        harness.run(dispatch -> End.success());
        clock.advance(HOUR.multipliedBy(2));

        commands.clear(dag, "first");

        assertThat(deadlines()).isEmpty();
    }

    @Test
    void a_task_that_is_cleared_while_its_run_goes_on_has_its_deadline_again() {
        TestDag dag = harness.publish(
                TestDag.named("once_more").chain("a", "b").deadline("a", "a", new By.AfterQueued(HOUR)));
        harness.trigger(dag, "first");
        harness.run(dispatch -> dispatch.taskId().equals("a") ? End.success() : null);
        assertThat(deadlines()).as("a is done, b runs").isEmpty();

        commands.clear(dag, "first", "a");
        assertThat(deadlines()).containsExactly("a/a");
        elapse(HOUR.plusSeconds(1));
        harness.run(dispatch -> dispatch.callback() == null ? null : End.success());

        assertThat(deadlines()).containsExactly("a/a missed");
        assertThat(callbacks()).containsExactly("a:deadline-a");
    }

    @Test
    void what_is_past_and_not_judged_yet_is_judged_though_a_task_is_cleared() {
        TestDag dag = harness.publish(
                TestDag.named("cleared_late").chain("a", "b").deadline("late", null, new By.AfterQueued(HOUR)));
        harness.trigger(dag, "first");
        harness.run(dispatch -> dispatch.taskId().equals("a") ? End.success() : null);
        harness.forget();
        sweep();
        clock.advance(HOUR.plusSeconds(1));

        commands.clear(dag, "first", "a");
        elapse(GRACE);
        sweep();

        assertThat(deadlines()).containsExactly("/late missed");
    }

    @Test
    void a_task_that_a_run_does_not_have_is_not_late_in_it() {
        TestDag dag = TestDag.named("not_yet").chain("a");
        dag.task("from_tomorrow").from("2026-01-02T00:00:00Z");
        harness.publish(dag.deadline("late", "from_tomorrow", new By.AfterQueued(HOUR)));
        long run = harness.trigger(dag, "first", Instant.parse("2026-01-01T00:00:00Z"));
        harness.settle();

        elapse(HOUR.plusSeconds(1));
        harness.run(dispatch -> dispatch.callback() == null ? null : End.success());

        assertThat(harness.states(run)).containsOnlyKeys("a");
        assertThat(deadlines()).isEmpty();
        assertThat(callbacks()).isEmpty();
    }

    @Test
    void what_is_usual_for_many_dags_is_asked_by_as_many_statements_as_for_one() {
        List<TestDag> dags = IntStream.range(0, 5)
                .mapToObj(number -> harness.publish(TestDag.named("usual" + number)
                        .chain("a", "b")
                        .deadline("run", null, new By.Usual(2, 1, null, Duration.ofMinutes(5)))
                        .deadline("a", "a", new By.Usual(1, 1, null, Duration.ofMinutes(5)))))
                .toList();
        for (TestDag dag : dags) {
            harness.trigger(dag, "before");
        }
        harness.settle();
        clock.advance(Duration.ofMinutes(10));
        harness.run(dispatch -> End.success());
        List<Long> runs = harness.query(db -> {
            db.deleteFrom(DEADLINE).execute();
            return db.select(DAG_RUN.RUN_NO).from(DAG_RUN).fetch(DAG_RUN.RUN_NO);
        });

        long one = reads(List.of(runs.getFirst()));
        long all = reads(runs);

        assertThat(deadlines()).hasSize(10);
        assertThat(all).isEqualTo(one);
    }

    /** How many statements make the deadlines of runs. */
    private long reads(List<Long> runNos) {
        AtomicInteger statements = new AtomicInteger();
        harness.query(db -> db.connectionResult(connection -> {
            Connection counting = (Connection) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("prepareStatement")) {
                            statements.incrementAndGet();
                        }
                        return method.invoke(connection, arguments);
                    });
            new Deadlines().create(db.configuration().derive(counting).dsl(), runNos);
            return runNos;
        }));
        return statements.get();
    }

    @Test
    void a_scheduler_that_comes_late_tells_the_truth() {
        TestDag dag = queued("looked_at_late", HOUR);
        long inTime = harness.trigger(dag, "in_time");
        long late = harness.trigger(dag, "late");
        harness.run(dispatch -> dispatch.runId().equals("in_time") ? End.success() : null);
        sweep();
        // As if the ends were written by one that knew nothing of deadlines, while no scheduler looked.
        harness.query(db -> db.insertInto(DEADLINE)
                .set(DEADLINE.RUN_NO, inTime)
                .set(DEADLINE.TASK_ID, "")
                .set(DEADLINE.NAME, "late")
                .set(DEADLINE.CLEAR_NUMBER, 0)
                .set(DEADLINE.DUE_AT, harness.now().plus(HOUR))
                .set(DEADLINE.HAS_CALLBACK, true)
                .execute());
        clock.advance(HOUR.multipliedBy(2));
        harness.query(db -> db.update(DAG_RUN)
                .set(DAG_RUN.STATE, "success")
                .set(DAG_RUN.END_DATE, harness.now())
                .where(DAG_RUN.RUN_NO.eq(late))
                .execute());

        harness.restart();
        sweep();
        elapse(GRACE);
        harness.run(dispatch -> End.success());

        assertThat(deadlines()).as("of the one that ended after its moment").containsExactly("/late missed");
        assertThat(keys()).containsExactly(late + "//deadline-late/clear0");
    }

    @Test
    void a_task_of_which_a_part_is_open_is_late_and_one_that_was_skipped_is_not() {
        TestDag dag = TestDag.named("parts");
        dag.task("list");
        dag.task("each").mapOver("list");
        dag.task("left_out");
        harness.publish(dag.deadline("each", "each", new By.AfterQueued(HOUR))
                .deadline("left_out", "left_out", new By.AfterQueued(HOUR)));
        harness.trigger(dag, "first");
        harness.run(dispatch -> switch (dispatch.taskId()) {
            case "list" -> End.list("[1,2,3]", 3);
            case "left_out" -> End.skipped();
            default -> dispatch.mapIndex() < 2 ? End.success() : null;
        });
        sweep();
        assertThat(deadlines()).containsExactly("each/each");

        elapse(HOUR.plusSeconds(1));
        harness.run(dispatch -> End.success());

        assertThat(callbacks()).containsExactly("each:deadline-each");
    }

    @Test
    void later_than_usual_is_measured_by_the_runs_before_and_not_by_backfills() {
        TestDag dag = harness.publish(TestDag.named("usual")
                .chain("a")
                .schedule(new ScheduleSpec.CronDataInterval("@daily"))
                .from("2025-01-01T00:00:00Z")
                .deadline("usual", null, new By.Usual(2, 2, null, Duration.ofMinutes(5))));
        commands.run(new Command.CreateBackfill(
                "usual",
                Instant.parse("2025-12-01T00:00:00Z"),
                Instant.parse("2025-12-03T00:00:00Z"),
                "none",
                false,
                3,
                null,
                false,
                false,
                "test"));
        assertThat(deadlines()).as("of runs of backfills").isEmpty();
        clock.advance(Duration.ofDays(3));
        harness.run(dispatch -> End.success());
        for (int minutes : List.of(10, 20)) {
            harness.trigger(dag, "took" + minutes);
            harness.settle();
            worker.read();
            clock.advance(Duration.ofMinutes(minutes));
            harness.run(dispatch -> End.success());
        }
        assertThat(deadlines()).as("of the first two").isEmpty();

        harness.trigger(dag, "third");

        Instant due =
                harness.query(db -> db.select(DEADLINE.DUE_AT).from(DEADLINE).fetchSingle(DEADLINE.DUE_AT));
        assertThat(due)
                .isBetween(
                        harness.now().plus(Duration.ofMinutes(20)).minusSeconds(1),
                        harness.now().plus(Duration.ofMinutes(20)));
    }

    @Test
    void a_run_of_which_a_part_was_cleared_says_nothing_of_what_is_usual() {
        TestDag dag = harness.publish(TestDag.named("partly")
                .chain("a", "b")
                .deadline("usual", "a", new By.Usual(2, 2, null, Duration.ofMinutes(5))));
        for (String runId : List.of("first", "second")) {
            harness.trigger(dag, runId);
            harness.settle();
            clock.advance(Duration.ofMinutes(5));
            harness.run(dispatch -> End.success());
        }
        clock.advance(Duration.ofHours(5));
        commands.clear(dag, "second", "b");
        harness.run(dispatch -> End.success());
        int over = harness.query(db -> db.fetchCount(DAG_RUN, DAG_RUN.STATE.eq("success")));
        assertThat(over).isEqualTo(2);

        harness.trigger(dag, "third");

        assertThat(deadlines()).as("only one run before it took its own time").isEmpty();
    }

    @Test
    void a_run_whose_last_task_ended_in_time_has_met_its_deadline_though_its_end_is_heard_of_late() {
        TestDag dag = harness.publish(
                TestDag.named("heard_late").chain("a").deadline("late", null, new By.AfterQueued(HOUR)));
        long run = harness.trigger(dag, "first");
        sweep();
        worker.read();
        worker.finish(worker.received().getLast().dispatchId(), End.success());
        clock.advance(HOUR.multipliedBy(2));

        harness.settle();
        sweep();

        assertThat(harness.runState(run)).isEqualTo("success");
        assertThat(deadlines()).isEmpty();
        assertThat(keys()).isEmpty();
    }

    @Test
    void what_ended_while_no_scheduler_was_there_is_heard_of_before_it_is_judged() {
        TestDag dag = harness.publish(
                TestDag.named("ended_alone").chain("a", "b").deadline("late", "a", new By.AfterQueued(HOUR)));
        harness.trigger(dag, "first");
        sweep();
        worker.read();
        worker.cut();
        clock.advance(Duration.ofMinutes(1));
        worker.finish(worker.received().getLast().dispatchId(), End.success());
        clock.advance(HOUR);

        harness.forget();
        sweep();
        elapse(Duration.ofSeconds(1));
        assertThat(deadlines()).as("before the worker is heard of").containsExactly("a/late");
        FakeWorker other = harness.worker("other-worker", 1);
        harness.trigger(queued("beside", HOUR), "first");
        other.read();
        assertThat(deadlines())
                .as("also when another run with deadlines begins")
                .containsExactly("a/late", "/late");
        worker.connect(harness.engine());
        harness.settle();
        worker.read();
        harness.settle();
        elapse(GRACE);
        sweep();

        assertThat(deadlines()).as("only that of the other").containsExactly("/late");
        assertThat(keys()).isEmpty();
    }

    @Test
    void what_nobody_is_heard_of_is_missed_a_lease_after_the_start() {
        TestDag dag = harness.publish(
                TestDag.named("never_heard").chain("a", "b").deadline("late", "a", new By.AfterQueued(HOUR)));
        harness.trigger(dag, "first");
        sweep();
        worker.read();
        clock.advance(HOUR.plusMinutes(1));

        harness.forget();
        sweep();
        elapse(GRACE);

        assertThat(deadlines()).containsExactly("a/late missed");
    }

    @Test
    void two_schedulers_at_once_tell_of_each_once() throws Exception {
        TestDag dag = queued("shared", HOUR);
        for (int i = 0; i < 40; i++) {
            harness.create(dag, "run" + i, null);
        }
        harness.query(db -> db.update(DAG_RUN)
                .set(DAG_RUN.RUN_AFTER, harness.now().plus(Duration.ofDays(1)))
                .execute());
        clock.advance(HOUR.plusSeconds(1));
        try (EngineHarness other = new EngineHarness(database, clock);
                ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List.of(harness, other).forEach(EngineHarness::settle);
            clock.advance(GRACE);
            CountDownLatch both = new CountDownLatch(2);
            List<Future<?>> done = List.of(harness, other).stream()
                    .<Future<?>>map(each -> threads.submit(() -> {
                        both.countDown();
                        both.await();
                        each.engine().sweep();
                        each.settle();
                        return null;
                    }))
                    .toList();
            for (Future<?> each : done) {
                each.get();
            }
        }

        assertThat(deadlines()).hasSize(40).containsOnly("/late missed");
        assertThat(keys()).hasSize(40).doesNotHaveDuplicates();
    }

    @Test
    void one_that_dies_before_its_commit_leaves_it_to_the_next() {
        TestDag dag = queued("crashed", HOUR);
        harness.create(dag, "first", null);
        sweep();
        clock.advance(HOUR.plusSeconds(1));
        harness.crashes(point -> {
            if (point == CrashPoint.BEFORE_COMMIT) {
                throw new OutOfMemoryError("the scheduler dies");
            }
        });
        assertThatThrownBy(harness::settle).hasMessage("the scheduler dies");
        assertThat(keys()).isEmpty();
        harness.crashes(CrashPoint.Injector.NONE);

        harness.restart();
        sweep();
        elapse(GRACE);
        harness.run(dispatch -> End.success());

        assertThat(callbacks()).containsExactly(":deadline-late");
        assertThat(keys()).hasSize(1);
    }
}
