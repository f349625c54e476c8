package dev.rondo.scheduler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.command.Command;
import dev.rondo.core.graph.Graph;
import dev.rondo.core.graph.Limits;
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
        var transactions = harness.database().transactions();
        why = new WhyStore(
                transactions,
                version -> Graph.of(
                        SpecJson.read(new dev.rondo.metadata.control.ControlStore(transactions).requireGraph(version)),
                        limits));
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
    void the_rules_that_explain_and_the_statement_that_picks_agree_on_every_run() {
        java.util.Random random = new java.util.Random(20261125);
        for (int round = 0; round < 40; round++) {
            RunStrategy strategy = STRATEGIES.get(round % STRATEGIES.size());
            TestDag dag = harness.publish(
                    TestDag.named("agree" + round).chain("a").strategy(strategy).maxActiveRuns(3));
            Set<String> queued = new TreeSet<>();
            for (int i = 0; i < 8; i++) {
                String state = List.of("queued", "queued", "running", "success", "failed")
                        .get(random.nextInt(5));
                Instant date = harness.now().plus(Duration.ofHours(i - 6));
                Instant runAfter = date.plus(Duration.ofHours(i % 2)); // moved to one moment, two by two
                long runNo = harness.create(dag, "run" + i, date, runAfter);
                harness.force(runNo, state);
                if (state.equals("queued")) {
                    queued.add("run" + i);
                }
            }
            Set<String> free = new TreeSet<>(queued);
            free.removeIf(id -> !run(dag, id).isEmpty());

            Set<String> picked = new TreeSet<>();
            new dev.rondo.metadata.run.RunStateStore(harness.database().transactions())
                    .transact(t -> t.startable(new TreeSet<>(Set.of(dag.dagId())), harness.now()))
                    .forEach(row -> picked.add(row.runId()));
            if (strategy == RunStrategy.LATEST_ONLY) {
                free.removeIf(id -> harness.runStateOf(dag.dagId(), id).equals("failed"));
            }

            assertThat(picked).as("round %d, %s", round, strategy).isEqualTo(free);
        }
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

        long id = harness.query(db -> db.select(dev.rondo.metadata.jooq.Tables.BACKFILL.BACKFILL_ID)
                .from(dev.rondo.metadata.jooq.Tables.BACKFILL)
                .where(dev.rondo.metadata.jooq.Tables.BACKFILL.DAG_ID.eq("filled"))
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
