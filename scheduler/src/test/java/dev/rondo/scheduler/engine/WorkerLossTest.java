package dev.rondo.scheduler.engine;

import static dev.rondo.metadata.jooq.Tables.TASK_INSTANCE;
import static dev.rondo.metadata.jooq.Tables.TASK_TRY;
import static dev.rondo.metadata.jooq.Tables.WORKER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.currentInstant;

import dev.rondo.core.protocol.Dispatch;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.testing.End;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.FakeWorker;
import dev.rondo.scheduler.testing.TestDag;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jooq.types.DayToSecond;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workers that come back, fall silent, say things twice and too late. */
@ExtendWith(PostgresExtension.class)
class WorkerLossTest {

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

    /** A run of a DAG of these tasks, which workers have as far as they have slots. */
    private long run(String dagId, String... tasks) {
        TestDag dag = TestDag.named(dagId);
        for (String task : tasks) {
            dag.task(task);
        }
        long run = harness.trigger(harness.publish(dag), "first");
        harness.settle();
        return run;
    }

    /** The lease of a worker ends, and the schedulers notice. */
    private void leaseOver(String workerId) {
        endLease(workerId);
        harness.engine().ask(new LeaseOver(List.of(workerId)));
        harness.settle();
    }

    private void endLease(String workerId) {
        harness.query(db -> db.update(WORKER)
                .set(WORKER.LEASE_UNTIL, currentInstant().sub(DayToSecond.valueOf(Duration.ofSeconds(1))))
                .where(WORKER.WORKER_ID.eq(workerId))
                .execute());
    }

    private Dispatch onlyOneOf(FakeWorker worker) {
        worker.read();
        assertThat(worker.running()).hasSize(1);
        return worker.running().getFirst();
    }

    /** A body begins, and the scheduler has written it down. */
    private void begin(FakeWorker worker, Dispatch dispatch) {
        worker.begin(dispatch.dispatchId());
        harness.settle();
        // Told apart from its end only after a moment.
        harness.clock().advance(Duration.ofSeconds(1));
        harness.settle();
    }

    private int lostTries(long runNo) {
        return harness.query(db -> db.select(TASK_INSTANCE.LOST_TRIES)
                .from(TASK_INSTANCE)
                .where(TASK_INSTANCE.RUN_NO.eq(runNo))
                .fetchSingle()
                .value1());
    }

    @Test
    void a_worker_that_reconnects_goes_on_with_what_runs() {
        FakeWorker worker = harness.worker("back", 2);
        long run = run("back", "a", "b");
        worker.read();
        worker.running().forEach(each -> begin(worker, each));

        worker.disconnect();
        harness.settle();
        worker.connect(harness.engine());
        harness.settle();
        harness.run(dispatch -> End.success());

        assertThat(harness.states(run)).isEqualTo(Map.of("a", "success", "b", "success"));
        assertThat(worker.received()).as("each was sent once").hasSize(2);
    }

    @Test
    void what_ended_while_the_stream_was_broken_is_taken_when_it_is_back() {
        FakeWorker worker = harness.worker("meanwhile", 1);
        long run = run("meanwhile", "a");
        Dispatch dispatch = onlyOneOf(worker);

        worker.disconnect();
        worker.finish(dispatch.dispatchId(), End.success());
        harness.settle();
        assertThat(harness.states(run)).isEqualTo(Map.of("a", "queued"));
        worker.connect(harness.engine());
        harness.run(each -> End.success());

        assertThat(harness.states(run)).isEqualTo(Map.of("a", "success"));
        assertThat(worker.unacknowledged()).isZero();
        assertThat(worker.received()).hasSize(1);
    }

