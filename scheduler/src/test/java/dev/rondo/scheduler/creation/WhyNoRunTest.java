package dev.rondo.scheduler.creation;

import static dev.rondo.metadata.jooq.Tables.ASSET;
import static dev.rondo.metadata.jooq.Tables.DAG;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.graph.Graph;
import dev.rondo.core.graph.Limits;
import dev.rondo.metadata.asset.AssetRuns;
import dev.rondo.metadata.asset.AssetUpdate;
import dev.rondo.metadata.control.ControlStore;
import dev.rondo.metadata.query.DagScope;
import dev.rondo.metadata.schedule.ScheduleStore;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.metadata.why.Answer;
import dev.rondo.metadata.why.Answer.Blocking;
import dev.rondo.metadata.why.NoRun;
import dev.rondo.metadata.why.NoRun.Awaited;
import dev.rondo.metadata.why.WhyStore;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.ManualClock;
import dev.rondo.scheduler.testing.TestDag;
import dev.rondo.sdk.Asset;
import dev.rondo.sdk.AssetExpression;
import dev.rondo.sdk.RunStrategy;
import dev.rondo.sdk.Schedule;
import dev.rondo.sdk.internal.SpecJson;
import dev.rondo.sdk.spec.DagSpec;
import dev.rondo.sdk.spec.ScheduleSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is said about runs that are not made, against those that are. */
@ExtendWith(PostgresExtension.class)
class WhyNoRunTest {

    private static final Instant NOON = Instant.parse("2026-01-10T12:00:00Z");
    private static final Asset ORDERS = Asset.of("orders");
    private static final Asset RATES = Asset.of("rates");

    private final ManualClock clock = new ManualClock(NOON.toString());
    private EngineHarness harness;
    private RunCreation creation;
    private WhyStore why;

    @BeforeEach
    void open(TestDatabase database) {
        harness = new EngineHarness(database, clock);
        harness.query(db -> db.truncate(ASSET).cascade().execute());
        harness.clean();
        var transactions = harness.database().transactions();
        creation = new RunCreation("why", new ScheduleStore(transactions), dags -> {}, clock);
        why = new WhyStore(
                transactions,
                version ->
                        Graph.of(SpecJson.read(new ControlStore(transactions).requireGraph(version)), Limits.DEFAULTS),
                SpecJson::read);
    }

    @AfterEach
    void close() {
        creation.close();
        harness.close();
    }

    private NoRun why(String dagId) {
        return why.ofDag(dagId, DagScope.ALL, clock.instant()).orElseThrow();
    }

    /** No scheduler of this test beats. */
    private List<Answer> creation(String dagId) {
        return why(dagId).creation().stream()
                .filter(each -> !each.code().equals("no_scheduler"))
                .toList();
    }

    private List<String> codes(String dagId) {
        return creation(dagId).stream().map(Answer::code).toList();
    }

    private void publish(TestDag dag) {
        harness.publish(dag.chain("a"));
    }

    private void update(Asset asset) {
        harness.query(db -> new AssetRuns(new SplittableRandom(7))
                .record(
                        db,
                        List.of(new AssetUpdate(
                                asset.name(), asset.uri(), "asset", null, "{}", null, null, null, -1, "test")),
                        clock.instant()));
    }

    private void pass() {
        while (creation.pass() > 0) {
            // more may be due
        }
    }

    private void set(String dagId, org.jooq.Field<Boolean> field, boolean value) {
        harness.query(db ->
                db.update(DAG).set(field, value).where(DAG.DAG_ID.eq(dagId)).execute());
    }

    private void end(String dagId) {
        harness.query(db -> db.update(DAG_RUN)
                .set(DAG_RUN.STATE, "success")
                .where(DAG_RUN.DAG_ID.eq(dagId))
                .execute());
    }

    @Test
    void a_run_that_is_due_is_held_back_by_nothing_and_the_next_one_by_its_time() {
        publish(TestDag.named("hourly")
                .schedule(Schedule.of("0 * * * *").spec())
                .from("2026-01-10T12:00:00Z"));

        assertThat(creation("hourly")).isEmpty();
        pass();

        assertThat(creation("hourly"))
                .containsExactly(new Answer(
                        "next_run",
                        "the next scheduled run starts at 2026-01-10T13:00:00Z",
                        null,
                        Instant.parse("2026-01-10T13:00:00Z"),
                        Map.of("until", "2026-01-10T13:00:00Z"),
                        List.of()));
    }

