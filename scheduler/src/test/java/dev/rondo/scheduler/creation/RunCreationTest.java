package dev.rondo.scheduler.creation;

import static dev.rondo.metadata.jooq.Tables.ASSET;
import static dev.rondo.metadata.jooq.Tables.DAG;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.DAG_VERSION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.metadata.asset.AssetRuns;
import dev.rondo.metadata.schedule.ScheduleStore;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.ManualClock;
import dev.rondo.scheduler.testing.TestDag;
import dev.rondo.sdk.Asset;
import dev.rondo.sdk.AssetExpression;
import dev.rondo.sdk.internal.SpecJson;
import dev.rondo.sdk.spec.DagSpec;
import dev.rondo.sdk.spec.ScheduleSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class RunCreationTest {

    private static final ScheduleSpec DAILY = new ScheduleSpec.CronDataInterval("0 0 * * *");
    private static final Instant FIFTH = Instant.parse("2026-01-05T00:00:00Z");

    private final ManualClock clock = new ManualClock("2026-01-06T06:00:00Z");
    private EngineHarness harness;
    private RunCreation creation;

    @BeforeEach
    void open(TestDatabase database) {
        harness = new EngineHarness(database, clock);
        harness.clean();
        creation = new RunCreation("test", new ScheduleStore(harness.database().transactions()), dagIds -> {}, clock);
    }

    @AfterEach
    void close() {
        creation.close();
        harness.close();
    }

    private void pause(String dagId, boolean paused) {
        harness.query(db -> db.update(DAG)
                .set(DAG.IS_PAUSED, paused)
                .where(DAG.DAG_ID.eq(dagId))
                .execute());
    }

    private List<Instant> runs(String dagId) {
        return harness.query(db -> db.select(DAG_RUN.LOGICAL_DATE)
                .from(DAG_RUN)
                .where(DAG_RUN.DAG_ID.eq(dagId))
                .orderBy(DAG_RUN.LOGICAL_DATE)
                .fetch(DAG_RUN.LOGICAL_DATE));
    }

    private Instant next(String dagId) {
        return harness.query(db -> Objects.requireNonNull(db.select(DAG.NEXT_LOGICAL_DATE)
                .from(DAG)
                .where(DAG.DAG_ID.eq(dagId))
                .fetchSingle(DAG.NEXT_LOGICAL_DATE)));
    }

    @Test
    void jars_of_dags_are_told_of_shortly_before_these_are_due_and_once() {
        List<Map<String, Integer>> told = new ArrayList<>();
        harness.publish(List.of(
                TestDag.named("soon1").schedule(DAILY).from("2026-01-01T00:00:00Z"),
                TestDag.named("soon2").schedule(DAILY).from("2026-01-01T00:00:00Z"),
                TestDag.named("soon3").schedule(DAILY).from("2026-01-01T00:00:00Z")));
        pause("soon3", true);
        try (RunCreation timed = new RunCreation(
                "ahead",
                new ScheduleStore(harness.database().transactions()),
                new RunCreation.Told() {
                    @Override
                    public void mayStart(Collection<String> dagIds) {
                        // what has started already is not of interest here
                    }

                    @Override
                    public void expect(Map<String, Integer> due) {
                        told.add(due);
                    }
                },
                clock)) {
            var _ = timed.pass();
            Instant midnight = Instant.parse("2026-01-07T00:00:00Z");

            assertThat(timed.nextWakes()).containsExactly(midnight, midnight.minus(RunCreation.AHEAD));
            assertThat(told).isEmpty();
            clock.set(midnight.minus(RunCreation.AHEAD));
            assertThat(timed.nextWakes()).containsExactly(midnight);
            assertThat(timed.nextWakes()).containsExactly(midnight);

            assertThat(told)
                    .singleElement()
                    .satisfies(jars -> assertThat(jars.values())
                            .as("two of one jar are due")
                            .containsExactly(2));
        }
    }

    @Test
    void a_new_dag_that_is_paused_gets_no_run_and_its_next_one_is_known() {
        harness.publish(TestDag.named("idle")
                .schedule(DAILY)
                .from("2026-01-01T00:00:00Z")
                .chain("a"));
        pause("idle", true);

        creation.pass();

        assertThat(runs("idle")).isEmpty();
        assertThat(next("idle")).isEqualTo(FIFTH);
    }

    @Test
    void a_version_that_comes_while_it_is_paused_makes_no_run_either() {
        harness.publish(TestDag.named("idle")
                .schedule(DAILY)
                .from("2026-01-01T00:00:00Z")
                .chain("a"));
        creation.pass();
        pause("idle", true);
        clock.advance(Duration.ofDays(3));
        harness.publish(TestDag.named("idle")
                .schedule(DAILY)
                .from("2026-01-01T00:00:00Z")
                .chain("a", "b"));

        creation.pass();

        assertThat(runs("idle")).containsExactly(FIFTH);
        assertThat(next("idle")).isEqualTo(FIFTH.plus(Duration.ofDays(3)));
    }

    @Test
    void what_became_due_while_it_was_paused_is_created_when_it_is_switched_on() {
        harness.publish(TestDag.named("newest")
                .schedule(DAILY)
                .from("2026-01-01T00:00:00Z")
                .chain("a"));
        harness.publish(TestDag.named("all")
                .schedule(DAILY)
                .from("2026-01-01T00:00:00Z")
                .catchup(DagSpec.CATCHUP_ALL)
                .chain("a"));
        pause("newest", true);
        pause("all", true);
        creation.pass();
        assertThat(next("all")).isEqualTo("2026-01-01T00:00:00Z");

        pause("newest", false);
        pause("all", false);
        creation.pass();

        assertThat(runs("newest")).containsExactly(FIFTH);
        assertThat(runs("all")).hasSize(5).last().isEqualTo(FIFTH);
    }

    private void graph(String dagId, String graph) {
        harness.query(db -> db.update(DAG_VERSION)
                .set(DAG_VERSION.GRAPH, graph)
                .where(DAG_VERSION.DAG_ID.eq(dagId))
                .execute());
    }

    @Test
    void a_dag_whose_schedule_cannot_be_asked_keeps_no_other_from_its_runs_and_misses_none_of_its_own() {
        TestDag later = TestDag.named("a_later_release")
                .schedule(DAILY)
                .from("2026-01-01T00:00:00Z")
                .catchup(DagSpec.CATCHUP_ALL)
                .chain("a");
        harness.publish(later);
        graph("a_later_release", "{\"format\":\"of a later release\"}");
        harness.publish(TestDag.named("known")
                .schedule(DAILY)
                .from("2026-01-01T00:00:00Z")
                .chain("a"));

        assertThat(creation.pass()).isEqualTo(1);
        assertThat(runs("known")).containsExactly(FIFTH);
        assertThat(runs("a_later_release")).isEmpty();

        graph("a_later_release", SpecJson.write(later.spec()));
        creation.pass();
        assertThat(runs("a_later_release")).hasSize(5);
    }

    @Test
    void a_dag_behind_hundreds_that_wait_for_a_further_update_gets_its_run() {
        Asset orders = Asset.of("orders");
        AssetExpression both = orders.and(Asset.of("rates"));
        for (int number = 0; number < 501; number++) {
            harness.publish(waiting("a" + number, both));
        }
        harness.publish(waiting("behind", orders).maxActiveRuns(1));
        update("orders");
        update("orders");
        assertThat(runs("behind")).as("there is no place for a second").hasSize(1);
        harness.query(db -> db.update(DAG_RUN)
                .set(DAG_RUN.STATE, "success")
                .where(DAG_RUN.DAG_ID.eq("behind"))
                .execute());

        creation.pass();

        assertThat(runs("behind")).hasSize(2);
        assertThat(runs("a0")).isEmpty();
    }

    private static TestDag waiting(String dagId, AssetExpression expression) {
        return TestDag.named(dagId).chain("a").schedule(new ScheduleSpec.Assets(expression));
    }

    private void update(String asset) {
        AssetRuns assets = new AssetRuns(new SplittableRandom());
        var ignored = harness.query(db -> assets.post(
                db,
                db.select(ASSET.ASSET_ID)
                        .from(ASSET)
                        .where(ASSET.NAME.eq(asset))
                        .fetchSingle()
                        .value1(),
                "{}",
                "ann",
                harness.now()));
    }
}