    /** Its scheduler has its stream still, which is cut somewhere on the way. */
    @Test
    void a_worker_that_another_scheduler_marked_gone_is_given_nothing_more_and_loses_what_it_was_given(
            TestDatabase database) {
        FakeWorker cut = harness.worker("half-open", 1);
        harness.settle();
        try (EngineHarness other = new EngineHarness(database)) {
            endLease("half-open");
            other.engine().ask(new LeaseOver(List.of("half-open")));
            other.settle();
            long run = run("half-open", "a", "b");
            assertThat(harness.states(run)).isEqualTo(Map.of("a", "queued", "b", "scheduled"));

            harness.engine().sweep();
            harness.settle();

            assertThat(harness.states(run)).isEqualTo(Map.of("a", "scheduled", "b", "scheduled"));
            assertThat(cut.isConnected()).isFalse();
            FakeWorker next = harness.worker("half-open-next", 2);
            harness.run(dispatch -> End.success());
            assertThat(harness.runState(run)).isEqualTo("success");
            assertThat(next.received()).hasSize(2);
        }
    }

    /** A scheduler that was held up hears of a stream only when the worker has long gone to another one. */
    @Test
    void a_worker_that_is_heard_of_late_keeps_what_another_scheduler_gave_it(TestDatabase database) {
        FakeWorker worker = harness.worker("late", 1);
        worker.cut();
        try (EngineHarness other = new EngineHarness(database)) {
            worker.connect(other.engine());
            other.settle();
            long run = other.trigger(other.publish(TestDag.named("late").chain("a")), "first");
            other.settle();
            Dispatch dispatch = onlyOneOf(worker);

            harness.settle();
            worker.begin(dispatch.dispatchId());
            worker.finish(dispatch.dispatchId(), End.success());
            other.settle();

            assertThat(other.states(run)).isEqualTo(Map.of("a", "success"));
            assertThat(worker.received()).as("given out once").hasSize(1);
        }
    }

    /** The stream here is cut on the way, and nobody noticed but the worker, which went to another scheduler. */
    @Test
    void what_another_scheduler_gave_to_a_worker_whose_old_stream_is_still_here_is_not_taken_back(
            TestDatabase database) {
        FakeWorker worker = harness.worker("elsewhere", 1);
        harness.settle();
        worker.cut();
        try (EngineHarness other = new EngineHarness(database)) {
            worker.connect(other.engine());
            other.settle();
            long run = other.trigger(other.publish(TestDag.named("elsewhere").chain("a")), "first");
            other.settle();
            Dispatch dispatch = onlyOneOf(worker);

            harness.engine().sweep();
            harness.settle();
            harness.settle();

            assertThat(other.states(run)).isEqualTo(Map.of("a", "queued"));
            worker.begin(dispatch.dispatchId());
            worker.finish(dispatch.dispatchId(), End.success());
            other.settle();
            assertThat(other.states(run)).isEqualTo(Map.of("a", "success"));
            assertThat(worker.received()).as("given out once").hasSize(1);
        }
    }

    @Test
    void what_is_lost_before_its_begin_was_told_is_kept_among_the_tries_too() {
        FakeWorker worker = harness.worker("untold", 1);
        long run = run("untold", "a");
        Dispatch dispatch = onlyOneOf(worker);

        worker.kill();
        leaseOver("untold");

        List<String> tries = harness.query(
                db -> db.select(TASK_TRY.TRY_NUMBER, TASK_TRY.DISPATCH_ID, TASK_TRY.WORKER_ID, TASK_TRY.REASON)
                        .from(TASK_TRY)
                        .where(TASK_TRY.RUN_NO.eq(run))
                        .fetch(row -> row.value1() + " " + (row.value2() == dispatch.dispatchId()) + " " + row.value3()
                                + " " + row.value4()));
        assertThat(lostTries(run)).isEqualTo(1);
        assertThat(tries).containsExactly("1 true untold lost:worker_gone");
    }

    @Test
    void a_look_that_is_lost_is_made_again_with_what_the_last_one_kept_also_by_another_scheduler() {
        FakeWorker worker = harness.worker("looks", 1);
        var _ = run("looks", "a");
        Dispatch first = onlyOneOf(worker);
        begin(worker, first);
        worker.finish(
                first.dispatchId(),
                End.lookAgain(harness.clock().instant().plusSeconds(5), "{\"version\":1,\"state\":7}"));
        harness.settle();
        harness.clock().advance(Duration.ofSeconds(6));
        harness.settle();
        Dispatch second = onlyOneOf(worker);
        begin(worker, second);

        worker.kill();
        leaseOver("looks");
        harness.forget();
        FakeWorker other = harness.worker("other", 1);
        harness.settle();

        Dispatch again = onlyOneOf(other);
        assertThat(again.tryNumber()).isEqualTo(1);
        assertThat(again.lookState()).isEqualTo(second.lookState()).isEqualTo("{\"version\":1,\"state\":7}");
        assertThat(again.firstLookAt()).isEqualTo(second.firstLookAt()).isNotNull();
    }