    @Test
    void the_schedule_is_not_asked_before_the_moment_it_named_last() {
        publish(TestDag.named("deleted")
                .schedule(Schedule.of("0 * * * *").spec())
                .from("2026-01-10T12:00:00Z"));
        pass();
        harness.query(db -> db.deleteFrom(DAG_RUN).execute());

        assertThat(codes("deleted")).containsExactly("next_run");
        assertThat(creation("deleted").getFirst().earliest()).isEqualTo("2026-01-10T13:00:00Z");
        pass();
        assertThat(harness.<Integer>query(db -> db.fetchCount(DAG_RUN))).isZero();
    }

    @Test
    void a_pause_and_a_file_that_is_gone_are_told_beside_the_time_of_the_next_run() {
        publish(TestDag.named("off").schedule(Schedule.of("0 13 * * *").spec()).from("2026-01-10T12:30:00Z"));
        pass();
        set("off", DAG.IS_PAUSED, true);
        set("off", DAG.IS_ACTIVE, false);

        assertThat(codes("off")).containsExactly("inactive", "paused", "start_date_in_future", "next_run");
        assertThat(creation("off").get(2).earliest()).isEqualTo("2026-01-10T12:30:00Z");
    }

    @Test
    void a_schedule_that_has_come_to_its_end_says_so() {
        publish(TestDag.named("past")
                .schedule(Schedule.of("0 * * * *").spec())
                .from("2026-01-08T00:00:00Z")
                .to("2026-01-09T00:00:00Z"));
        publish(TestDag.named("soon")
                .schedule(Schedule.of("0 * * * *").spec())
                .from("2026-01-10T12:00:00Z")
                .to("2026-01-10T12:30:00Z"));
        publish(TestDag.named("once").schedule(Schedule.once().spec()));
        publish(TestDag.named("never"));
        pass();

        assertThat(codes("past")).containsExactly("end_date_passed", "catchup");
        assertThat(codes("soon")).containsExactly("no_further_run");
        assertThat(creation("soon").getFirst().text()).endsWith("up to its end date 2026-01-10T12:30:00Z");
        assertThat(codes("once")).containsExactly("no_further_run");
        assertThat(codes("never")).containsExactly("no_schedule");
    }

    @Test
    void a_continuous_schedule_names_the_run_whose_end_it_waits_for() {
        publish(TestDag.named("round").schedule(Schedule.continuous().spec()));
        pass();
        String run = harness.query(
                db -> db.select(DAG_RUN.RUN_ID).from(DAG_RUN).fetchSingle().value1());
        clock.advance(Duration.ofSeconds(5));

        assertThat(codes("round")).containsExactly("run_open");
        assertThat(creation("round").getFirst().blocking())
                .containsExactly(new Blocking("round", run, null, null, "queued"));
        end("round");

        assertThat(creation("round")).isEmpty();
    }

    @Test
    void of_two_assets_the_one_that_is_missing_is_named_with_who_updates_it() {
        TestDag maker = TestDag.named("maker");
        maker.task("fetch").outlets(RATES);
        harness.publish(maker);
        publish(TestDag.named("both").schedule(new ScheduleSpec.Assets(ORDERS.and(RATES))));
        update(RATES);
        clock.advance(Duration.ofMinutes(1));
        update(ORDERS);
        assertThat(creation("both")).isEmpty();
        pass();
        clock.advance(Duration.ofMinutes(1));
        update(ORDERS);

        assertThat(codes("both")).containsExactly("assets_awaited");
        assertThat(creation("both").getFirst().text())
                .isEqualTo("it waits for an update of rates; updated since its last run: orders");
        assertThat(why("both").awaited()).containsExactly(new Awaited("asset", "rates", NOON, List.of("maker.fetch")));
    }

    @Test
    void updates_that_are_enough_wait_for_a_place_and_name_who_has_it() {
        publish(TestDag.named("full")
                .schedule(new ScheduleSpec.Assets(ORDERS.or(RATES)))
                .maxActiveRuns(1));
        update(ORDERS);
        pass();
        update(RATES);

        assertThat(codes("full")).containsExactly("max_active_runs");
        assertThat(creation("full").getFirst().blocking()).hasSize(1);
        end("full");

        assertThat(creation("full")).isEmpty();
    }

