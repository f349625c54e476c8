package dev.rondo.scheduler.engine;

import static dev.rondo.metadata.jooq.Tables.BACKFILL;
import static dev.rondo.metadata.jooq.Tables.BACKFILL_TAKE_OVER;
import static dev.rondo.metadata.jooq.Tables.DAG;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.WORKER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.command.Command;
import dev.rondo.core.graph.Graph;
import dev.rondo.core.graph.Limits;
import dev.rondo.core.protocol.WorkerMessage;
import dev.rondo.metadata.Database;
import dev.rondo.metadata.control.ControlStore;
import dev.rondo.metadata.run.RunStateStore;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.metadata.why.Answer;
import dev.rondo.metadata.why.Answer.Blocking;
import dev.rondo.metadata.why.WhyStore;
import dev.rondo.metadata.why.WhyStore.Asked;
import dev.rondo.scheduler.testing.Commands;
import dev.rondo.scheduler.testing.End;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.FakeWorker;
import dev.rondo.scheduler.testing.TestDag;
import dev.rondo.sdk.RunStrategy;
import dev.rondo.sdk.internal.SpecJson;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class WhyTest {

    private static final List<RunStrategy> STRATEGIES = List.of(RunStrategy.values());

    private static final Instant DAY = Instant.parse("2025-12-01T00:00:00Z");

    private EngineHarness harness;
    private WhyStore why;
    private Limits limits = Limits.DEFAULTS;

    @BeforeEach
    void open(TestDatabase database) {
        harness = new EngineHarness(database);
        harness.clean();
        why = why(harness.database());
    }

    private WhyStore why(Database database) {
        var control = new ControlStore(database.transactions());
        return new WhyStore(
                database.transactions(),
                version -> Graph.of(SpecJson.read(control.requireGraph(version)), limits),
                SpecJson::read);
    }

    @AfterEach
    void close() {
        harness.close();
    }

    private List<Answer> task(TestDag dag, String runId, String taskId) {
        Asked asked = why.ofTask(dag.dagId(), runId, taskId, -1, harness.now());
        // No scheduler of this test beats.
        return ((Asked.Answered) asked)
                .answers().stream()
                        .filter(each -> !each.code().equals("no_scheduler"))
                        .toList();
    }

    private List<String> codes(TestDag dag, String runId, String taskId) {
        return task(dag, runId, taskId).stream().map(Answer::code).toList();
    }

    private List<Answer> run(TestDag dag, String runId) {
        return ((Asked.Answered) why.ofRun(dag.dagId(), runId, harness.now()))
                .answers().stream()
                        .filter(each -> !each.code().equals("no_scheduler"))
                        .toList();
    }

    @Test
    void a_task_waits_for_what_is_above_it_and_names_it() {
        TestDag dag = harness.publish(TestDag.named("above").chain("a", "b"));
        harness.worker("above-worker", 1);
        harness.trigger(dag, "first");
        harness.settle();

        Answer answer = task(dag, "first", "b").getFirst();

        assertThat(answer.code()).isEqualTo("upstream_unfinished");
        assertThat(answer.blocking()).containsExactly(new Blocking("above", "first", "a", -1, "queued"));
        assertThat(answer.becomes()).isNull();
    }

    @Test
    void a_failed_task_above_settles_the_fate_of_what_is_below() {
        TestDag dag = harness.publish(TestDag.named("fate").chain("a", "b"));
        harness.worker("fate-worker", 1);
        harness.trigger(dag, "first");
        harness.run(dispatch -> End.failed());

        Answer answer = task(dag, "first", "b").getLast();

        assertThat(codes(dag, "first", "b")).containsExactly("run_failed", "is_upstream_failed");
        assertThat(answer.text()).contains("upstream_failed:a").contains("clear it");
    }

    @Test
    void a_retry_says_when_it_comes() {
        TestDag dag = TestDag.named("retrying");
        dag.task("a").retries(1, Duration.ofMinutes(5));
        harness.publish(dag);
        harness.worker("retrying-worker", 1);
        harness.trigger(dag, "first");
        harness.run(dispatch -> End.failed());

        Answer answer = task(dag, "first", "a").getFirst();

        assertThat(answer.code()).isEqualTo("retry_delay");
        assertThat(answer.earliest()).isEqualTo(harness.now().plus(Duration.ofMinutes(5)));
    }

    @Test
    void what_goes_before_it_is_counted_and_named() {
        TestDag dag = TestDag.named("ranked");
        dag.task("heavy").pool("ranks", 1).priority(9);
        dag.task("light").pool("ranks", 1).priority(1);
        dag.task("middle").pool("ranks", 1).priority(5);
        harness.publish(dag);
        harness.pool("ranks", 1);
        harness.worker("ranked-worker", 1);
        harness.trigger(dag, "first");
        harness.settle();

        Answer light = task(dag, "first", "light").getLast();

        assertThat(codes(dag, "first", "light")).containsExactly("pool_full", "workers_full", "behind_others");
        assertThat(light.text()).startsWith("1 instance waits for pool 'ranks'").contains("goes before it");
        assertThat(light.blocking()).containsExactly(new Blocking("ranked", "first", "middle", -1, "scheduled"));
        assertThat(codes(dag, "first", "middle")).containsExactly("pool_full", "workers_full");
    }

    @Test
    void an_instance_of_a_backfill_says_that_it_waits_behind_others_and_when_its_turn_comes() {
        TestDag filled = TestDag.named("late")
                .schedule(new dev.rondo.sdk.spec.ScheduleSpec.CronDataInterval("@daily"))
                .from("2025-01-01T00:00:00Z");
        filled.task("a").pool("shared", 1).priority(100);
        harness.publish(filled);
        TestDag today = TestDag.named("early");
        today.task("b").pool("shared", 1);
        today.task("c").pool("shared", 1);
        harness.publish(today);
        harness.pool("shared", 1);
        harness.worker("late-worker", 1);
        harness.trigger(today, "first");
        harness.settle();
        new Commands(harness)
                .run(new Command.CreateBackfill(
                        "late", DAY, DAY.plus(Duration.ofDays(1)), "none", false, 2, null, false, false, "test"));

        Answer rank = task(filled, "backfill__2025-12-02T00:00:00+00:00", "a").getLast();

        assertThat(rank.code()).isEqualTo("behind_others");
        assertThat(rank.text()).contains("1 instance waits", "backfill", "of 5 slots");
        assertThat(rank.data()).containsEntry("backfill", "true").containsEntry("ahead", "1");
        assertThat(rank.blocking()).containsExactly(new Blocking("early", "first", "c", -1, "scheduled"));
    }

    @Test
    void a_full_pool_is_named_with_those_who_fill_it() {
        TestDag dag = TestDag.named("pooled");
        dag.task("a").pool("narrow", 1).priority(2);
        dag.task("b").pool("narrow", 1);
        harness.publish(dag);
        harness.pool("narrow", 1);
        harness.worker("pooled-worker", 4);
        harness.trigger(dag, "first");
        harness.settle();

        Answer answer = task(dag, "first", "b").getFirst();

        assertThat(answer.code()).isEqualTo("pool_full");
        assertThat(answer.blocking()).containsExactly(new Blocking("pooled", "first", "a", -1, "queued"));
    }

    @Test
    void limits_pauses_and_missing_workers_are_told() {
        TestDag dag = TestDag.named("limited").maxActiveTasks(1);
        dag.task("a").priority(2);
        dag.task("b");
        dag.task("c").queue("gpu");
        harness.publish(dag);
        harness.worker("limited-worker", 4);
        harness.trigger(dag, "first");
        harness.settle();
        assertThat(codes(dag, "first", "b")).containsExactly("run_full");
        assertThat(codes(dag, "first", "a")).containsExactly("is_queued");
        assertThat(codes(dag, "first", "c")).contains("no_worker");

        new Commands(harness).run(new Command.SetPaused("limited", true));

        assertThat(codes(dag, "first", "b")).containsExactly("dag_paused", "run_full");
    }

    @Test
    void a_worker_that_is_about_to_stop_is_none_any_more() {
        TestDag dag = harness.publish(TestDag.named("leaving").chain("a", "b"));
        FakeWorker worker = harness.worker("leaving-worker", 4);
        harness.trigger(dag, "first");
        harness.settle();
        assertThat(worker.read()).isTrue();

        worker.say(new WorkerMessage.Draining());
        harness.query(db -> db.update(WORKER)
                .set(WORKER.STATE, "draining")
                .where(WORKER.WORKER_ID.eq("leaving-worker"))
                .execute());
        worker.finish(worker.running().getFirst().dispatchId(), End.success());
        harness.settle();

        assertThat(codes(dag, "first", "b")).containsExactly("no_worker");
    }

    @Test
    void dependence_on_the_past_names_the_run_before() {
        TestDag dag = TestDag.named("past");
        dag.task("a").dependsOnPast();
        harness.publish(dag);
        harness.worker("past-worker", 4);
        harness.trigger(dag, "first", DAY);
        harness.trigger(dag, "second", DAY.plus(Duration.ofDays(1)));
        harness.settle();

        Answer answer = task(dag, "second", "a").getFirst();

        assertThat(answer.code()).isEqualTo("past_undone:a");
        assertThat(answer.blocking()).containsExactly(new Blocking("past", "first", "a", -1, "queued"));
    }

    @Test
    void a_run_before_that_has_not_begun_is_named_itself(TestDatabase mine) {
        TestDag old = TestDag.named("unbegun");
        old.task("t").dependsOnPast();
        harness.publish(old);
        harness.create(old, "waiting", DAY, harness.now().plus(Duration.ofDays(1)));
        TestDag dag = TestDag.named("unbegun").chain("other");
        dag.task("t").dependsOnPast();
        harness.publish(dag);
        harness.worker("unbegun-worker", 4);
        harness.trigger(dag, "next", DAY.plus(Duration.ofDays(1)));
        harness.settle();

        Answer answer = task(dag, "next", "t").getFirst();

        assertThat(answer.code()).isEqualTo("past_undone:t");
        assertThat(answer.text()).contains("has no instance of 't', or has not begun");
        assertThat(answer.blocking()).containsExactly(new Blocking("unbegun", "waiting", null, null, "queued"));
        try (Database one = mine.open(1)) {
            // The version of the queued run is not known yet; a second connection would be waited for in vain.
            assertThat(why(one).ofTask("unbegun", "next", "t", -1, harness.now()))
                    .isInstanceOf(Asked.Answered.class);
        }
    }

    @Test
    void an_unfinished_setup_is_named_although_it_is_not_directly_above() {
        TestDag dag = TestDag.named("prepared").chain("prepare", "work", "check");
        dag.task("prepare").setup();
        harness.publish(dag);
        harness.worker("prepared-worker", 1);
        harness.trigger(dag, "first");
        harness.settle();

        assertThat(codes(dag, "first", "check")).contains("setup_unfinished:prepare", "upstream_unfinished");
        assertThat(of("setup_unfinished:prepare", task(dag, "first", "check")).blocking())
                .containsExactly(new Blocking("prepared", "first", "prepare", -1, "queued"));
    }

    @Test
    void what_a_task_is_mapped_over_is_named() {
        TestDag dag = TestDag.named("source");
        dag.task("list");
        dag.task("each").mapOver("list");
        harness.publish(dag);
        harness.worker("source-worker", 1);
        harness.trigger(dag, "first");
        harness.settle();

        assertThat(of("source_unfinished:list", task(dag, "first", "each")).blocking())
                .containsExactly(new Blocking("source", "first", "list", -1, "queued"));
    }

    private static Answer of(String code, List<Answer> answers) {
        return answers.stream()
                .filter(each -> each.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new AssertionError(code + " is not in " + answers));
    }

    @Test
    void a_heap_that_no_worker_has_is_named() {
        TestDag dag = TestDag.named("heaps");
        dag.task("huge").heap(64L << 30);
        dag.task("small");
        harness.publish(dag);
        harness.worker("heaps-worker", 8);
        harness.trigger(dag, "first");
        harness.settle();

        assertThat(codes(dag, "first", "huge")).containsExactly("no_worker_with_memory");
        assertThat(task(dag, "first", "huge").getFirst().text())
                .contains("a heap of 65536 MiB", "more than 8192 MiB", ".memory(");
        assertThat(harness.states(runNo("heaps", "first"))).containsEntry("huge", "scheduled");
        assertThat(codes(dag, "first", "small")).containsExactly("is_queued");
    }

    @Test
    void those_are_named_that_fill_the_memory_of_the_workers_of_the_queue_and_nobody_else() {
        TestDag dag = TestDag.named("memory");
        dag.task("first").heap(6L << 30).priority(2);
        dag.task("second").heap(6L << 30);
        dag.task("elsewhere").queue("gpu");
        harness.publish(dag);
        harness.worker("memory-worker", 4);
        harness.worker("memory-gpu", 1, 0, "gpu");
        harness.trigger(dag, "run");
        harness.settle();

        Answer answer = task(dag, "run", "second").getFirst();

        assertThat(answer.code()).isEqualTo("workers_full");
        assertThat(answer.text()).contains("memory");
        assertThat(answer.blocking()).containsExactly(new Blocking("memory", "run", "first", -1, "queued"));
    }

    private long runNo(String dagId, String runId) {
        return harness.query(db -> db.select(DAG_RUN.RUN_NO)
                .from(DAG_RUN)
                .where(DAG_RUN.DAG_ID.eq(dagId), DAG_RUN.RUN_ID.eq(runId))
                .fetchSingle()
                .value1());
    }

    @Test
    void a_queued_run_and_its_tasks_say_what_the_run_waits_for() {
        TestDag dag = harness.publish(TestDag.named("places").chain("a").maxActiveRuns(1));
        harness.worker("places-worker", 4);
        harness.trigger(dag, "first", DAY);
        harness.trigger(dag, "second", DAY.plus(Duration.ofDays(1)));
        harness.create(dag, "future", harness.now().plus(Duration.ofDays(1)));
        harness.settle();

        assertThat(run(dag, "first")).isEmpty();
        assertThat(run(dag, "second").getFirst().code()).isEqualTo("max_active_runs");
        assertThat(run(dag, "second").getFirst().blocking())
                .containsExactly(new Blocking("places", "first", null, null, "running"));
        assertThat(codes(dag, "second", "a")).containsExactly("max_active_runs");
        assertThat(run(dag, "future").getFirst().earliest())
                .isEqualTo(harness.now().plus(Duration.ofDays(1)));
    }

    @Test
    void a_mapping_that_is_too_long_for_the_installation_is_said_so() {
        limits = Limits.DEFAULTS.withMaxMapLength(3);
        harness.limits(limits);
        TestDag dag = TestDag.named("long");
        dag.task("list");
        dag.task("slow");
        dag.task("each").after("slow").mapOver("list", "[1,2]", 2);
        harness.publish(dag);
        harness.worker("long-worker", 2);
        harness.trigger(dag, "first");
        harness.run(dispatch -> dispatch.taskId().equals("list") ? End.list("[1,2]", 2) : null);

        Answer answer = task(dag, "first", "each").getLast();

        assertThat(answer.text()).contains("at most 3 are allowed");
    }

    @Test
    void what_is_not_there_is_told_apart() {
        TestDag dag = harness.publish(TestDag.named("there").chain("a"));
        harness.trigger(dag, "first");
        harness.settle();

        assertThat(why.ofTask("there", "none", "a", -1, harness.now())).isEqualTo(new Asked.NoRun());
        assertThat(why.ofTask("there", "first", "z", -1, harness.now())).isEqualTo(new Asked.NoTask());
        assertThat(why.ofTask("there", "first", "a", 3, harness.now())).isEqualTo(new Asked.NoInstance(0));
    }

    @Test
    void a_run_behind_one_that_a_failure_holds_back_waits_for_that_one() {
        TestDag dag =
                harness.publish(TestDag.named("behind").chain("a").strategy(RunStrategy.SEQUENTIAL_UNTIL_FAILURE));
        List<String> states = List.of("failed", "queued", "success", "queued");
        for (int i = 0; i < states.size(); i++) {
            harness.force(harness.create(dag, "run" + i, DAY.plus(Duration.ofDays(i))), states.get(i));
        }

        assertThat(run(dag, "run1")).extracting(Answer::code).containsExactly("run_before_failed");
        assertThat(run(dag, "run1").getFirst().blocking())
                .containsExactly(new Blocking("behind", "run0", null, null, "failed"));
        assertThat(run(dag, "run3")).extracting(Answer::code).containsExactly("max_active_runs");
        assertThat(run(dag, "run3").getFirst().text()).contains("1 queued runs go before it");
        Map<Long, Long> startable = new RunStateStore(harness.database().transactions())
                .transact(t -> t.startable(new TreeSet<>(Set.of("behind")), harness.clock()));
        assertThat(startable).isEmpty();
    }

    @Test
    void the_rules_that_explain_and_the_statement_that_picks_agree_on_every_run() {
        Random random = new Random(20261125);
        Set<String> codes = new TreeSet<>();
        int started = 0;
        for (int round = 0; round < 160; round++) {
            RunStrategy strategy = STRATEGIES.get(round % STRATEGIES.size());
            TestDag dag = harness.publish(
                    TestDag.named("agree" + round).chain("a").strategy(strategy).maxActiveRuns(random.nextInt(1, 4)));
            Set<String> queued = randomRuns(dag, random);
            if (random.nextInt(6) == 0) {
                harness.query(db -> db.update(DAG)
                        .set(DAG.IS_PAUSED, true)
                        .where(DAG.DAG_ID.eq(dag.dagId()))
                        .execute());
            }
            Set<String> free = new TreeSet<>(queued);
            free.removeIf(id -> {
                List<String> reasons = run(dag, id).stream().map(Answer::code).toList();
                codes.addAll(reasons);
                return !reasons.isEmpty();
            });

            Set<Long> startable = new RunStateStore(harness.database().transactions())
                    .transact(t -> t.startable(new TreeSet<>(Set.of(dag.dagId())), harness.clock()))
                    .keySet();
            Set<String> picked = harness.query(db -> new TreeSet<>(db.select(DAG_RUN.RUN_ID)
                    .from(DAG_RUN)
                    .where(DAG_RUN.RUN_NO.in(startable))
                    .fetch(DAG_RUN.RUN_ID)));
            if (strategy == RunStrategy.LATEST_ONLY) {
                free.removeIf(id -> harness.runStateOf(dag.dagId(), id).equals("failed"));
            }

            assertThat(picked).as("round %d, %s", round, strategy).isEqualTo(free);
            started += picked.size();
        }
        assertThat(started).isGreaterThan(50);
        assertThat(codes)
                .containsExactly(
                        "backfill_max_active_runs",
                        "backfill_paused",
                        "backfill_takes_over",
                        "dag_paused",
                        "max_active_runs",
                        "run_after",
                        "run_before_failed");
    }

    /** Runs of all states and types, some of them of a backfill; returns the queued ones. */
    private Set<String> randomRuns(TestDag dag, Random random) {
        Long backfill = random.nextBoolean() ? backfill(dag, random) : null;
        List<String> states = random.nextInt(3) == 0
                ? List.of("queued", "queued", "success", "failed")
                : List.of("queued", "queued", "running", "success", "failed");
        Set<String> queued = new TreeSet<>();
        for (int i = 0; i < 8; i++) {
            String state = states.get(random.nextInt(states.size()));
            Instant date = harness.now().plus(Duration.ofHours(i - 6));
            Instant runAfter = date.plus(Duration.ofHours(i % 2)); // moved to one moment, two by two
            boolean manual = random.nextInt(4) == 0;
            long runNo = harness.create(dag, "run" + i, manual ? null : date, runAfter);
            harness.force(runNo, state);
            int ordinal = 1 + (i + 3) % 8;
            if (backfill != null
                    && random.nextInt(8) == 0
                    && List.of("success", "failed").contains(state)) {
                harness.query(db -> db.insertInto(BACKFILL_TAKE_OVER)
                        .set(BACKFILL_TAKE_OVER.RUN_NO, runNo)
                        .set(BACKFILL_TAKE_OVER.BACKFILL_ID, backfill)
                        .set(BACKFILL_TAKE_OVER.ORDINAL, ordinal)
                        .execute());
            } else if (backfill != null && random.nextInt(5) < 2) {
                harness.query(db -> db.update(DAG_RUN)
                        .set(DAG_RUN.BACKFILL_ID, backfill)
                        .set(DAG_RUN.BACKFILL_ORDINAL, ordinal)
                        .set(DAG_RUN.RUN_TYPE, "backfill")
                        .where(DAG_RUN.RUN_NO.eq(runNo))
                        .execute());
            }
            if (state.equals("queued")) {
                queued.add("run" + i);
            }
        }
        return queued;
    }

    private long backfill(TestDag dag, Random random) {
        return harness.query(db -> db.insertInto(BACKFILL)
                .set(BACKFILL.DAG_ID, dag.dagId())
                .set(BACKFILL.FROM_DATE, harness.now())
                .set(BACKFILL.TO_DATE, harness.now())
                .set(BACKFILL.REPROCESS, "none")
                .set(BACKFILL.IS_BACKWARDS, false)
                .set(BACKFILL.MAX_ACTIVE_RUNS, random.nextInt(1, 4))
                .set(BACKFILL.CONF, "{}")
                .set(BACKFILL.IS_PAUSED, random.nextInt(3) == 0)
                .set(BACKFILL.CREATED_AT, harness.now())
                .set(BACKFILL.UPDATED_AT, harness.now())
                .set(BACKFILL.COMPLETED_AT, random.nextInt(4) == 0 ? harness.now() : null)
                .returningResult(BACKFILL.BACKFILL_ID)
                .fetchSingle()
                .value1());
    }

    @Test
    void a_paused_backfill_holds_its_runs_and_says_so() {
        TestDag dag = harness.publish(TestDag.named("filled")
                .chain("a")
                .schedule(new dev.rondo.sdk.spec.ScheduleSpec.CronDataInterval("@daily"))
                .from("2025-01-01T00:00:00Z"));
        FakeWorker worker = harness.worker("filled-worker", 8);
        Commands commands = new Commands(harness);
        commands.run(new Command.CreateBackfill(
                "filled", DAY, DAY.plus(Duration.ofDays(9)), "none", false, 2, null, false, false, "test"));
        assertThat(worker.read()).isTrue();
        assertThat(worker.running()).hasSize(2);
        String waiting = "backfill__2025-12-05T00:00:00+00:00";
        assertThat(run(dag, waiting).getFirst().code()).isEqualTo("backfill_max_active_runs");

        long id = harness.query(db -> db.select(BACKFILL.BACKFILL_ID)
                .from(BACKFILL)
                .where(BACKFILL.DAG_ID.eq("filled"))
                .fetchSingle()
                .value1());
        commands.run(new Command.PauseBackfill(id, true));
        harness.run(dispatch -> End.success());
        assertThat(run(dag, waiting).getFirst().code()).isEqualTo("backfill_paused");
        assertThat(worker.received()).hasSize(2);

        commands.run(new Command.PauseBackfill(id, false));
        harness.engine().mayStart(List.of("filled"));
        harness.run(dispatch -> End.success());
        assertThat(worker.received()).hasSize(10);
        assertThat(worker.mostAtOnce()).isEqualTo(2);
    }
}
