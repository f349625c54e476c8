package dev.rondo.scheduler.engine;

import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.protocol.Dispatch;
import dev.rondo.metadata.control.QuestionStore;
import dev.rondo.metadata.control.SettingStore;
import dev.rondo.metadata.run.RunStateStore;
import dev.rondo.metadata.run.RunTransaction;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.testing.End;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.FakeWorker;
import dev.rondo.scheduler.testing.TestDag;
import dev.rondo.sdk.RunStrategy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class EngineTest {

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
    void a_result_that_was_stored_because_it_is_large_reaches_the_tasks_that_take_it() {
        TestDag dag = TestDag.named("stored");
        dag.task("a");
        dag.task("b").input("a");
        harness.publish(dag);
        FakeWorker worker = harness.worker("stored-worker", 1);
        long run = harness.trigger(dag, "first");
        harness.settle();
        worker.read();
        String json = "\"" + "x".repeat(20_000) + "\"";

        long dispatchId = worker.running().getFirst().dispatchId();
        boolean stored = new QuestionStore(harness.database().transactions())
                .put(dispatchId, QuestionStore.Pushed.small(run, "a", -1, "return_value", json, "test", harness.now()));
        worker.finishStored(dispatchId, End.result(json));
        harness.settle();
        worker.read();

        assertThat(stored).isTrue();
        assertThat(worker.running().getFirst().inputs()).containsExactly(json);
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void work_that_fails_is_told_so_once_and_the_runs_it_was_about_go_on() {
        TestDag dag = harness.publish(TestDag.named("failing_work").chain("a", "b"));
        harness.worker("failing-work-worker", 2);
        long run = harness.trigger(dag, "first");
        long beside = harness.trigger(dag, "second");
        List<RuntimeException> told = new ArrayList<>();
        harness.engine().ask(new RunWork() {
            @Override
            public Collection<Long> runs(RunTransaction transaction, Instant now) {
                return List.of(run);
            }

            @Override
            public void carryOut(EngineBatch batch) {
                throw new IllegalStateException("it cannot be done");
            }

            @Override
            public void failed(RuntimeException reason) {
                told.add(reason);
            }
        });

        harness.run(dispatch -> End.success());

        assertThat(told).singleElement().satisfies(reason -> assertThat(reason).hasMessage("it cannot be done"));
        assertThat(harness.runState(run)).isEqualTo("success");
        assertThat(harness.runState(beside)).isEqualTo("success");
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

    @Test
    void one_after_another_means_that_a_run_which_another_scheduler_has_locked_is_not_overtaken() {
        TestDag dag = harness.publish(
                TestDag.named("in_line").chain("a").from("2025-12-01T00:00:00Z").strategy(RunStrategy.SEQUENTIAL));
        long first = harness.create(dag, "first", Instant.parse("2025-12-01T00:00:00Z"));
        long second = harness.create(dag, "second", Instant.parse("2025-12-02T00:00:00Z"));

        int whileLocked = harness.query(db -> {
            var _ = db.select(DAG_RUN.STATE)
                    .from(DAG_RUN)
                    .where(DAG_RUN.RUN_NO.eq(first))
                    .forUpdate()
                    .fetchSingle();
            return startable(dag).size();
        });

        assertThat(whileLocked).isZero();
        assertThat(startable(dag)).containsExactly(first);
        assertThat(second).isGreaterThan(first);
    }

    private Set<Long> startable(TestDag dag) {
        return new RunStateStore(harness.database().transactions())
                .transact(t -> t.startable(new TreeSet<>(List.of(dag.dagId())), harness.clock()))
                .keySet();
    }

    @Test
    void runs_that_start_together_and_depend_on_the_past_follow_each_other() {
        TestDag dag = TestDag.named("together");
        dag.task("a").dependsOnPast();
        harness.publish(dag);
        FakeWorker worker = harness.worker("together-worker", 4);
        for (int day = 0; day < 3; day++) {
            harness.create(dag, "day" + day, harness.now().minus(Duration.ofDays(3 - day)));
        }
        harness.engine().mayStart(List.of("together"));
        harness.settle();
        worker.read();
        assertThat(worker.running()).hasSize(1);

        harness.run(dispatch -> End.success());

        assertThat(worker.received().stream().map(Dispatch::runId)).containsExactly("day0", "day1", "day2");
        assertThat(worker.mostAtOnce()).isEqualTo(1);
    }

    @Test
    void a_task_that_waits_for_downstream_begins_when_the_last_task_below_it_ends() {
        TestDag dag = TestDag.named("downstream").chain("t", "d1", "g");
        dag.task("t").waitForDownstream(true);
        dag.task("d2").after("t");
        harness.publish(dag);
        FakeWorker worker = harness.worker("downstream-worker", 8);
        harness.trigger(dag, "first", harness.now().minus(Duration.ofDays(2)));
        harness.run(dispatch -> dispatch.taskId().equals("d2") ? null : End.success());
        long second = harness.trigger(dag, "second", harness.now().minus(Duration.ofDays(1)));
        harness.run(dispatch -> dispatch.taskId().equals("d2") ? null : End.success());
        assertThat(worker.running()).extracting(Dispatch::taskId).containsExactly("d2");
        assertThat(harness.states(second)).containsEntry("t", "null");

        worker.finish(worker.running().getFirst().dispatchId(), End.success());
        harness.settle();
        worker.read();

        assertThat(worker.running())
                .extracting(dispatch -> dispatch.runId() + " " + dispatch.taskId())
                .containsExactly("second t");
    }

    @Test
    void a_run_that_has_not_begun_is_a_run_before_all_the_same() {
        TestDag dag = TestDag.named("unbegun").chain("t", "below");
        dag.task("t").dependsOnPast();
        dag.task("late")
                .dependsOnPast()
                .from(harness.now().minus(Duration.ofDays(1)).toString());
        harness.publish(dag);
        harness.worker("unbegun-worker", 8);
        long waiting = harness.create(
                dag,
                "waiting",
                harness.now().minus(Duration.ofDays(2)),
                harness.now().plus(Duration.ofDays(1)));
        long next = harness.trigger(dag, "next", harness.now());

        harness.run(dispatch -> End.success());
        assertThat(harness.runState(waiting)).isEqualTo("queued");
        assertThat(harness.states(next)).isEqualTo(Map.of("t", "null", "below", "null", "late", "success"));

        harness.query(db -> db.update(DAG_RUN)
                .set(DAG_RUN.RUN_AFTER, harness.now())
                .where(DAG_RUN.RUN_NO.eq(waiting))
                .execute());
        harness.engine().mayStart(List.of("unbegun"));
        harness.run(dispatch -> End.success());
        assertThat(harness.runState(waiting)).isEqualTo("success");
        assertThat(harness.runState(next)).isEqualTo("success");
    }

    @Test
    void a_task_that_ran_by_hand_is_not_new_to_a_dag_with_catchup() {
        Instant day = harness.now().minus(Duration.ofDays(9));
        TestDag old = harness.publish(TestDag.named("by_hand").chain("t").catchup(1));
        harness.worker("by-hand-worker", 8);
        harness.trigger(old, "first", day);
        harness.run(dispatch -> End.success());
        TestDag dag = TestDag.named("by_hand").chain("t").catchup(1);
        dag.task("added").dependsOnPast();
        harness.publish(dag);
        long byHand = harness.create(dag, "by hand", day.plus(Duration.ofDays(1)));
        harness.query(db -> db.update(DAG_RUN)
                .set(DAG_RUN.RUN_TYPE, "manual")
                .where(DAG_RUN.RUN_NO.eq(byHand))
                .execute());
        // Together: what the one has is in no table when the other asks.
        long next = harness.trigger(dag, "next", day.plus(Duration.ofDays(2)));
        harness.run(dispatch -> End.success());
        long last = harness.trigger(dag, "last", day.plus(Duration.ofDays(3)));

        harness.run(dispatch -> End.success());

        assertThat(harness.states(byHand)).containsEntry("added", "success");
        assertThat(harness.states(next)).containsEntry("t", "success").containsEntry("added", "null");
        assertThat(harness.states(last)).containsEntry("added", "null");
    }

    @Test
    void the_first_run_of_a_dag_by_its_start_date_waits_for_none_before_it_though_its_task_began_earlier() {
        Instant day = harness.now().minus(Duration.ofDays(9));
        TestDag dag = TestDag.named("begins")
                .catchup(1)
                .from(day.plus(Duration.ofDays(4)).toString());
        dag.task("t").dependsOnPast().from(day.toString());
        harness.publish(dag);
        harness.worker("begins-worker", 8);
        long before = harness.trigger(dag, "before", day.plus(Duration.ofDays(3)));
        harness.run(dispatch -> End.failed());
        assertThat(harness.states(before)).isEqualTo(Map.of("t", "failed"));

        long first = harness.trigger(dag, "first", day.plus(Duration.ofDays(4)));
        harness.run(dispatch -> End.failed());
        assertThat(harness.states(first)).as("it ran").isEqualTo(Map.of("t", "failed"));
        long second = harness.trigger(dag, "second", day.plus(Duration.ofDays(5)));
        harness.run(dispatch -> End.success());

        assertThat(harness.states(second)).isEqualTo(Map.of("t", "null"));
    }

    @Test
    void a_run_by_hand_that_is_dated_before_the_start_of_the_dag_has_all_tasks_but_those_that_begin_later() {
        Instant day = harness.now().minus(Duration.ofDays(9));
        TestDag dag = TestDag.named("dated_before")
                .chain("t")
                .catchup(1)
                .from(day.plus(Duration.ofDays(4)).toString());
        dag.task("late").from(day.plus(Duration.ofDays(2)).toString());
        harness.publish(dag);
        harness.worker("dated-before-worker", 8);
        long run = harness.create(dag, "by hand", day.plus(Duration.ofDays(1)));
        harness.query(db -> db.update(DAG_RUN)
                .set(DAG_RUN.RUN_TYPE, "manual")
                .where(DAG_RUN.RUN_NO.eq(run))
                .execute());
        harness.engine().mayStart(List.of("dated_before"));

        harness.run(dispatch -> End.success());

        assertThat(harness.states(run)).isEqualTo(Map.of("t", "success"));
        assertThat(harness.runState(run)).isEqualTo("success");
    }

    @Test
    void a_task_of_runs_that_were_cancelled_before_they_began_is_not_new() {
        Instant day = harness.now().minus(Duration.ofDays(9));
        TestDag dag = TestDag.named("never_began");
        dag.task("t").dependsOnPast();
        dag.task("late").dependsOnPast().from(day.plus(Duration.ofDays(1)).toString());
        harness.publish(dag);
        harness.worker("never-began-worker", 8);
        harness.force(harness.create(dag, "cancelled", day), "failed");
        long next = harness.trigger(dag, "next", day.plus(Duration.ofDays(1)));

        harness.run(dispatch -> End.success());

        assertThat(harness.states(next)).isEqualTo(Map.of("t", "null", "late", "success"));
    }

    @Test
    void a_dispatch_names_the_last_success_before_its_run() {
        Instant day = Instant.parse("2025-12-01T00:00:00Z");
        TestDag dag = harness.publish(TestDag.named("successes").chain("a"));
        FakeWorker worker = harness.worker("successes-worker", 8);
        harness.trigger(dag, "day0", day);
        harness.run(dispatch -> End.success());
        long failed = harness.trigger(dag, "day2", day.plus(Duration.ofDays(2)));
        harness.run(dispatch -> End.failed());
        harness.trigger(dag, "day4", day.plus(Duration.ofDays(4)));
        harness.run(dispatch -> End.success());

        harness.trigger(dag, "day1", day.plus(Duration.ofDays(1)));
        harness.trigger(dag, "day3", day.plus(Duration.ofDays(3)));
        harness.trigger(dag, "day5", day.plus(Duration.ofDays(5)));
        harness.trigger(dag, "undated");
        harness.settle();
        worker.read();

        assertThat(lastSuccess(worker, "day0")).isNull();
        assertThat(lastSuccess(worker, "day1")).isEqualTo(on(day));
        assertThat(lastSuccess(worker, "day3")).as("day 2 has failed").isEqualTo(on(day));
        assertThat(lastSuccess(worker, "day5")).isEqualTo(on(day.plus(Duration.ofDays(4))));
        assertThat(lastSuccess(worker, "undated")).isNull();
        assertThat(harness.runState(failed)).isEqualTo("failed");
    }

    @Test
    void a_success_between_two_tasks_of_a_run_is_named_to_the_second() {
        Instant day = Instant.parse("2025-12-01T00:00:00Z");
        TestDag dag = harness.publish(TestDag.named("between").chain("a", "b"));
        FakeWorker worker = harness.worker("between-worker", 8);
        harness.trigger(dag, "day1", day.plus(Duration.ofDays(1)));
        harness.settle();
        worker.read();
        Dispatch first = worker.running().getFirst();
        assertThat(first.run().prevSuccess()).isNull();

        harness.trigger(dag, "day0", day);
        harness.run(dispatch -> dispatch.runId().equals("day1") ? null : End.success());
        worker.finish(first.dispatchId(), End.success());
        harness.settle();
        worker.read();

        assertThat(worker.running()).extracting(Dispatch::taskId).containsExactly("b");
        assertThat(worker.running().getFirst().run().prevSuccess()).isEqualTo(on(day));
    }

    private static Dispatch.PrevSuccess on(Instant date) {
        return new Dispatch.PrevSuccess(date, date, date);
    }

    private static Dispatch.@Nullable PrevSuccess lastSuccess(FakeWorker worker, String runId) {
        return worker.received().stream()
                .filter(each -> each.runId().equals(runId))
                .findFirst()
                .orElseThrow()
                .run()
                .prevSuccess();
    }

    @Test
    void what_does_not_fit_its_pool_is_stepped_over_by_what_does() {
        TestDag dag = TestDag.named("stepped").maxActiveRuns(100);
        dag.task("wide").pool("narrow", 2).priority(10);
        harness.publish(dag);
        TestDag small = TestDag.named("small");
        small.task("a").pool("narrow", 1);
        harness.publish(small);
        harness.pool("narrow", 3);
        FakeWorker worker = harness.worker("stepped-worker", 2);
        for (int i = 0; i < 20; i++) {
            harness.trigger(dag, "wide" + i);
        }
        harness.trigger(small, "small");

        harness.settle();
        worker.read();

        assertThat(worker.running().stream().map(Dispatch::taskId)).containsExactly("wide", "a");
    }

    @Test
    void the_next_run_starts_in_the_batch_in_which_the_one_before_ends() {
        TestDag dag = harness.publish(TestDag.named("one").chain("a").maxActiveRuns(1));
        FakeWorker worker = harness.worker("one-worker", 4);
        for (int i = 0; i < 5; i++) {
            harness.trigger(dag, "run" + i);
        }

        harness.run(dispatch -> End.success());

        assertThat(worker.received()).hasSize(5);
        assertThat(worker.mostAtOnce()).isEqualTo(1);
    }

    @Test
    void runs_without_work_for_a_worker_follow_each_other_in_one_batch() {
        TestDag dag = TestDag.named("empty").maxActiveRuns(1);
        dag.task("a").body(dev.rondo.sdk.spec.TaskSpec.Body.EMPTY);
        harness.publish(dag);
        long first = harness.create(dag, "first", null);
        long second = harness.create(dag, "second", null);
        harness.engine().mayStart(List.of("empty"));

        harness.settle();

        assertThat(harness.runState(first)).isEqualTo("success");
        assertThat(harness.runState(second)).isEqualTo("success");
    }

    @Test
    void a_run_that_is_over_leaves_the_memory() {
        TestDag dag = harness.publish(TestDag.named("over").chain("a"));
        harness.worker("over-worker", 1);
        harness.trigger(dag, "first");
        harness.trigger(dag, "second");

        harness.run(dispatch -> dispatch.runId().equals("first") ? End.success() : null);

        assertThat(harness.engine().cachedRuns()).as("the second one goes on").isEqualTo(1);
    }

    @Test
    void a_run_that_cannot_be_read_again_keeps_nothing_else_from_being_done() {
        TestDag broken = harness.publish(TestDag.named("broken").chain("a"));
        long unreadable = harness.trigger(broken, "first");
        harness.settle();
        harness.query(db -> db.execute("with version as (insert into dag_version (dag_id, version_number, graph_hash, "
                + "jar_hash, graph, bundle_name, file_name, created_at) select dag_id, version_number + 1, graph_hash, "
                + "jar_hash, 'of a later release', bundle_name, file_name, created_at from dag_version "
                + "where dag_id = 'broken' returning version_id) update dag_run set row_version = row_version + 1, "
                + "version_id = (select version_id from version) where run_no = " + unreadable));
        TestDag whole = harness.publish(TestDag.named("whole").chain("a"));
        harness.worker("whole-worker", 4);
        long run = harness.trigger(whole, "first");

        harness.run(dispatch -> End.success());

        assertThat(harness.runState(run)).isEqualTo("success");
        assertThat(harness.states(unreadable)).isEqualTo(Map.of("a", "scheduled"));
    }

    @Test
    void the_heap_of_what_a_worker_runs_is_known_after_a_restart() {
        TestDag dag = TestDag.named("large");
        dag.task("a").heap(5L << 30); // of the worker's 8 GiB
        dag.task("b").heap(5L << 30);
        harness.publish(dag);
        FakeWorker worker = harness.worker("large-worker", 4);
        harness.trigger(dag, "first");
        harness.settle();
        worker.read();
        assertThat(worker.running()).hasSize(1);

        harness.restart();
        harness.run(dispatch -> null);

        assertThat(worker.running()).as("the other does not fit beside it").hasSize(1);
    }

    @Test
    void what_waits_behind_a_body_that_became_long_is_recalled_for_a_worker_that_idles() {
        TestDag dag = harness.publish(TestDag.named("window").chain("a").maxActiveRuns(10));
        FakeWorker busy = harness.worker("busy", 1, 8, "default");
        harness.trigger(dag, "short");
        harness.run(dispatch -> End.success());
        harness.trigger(dag, "long");
        harness.trigger(dag, "behind");
        harness.run(dispatch -> null);
        assertThat(busy.running()).as("one runs, one waits in the window").hasSize(2);
        FakeWorker idle = harness.worker("idle", 1, 8, "default");

        harness.clock().advance(Duration.ofSeconds(2));
        harness.engine().sweep();
        harness.run(dispatch -> null);

        assertThat(busy.running()).extracting(Dispatch::runId).containsExactly("long");
        assertThat(idle.running()).extracting(Dispatch::runId).containsExactly("behind");
    }

    @Test
    void the_loop_outlives_an_error_and_nothing_is_lost_by_it() throws InterruptedException {
        TestDag dag = harness.publish(TestDag.named("error").chain("a"));
        AtomicBoolean failed = new AtomicBoolean();
        CountDownLatch committed = new CountDownLatch(1);
        harness.crashes(point -> {
            if (point == CrashPoint.BEFORE_COMMIT && failed.compareAndSet(false, true)) {
                throw new NoClassDefFoundError("dev/rondo/Lost");
            }
            if (point == CrashPoint.AFTER_COMMIT
                    && harness.runStateOf("error", "first").equals("running")) {
                committed.countDown();
            }
        });
        harness.trigger(dag, "first");

        try (EngineLoop loop = new EngineLoop(harness.engine(), harness.clock(), System::nanoTime, took -> {})) {
            loop.start();

            assertThat(committed.await(30, TimeUnit.SECONDS))
                    .as("the run begins")
                    .isTrue();
        }
        assertThat(failed).isTrue();
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.MINUTES)
    void a_task_whose_pool_was_deleted_just_now_waits_and_holds_up_nothing() {
        harness.pool("deleted", 2);
        TestDag dag = TestDag.named("without_pool");
        dag.task("a").pool("deleted", 1);
        dag.task("b");
        harness.publish(dag);
        FakeWorker worker = harness.worker("without-pool-worker", 4);
        harness.settle();
        assertThat(new SettingStore(harness.database().transactions()).deletePool("deleted"))
                .isEqualTo(SettingStore.Deleted.DONE);

        long run = harness.trigger(dag, "first");
        harness.run(dispatch -> End.success());

        assertThat(harness.states(run)).isEqualTo(Map.of("a", "scheduled", "b", "success"));
        harness.pool("deleted", 1);
        harness.run(dispatch -> End.success());
        assertThat(worker.received()).hasSize(2);
        assertThat(harness.runState(run)).isEqualTo("success");
    }
}