    @Test
    void of_assets_or_time_whichever_lets_a_run_go_is_enough() {
        publish(TestDag.named("either")
                .schedule(new ScheduleSpec.AssetsOrTime(
                        ORDERS, Schedule.of("0 * * * *").spec()))
                .from("2026-01-10T12:00:00Z"));
        pass();
        assertThat(codes("either")).containsExactly("next_run", "assets_awaited");

        update(ORDERS);

        assertThat(creation("either")).isEmpty();
        assertThat(why("either").awaited()).isEmpty();
    }

    @Test
    void runs_that_catchup_leaves_out_are_told_of_and_hold_nothing_back() {
        publish(TestDag.named("gaps").schedule(Schedule.of("0 * * * *").spec()).from("2026-01-10T09:00:00Z"));
        pass();
        assertThat(creation("gaps").getLast().text())
                .isEqualTo("catchup is off: 3 missed runs were passed over, from 2026-01-10T09:00:00Z to"
                        + " 2026-01-10T11:00:00Z; make up for them with `rondo backfill create --dag-id gaps`");
        clock.advance(Duration.ofHours(3));
        assertThat(creation("gaps")).isEmpty();
        pass();

        assertThat(codes("gaps")).containsExactly("next_run", "catchup");
        assertThat(creation("gaps").getLast().data())
                .isEqualTo(Map.of("passed_over", "2", "first", "2026-01-10T13:00:00Z", "last", "2026-01-10T14:00:00Z"));
        clock.advance(Duration.ofHours(1));
        pass();
        assertThat(codes("gaps")).as("no gap before the last run").containsExactly("next_run");
    }

    @Test
    void of_its_only_run_on_what_was_missed_is_told_of_though_the_dag_has_no_start_date() {
        publish(TestDag.named("gap").schedule(Schedule.of("0 * * * *").spec()));
        pass();
        assertThat(runs()).containsEntry("gap", 1);
        set("gap", DAG.IS_PAUSED, true);
        clock.advance(Duration.ofHours(4));

        assertThat(codes("gap")).containsExactly("paused", "catchup");
        assertThat(creation("gap").getLast().text()).contains("3 missed runs were passed over");
    }

    @Test
    @Timeout(20)
    void very_many_missed_runs_are_neither_walked_through_nor_counted() {
        publish(TestDag.named("minutely")
                .schedule(Schedule.of("* * * * *").spec())
                .from("1800-01-01T00:00:00Z")
                .catchup(5));
        set("minutely", DAG.IS_PAUSED, true);

        assertThat(codes("minutely")).containsExactly("paused", "catchup");
        assertThat(creation("minutely").getLast().text())
                .startsWith("catchup is of the last 5: more than 1000 missed runs were passed over, from"
                        + " 1800-01-01T00:00:00Z on; ");
        assertThat(creation("minutely").getLast().data())
                .isEqualTo(Map.of("passed_over_more_than", "1000", "first", "1800-01-01T00:00:00Z"));
    }

    @Test
    void a_thousand_missed_runs_are_still_counted() {
        publish(TestDag.named("thousand")
                .schedule(Schedule.of("* * * * *").spec())
                .from(NOON.minus(Duration.ofMinutes(1004)).toString())
                .catchup(5));
        set("thousand", DAG.IS_PAUSED, true);

        assertThat(creation("thousand").getLast().data())
                .isEqualTo(Map.of(
                        "passed_over",
                        "1000",
                        "first",
                        NOON.minus(Duration.ofMinutes(1004)).toString(),
                        "last",
                        NOON.minus(Duration.ofMinutes(5)).toString()));
        clock.advance(Duration.ofMinutes(1));
        assertThat(creation("thousand").getLast().data()).containsEntry("passed_over_more_than", "1000");
    }

    @Test
    void a_strategy_has_one_place_and_a_failure_may_stop_what_follows() {
        TestDag dag = TestDag.named("line").strategy(RunStrategy.SEQUENTIAL_UNTIL_FAILURE);
        publish(dag);
        long first = harness.create(dag, "first", NOON.minusSeconds(60));
        harness.force(first, "running");

        assertThat(why("line").start()).extracting(Answer::code).containsExactly("max_active_runs");
        assertThat(why("line").start().getFirst().text())
                .contains("1 runs are running, at most 1 may be (run strategy sequential_until_failure)");
        assertThat(why("line").start().getFirst().blocking())
                .containsExactly(new Blocking("line", "first", null, null, "running"));
        harness.force(first, "failed");

        assertThat(why("line").start()).extracting(Answer::code).containsExactly("run_before_failed");
        assertThat(why("line").start().getFirst().blocking())
                .containsExactly(new Blocking("line", "first", null, null, "failed"));
    }