    @Test
    void a_sensor_that_a_worker_watched_looks_at_once_when_its_lease_is_over() {
        FakeWorker worker = harness.worker("watches", 1);
        long run = run("watched", "a");
        Dispatch first = onlyOneOf(worker);
        begin(worker, first);
        worker.finish(
                first.dispatchId(), End.lookAgain(harness.clock().instant().plus(Duration.ofHours(1))));
        harness.settle();
        assertThat(harness.states(run)).isEqualTo(Map.of("a", "up_for_reschedule"));

        worker.kill();
        harness.forget();
        FakeWorker other = harness.worker("other", 1);
        leaseOver("watches");

        Dispatch again = onlyOneOf(other);
        assertThat(again.dispatchId()).isGreaterThan(first.dispatchId());
        assertThat(again.tryNumber()).isEqualTo(1);
        assertThat(again.firstLookAt()).as("of which its timeout is counted").isNotNull();
        assertThat(lostTries(run)).as("nothing was lost").isZero();
    }

    @Test
    void a_sensor_that_kept_something_waits_for_its_time_when_its_last_worker_is_gone() {
        FakeWorker worker = harness.worker("keeps", 1);
        long run = run("keeping", "a");
        worker.finish(
                onlyOneOf(worker).dispatchId(),
                End.lookAgain(harness.clock().instant().plus(Duration.ofHours(1)), "{\"version\":1,\"state\":7}"));
        harness.settle();

        worker.kill();
        leaseOver("keeps");

        assertThat(harness.states(run)).isEqualTo(Map.of("a", "up_for_reschedule"));
    }

    @Test
    void a_sensor_that_its_worker_wakes_looks_at_once_and_what_is_said_late_or_twice_is_taken_and_does_nothing() {
        FakeWorker worker = harness.worker("wakes", 1);
        long run = run("woken", "a");
        Dispatch first = onlyOneOf(worker);
        worker.finish(
                first.dispatchId(), End.lookAgain(harness.clock().instant().plus(Duration.ofHours(1))));
        harness.settle();

        worker.wake(first);
        worker.wake(first);
        harness.settle();
        Dispatch second = onlyOneOf(worker);
        worker.wake(first);
        harness.settle();

        assertThat(second.dispatchId()).isGreaterThan(first.dispatchId());
        assertThat(second.tryNumber()).isEqualTo(1);
        assertThat(harness.states(run)).isEqualTo(Map.of("a", "queued"));
        worker.read();
        assertThat(worker.untakenWakes()).isEmpty();
        worker.finish(
                second.dispatchId(), End.lookAgain(harness.clock().instant().plus(Duration.ofHours(1))));
        worker.wake(first);
        harness.settle();
        assertThat(harness.states(run)).as("of an older look").isEqualTo(Map.of("a", "up_for_reschedule"));
        assertThat(worker.received()).hasSize(2);
    }

    @Test
    void what_a_worker_says_of_a_sensor_while_nobody_hears_it_is_taken_when_it_is_back() {
        FakeWorker worker = harness.worker("unheard", 1);
        long run = run("unheard", "a");
        Dispatch first = onlyOneOf(worker);
        worker.finish(
                first.dispatchId(), End.lookAgain(harness.clock().instant().plus(Duration.ofHours(1))));
        harness.settle();
        worker.disconnect();
        worker.wake(first);
        harness.settle();
        assertThat(harness.states(run)).isEqualTo(Map.of("a", "up_for_reschedule"));

        worker.connect(harness.engine());
        harness.run(each -> End.success());

        assertThat(harness.states(run)).isEqualTo(Map.of("a", "success"));
        assertThat(worker.untakenWakes()).isEmpty();
    }