    @Test
    void a_run_is_made_exactly_when_nothing_is_said_to_hold_it_back() {
        Random random = new Random(20261126);
        int made = 0;
        int held = 0;
        Set<String> codes = new HashSet<>();
        for (int round = 0; round < 6; round++) {
            for (int i = 0; i < 25; i++) {
                publish(randomDag("dag" + round + "_" + i, random));
            }
            for (int step = 0; step < 5; step++) {
                List<String> dagIds = harness.query(db ->
                        db.select(DAG.DAG_ID).from(DAG).orderBy(DAG.DAG_ID).fetch(DAG.DAG_ID));
                disturb(dagIds, random);
                Map<String, Integer> before = runs();
                List<String> free = new ArrayList<>();
                for (String dagId : dagIds) {
                    List<String> reasons = codes(dagId);
                    codes.addAll(reasons);
                    if (reasons.isEmpty()) {
                        free.add(dagId);
                    }
                }

                creation.pass();

                Map<String, Integer> after = runs();
                List<String> got = dagIds.stream()
                        .filter(id -> after.getOrDefault(id, 0) > before.getOrDefault(id, 0))
                        .toList();
                assertThat(got).as("round %d, step %d", round, step).isEqualTo(free);
                made += got.size();
                held += dagIds.size() - got.size();
                clock.advance(Duration.ofMinutes(random.nextInt(1, 600)));
            }
            harness.query(db -> db.truncate(DAG, DAG_RUN).cascade().execute());
        }
        assertThat(made).isGreaterThan(100);
        assertThat(held).isGreaterThan(100);
        assertThat(codes)
                .contains(
                        "inactive",
                        "paused",
                        "no_schedule",
                        "start_date_in_future",
                        "end_date_passed",
                        "no_further_run",
                        "run_open",
                        "next_run",
                        "catchup",
                        "assets_awaited",
                        "max_active_runs");
    }

    private Map<String, Integer> runs() {
        return harness.query(db -> db.select(DAG_RUN.DAG_ID, org.jooq.impl.DSL.count())
                .from(DAG_RUN)
                .groupBy(DAG_RUN.DAG_ID)
                .fetchMap(DAG_RUN.DAG_ID, org.jooq.impl.DSL.count()));
    }

    /** Pauses, deletes, ends and updates at random. */
    private void disturb(List<String> dagIds, Random random) {
        for (String dagId : dagIds) {
            set(dagId, DAG.IS_PAUSED, random.nextInt(4) == 0);
            set(dagId, DAG.IS_ACTIVE, random.nextInt(8) != 0);
            if (random.nextInt(3) > 0) {
                end(dagId);
            }
        }
        if (random.nextBoolean()) {
            update(random.nextBoolean() ? ORDERS : RATES);
        }
    }

    private static TestDag randomDag(String dagId, Random random) {
        List<ScheduleSpec> schedules = List.of(
                Schedule.of("0 */2 * * *").spec(),
                Schedule.of("0 6 * * *", "30 9 * * 1").spec(),
                Schedule.dataInterval("@daily").spec(),
                Schedule.every(Duration.ofHours(5)).spec(),
                Schedule.dataIntervalEvery(Duration.ofHours(3)).spec(),
                Schedule.once().spec(),
                Schedule.continuous().spec(),
                Schedule.none().spec(),
                Schedule.events("2026-01-09T00:00:00Z", "2026-01-11T03:00:00Z").spec());
        AssetExpression assets = random.nextBoolean() ? ORDERS.and(RATES) : ORDERS.or(RATES);
        ScheduleSpec time = schedules.get(random.nextInt(schedules.size()));
        TestDag dag = TestDag.named(dagId)
                .schedule(
                        switch (random.nextInt(5)) {
                            case 0 -> new ScheduleSpec.Assets(assets);
                            case 1 ->
                                time instanceof ScheduleSpec.None ? time : new ScheduleSpec.AssetsOrTime(assets, time);
                            default -> time;
                        })
                .maxActiveRuns(random.nextInt(1, 4));
        if (random.nextInt(3) > 0) {
            dag.from(NOON.plus(Duration.ofHours(random.nextInt(-90, 30))).toString());
            dag.catchup(List.of(0, 0, 2, DagSpec.CATCHUP_ALL).get(random.nextInt(4)));
        }
        if (random.nextInt(4) == 0) {
            dag.to(NOON.plus(Duration.ofHours(random.nextInt(-60, 60))).toString());
        }
        return dag;
    }
}