    @Test
    void sensors_that_are_woken_wait_for_the_slots_of_their_pool_as_others_do() {
        harness.pool("narrow", 1);
        TestDag dag = TestDag.named("narrow_sensors");
        dag.task("a").pool("narrow", 1);
        dag.task("b").pool("narrow", 1);
        harness.publish(dag);
        FakeWorker worker = harness.worker("narrow", 4);
        long run = harness.trigger(dag, "first");
        harness.run(each -> each.firstLookAt() == null
                ? End.lookAgain(harness.clock().instant().plus(Duration.ofHours(1)))
                : null);
        assertThat(harness.states(run)).isEqualTo(Map.of("a", "up_for_reschedule", "b", "up_for_reschedule"));
        assertThat(harness.usedSlots("narrow")).isZero();

        worker.received().forEach(worker::wake);
        harness.settle();
        worker.read();

        assertThat(worker.running()).hasSize(1);
        assertThat(harness.usedSlots("narrow")).isEqualTo(1);
        harness.run(each -> End.success());
        assertThat(harness.states(run)).isEqualTo(Map.of("a", "success", "b", "success"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lost", "stopped"})
    void a_look_whose_loss_its_worker_tells_is_made_again_with_what_the_last_one_kept(String kind) {
        FakeWorker worker = harness.worker("told", 1);
        long run = run("told", "a");
        Dispatch first = onlyOneOf(worker);
        begin(worker, first);
        worker.finish(
                first.dispatchId(),
                End.lookAgain(harness.clock().instant().plusSeconds(5), "{\"version\":1,\"state\":7}"));
        harness.settle();
        harness.clock().advance(Duration.ofSeconds(6));
        harness.settle();
        Dispatch second = onlyOneOf(worker);
        begin(worker, second);

        worker.finish(second.dispatchId(), kind.equals("lost") ? End.lost() : End.stopped());
        harness.settle();
        Dispatch here = onlyOneOf(worker);
        worker.kill();
        harness.forget();
        leaseOver("told");
        FakeWorker other = harness.worker("other", 1);
        harness.settle();

        Dispatch elsewhere = onlyOneOf(other);
        assertThat(List.of(here, elsewhere)).allSatisfy(again -> {
            assertThat(again.tryNumber()).isEqualTo(1);
            assertThat(again.lookState()).isEqualTo("{\"version\":1,\"state\":7}");
            assertThat(again.firstLookAt()).isEqualTo(second.firstLookAt()).isNotNull();
        });
        assertThat(messages(run)).as("of the lost try, which the next has not").endsWith("null");
        assertThat(messages(run)).startsWith(kind.equals("lost") ? "it ended by host_lost" : "it ended by cancelled");
    }

    /** That of the try lost first, and that of the newest. */
    private String messages(long runNo) {
        return harness.query(db -> db.select(TASK_TRY.MESSAGE, TASK_INSTANCE.MESSAGE)
                .from(TASK_TRY)
                .join(TASK_INSTANCE)
                .on(TASK_INSTANCE.RUN_NO.eq(TASK_TRY.RUN_NO))
                .where(TASK_TRY.RUN_NO.eq(runNo))
                .orderBy(TASK_TRY.DISPATCH_ID)
                .limit(1)
                .fetchSingle(row -> row.value1() + " / " + row.value2()));
    }

    @Test
    void what_a_worker_no_longer_has_when_it_comes_back_is_run_again_and_uses_up_no_retry() {
        FakeWorker worker = harness.worker("restarted", 1);
        long run = run("restarted", "a");
        begin(worker, onlyOneOf(worker));

        worker.kill();
        worker.connect(harness.engine());
        harness.run(dispatch -> End.success());

        assertThat(harness.states(run)).isEqualTo(Map.of("a", "success"));
        assertThat(worker.received()).hasSize(2);
        assertThat(worker.received()).extracting(Dispatch::dispatchId).doesNotHaveDuplicates();
        assertThat(lostTries(run)).isEqualTo(1);
    }

    @Test
    void an_end_that_is_told_twice_counts_once() {
        harness.pool("narrow", 2);
        TestDag dag = TestDag.named("twice").chain("a", "b");
        dag.task("a").pool("narrow", 1);
        dag.task("b").pool("narrow", 1);
        harness.publish(dag);
        FakeWorker worker = harness.worker("twice", 2);
        long run = harness.trigger(dag, "first");
        harness.settle();
        Dispatch first = onlyOneOf(worker);

        worker.say(End.success().of(first.dispatchId(), harness.now()));
        worker.say(End.failed().of(first.dispatchId(), harness.now()));
        worker.finish(first.dispatchId(), End.success());
        harness.run(dispatch -> End.success());

        assertThat(harness.states(run)).isEqualTo(Map.of("a", "success", "b", "success"));
        assertThat(harness.usedSlots("narrow")).isZero();
        assertThat(worker.received()).hasSize(2);
    }

    @Test
    void what_a_worker_ran_whose_lease_is_over_runs_elsewhere_and_its_own_end_is_refused() {
        FakeWorker frozen = harness.worker("frozen", 1);
        long run = run("fenced", "a");
        Dispatch old = onlyOneOf(frozen);
        begin(frozen, old);
        frozen.disconnect();
        FakeWorker other = harness.worker("other", 1);

        leaseOver("frozen");
        Dispatch fresh = onlyOneOf(other);
        frozen.connect(harness.engine());
        harness.settle();
        frozen.say(End.failed().of(old.dispatchId(), harness.now()));
        harness.settle();

        assertThat(fresh.dispatchId()).isGreaterThan(old.dispatchId());
        assertThat(harness.states(run)).as("it runs where it is").isEqualTo(Map.of("a", "queued"));
        frozen.read();
        assertThat(frozen.running()).as("it was told to forget it").isEmpty();
        other.finish(fresh.dispatchId(), End.success());
        harness.settle();
        assertThat(harness.states(run)).isEqualTo(Map.of("a", "success"));
        assertThat(lostTries(run)).isEqualTo(1);
    }

    @Test
    void an_end_that_reaches_the_scheduler_before_the_lease_is_noticed_to_be_over_counts() {
        FakeWorker worker = harness.worker("close-call", 1);
        long run = run("close_call", "a");
        Dispatch dispatch = onlyOneOf(worker);

        worker.finish(dispatch.dispatchId(), End.success());
        leaseOver("close-call");

        assertThat(harness.states(run)).isEqualTo(Map.of("a", "success"));
        assertThat(lostTries(run)).isZero();
    }

    @Test
    void what_was_sent_and_is_not_known_to_have_begun_is_lost_when_the_lease_is_over() {
        FakeWorker silent = harness.worker("silent", 1);
        long run = run("unbegun", "a");
        silent.disconnect();

        leaseOver("silent");

        assertThat(harness.states(run)).isEqualTo(Map.of("a", "scheduled"));
        assertThat(lostTries(run)).isEqualTo(1);
    }

    @Test
    void a_task_that_ends_its_worker_before_anybody_hears_that_it_began_fails_in_the_end() {
        long run = run("deadly", "a");

        for (int number = 0; number < 20 && harness.runState(run).equals("running"); number++) {
            FakeWorker worker = harness.worker("victim" + number, 1);
            harness.settle();
            worker.disconnect();
            leaseOver("victim" + number);
        }

        assertThat(harness.states(run)).isEqualTo(Map.of("a", "failed"));
    }

    @Test
    void a_clock_that_jumps_takes_nothing_from_a_worker() {
        FakeWorker worker = harness.worker("jumps", 1);
        long run = run("jumps", "a");
        Dispatch dispatch = onlyOneOf(worker);
        begin(worker, dispatch);

        harness.clock().advance(Duration.ofDays(1));
        harness.engine().sweep();
        harness.settle();
        harness.clock().advance(Duration.ofDays(-2));
        harness.engine().sweep();
        harness.settle();
        worker.finish(dispatch.dispatchId(), End.success());
        harness.run(each -> End.success());

        assertThat(harness.states(run)).isEqualTo(Map.of("a", "success"));
        assertThat(worker.received()).hasSize(1);
    }
}
