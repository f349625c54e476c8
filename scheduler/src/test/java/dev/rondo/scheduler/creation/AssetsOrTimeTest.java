package dev.rondo.scheduler.creation;

import static dev.rondo.metadata.jooq.Tables.ASSET;
import static dev.rondo.metadata.jooq.Tables.DAG;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.metadata.schedule.ScheduleStore;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.testing.Commands;
import dev.rondo.scheduler.testing.End;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.ManualClock;
import dev.rondo.scheduler.testing.TestDag;
import dev.rondo.sdk.Asset;
import dev.rondo.sdk.spec.ScheduleSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A DAG that runs by time and whenever its assets are updated: both kinds of runs come, beside each other. */
@ExtendWith(PostgresExtension.class)
class AssetsOrTimeTest {

    private static final Asset ORDERS = Asset.of("orders", "gs://shop/orders");

    private final ManualClock clock = new ManualClock("2026-01-10T12:00:00Z");
    private EngineHarness harness;
    private RunCreation creation;

    @BeforeEach
    void open(TestDatabase database) {
        harness = new EngineHarness(database, clock);
        harness.query(db -> db.truncate(ASSET).cascade().execute());
        harness.clean();
        creation = new RunCreation(
                "assets-or-time",
                new ScheduleStore(harness.database().transactions()),
                dags -> harness.engine().mayStart(dags),
                clock);
        harness.publish(TestDag.named("both")
                .chain("a")
                .schedule(new ScheduleSpec.AssetsOrTime(ORDERS, new ScheduleSpec.CronTrigger(List.of("0 * * * *"))))
                .maxActiveRuns(2));
    }

    @AfterEach
    void close() {
        creation.close();
        harness.close();
    }

    private void update() {
        long asset = harness.query(
                db -> db.select(ASSET.ASSET_ID).from(ASSET).fetchSingle().value1());
        assertThat(new Commands(harness).run(new Command.CreateAssetEvent(asset, "{}")))
                .isInstanceOf(CommandReply.AssetEventCreated.class);
    }

    private void pass() {
        assertThat(creation.pass()).isLessThanOrEqualTo(1);
        harness.settle();
    }

    /** Type and state of each run, in the order in which they were made. */
    private List<String> runs() {
        return harness.query(db -> db.select(DAG_RUN.RUN_TYPE, DAG_RUN.STATE)
                .from(DAG_RUN)
                .orderBy(DAG_RUN.RUN_NO)
                .fetch(run -> run.value1() + " " + run.value2()));
    }

    private List<Instant> dates() {
        return harness.query(db -> db.select(DAG_RUN.LOGICAL_DATE)
                .from(DAG_RUN)
                .where(DAG_RUN.RUN_TYPE.eq("scheduled"))
                .orderBy(DAG_RUN.RUN_NO)
                .fetch(DAG_RUN.LOGICAL_DATE));
    }

    private Instant nextRunAfter() {
        return harness.query(
                db -> db.select(DAG.NEXT_RUN_AFTER).from(DAG).fetchSingle().value1());
    }

    @Test
    void an_update_makes_a_run_of_its_own_and_moves_no_tick() {
        pass();
        assertThat(runs()).containsExactly("scheduled running");
        assertThat(nextRunAfter()).isEqualTo("2026-01-10T13:00:00Z");

        clock.advance(Duration.ofMinutes(10));
        update();
        pass();
        assertThat(runs()).containsExactly("scheduled running", "asset_triggered running");
        assertThat(nextRunAfter()).isEqualTo("2026-01-10T13:00:00Z");

        clock.advance(Duration.ofMinutes(50));
        pass();
        assertThat(dates())
                .containsExactly(Instant.parse("2026-01-10T12:00:00Z"), Instant.parse("2026-01-10T13:00:00Z"));
        assertThat(nextRunAfter()).isEqualTo("2026-01-10T14:00:00Z");
    }

    @Test
    void runs_of_both_kinds_share_the_places_of_the_dag() {
        pass();
        clock.advance(Duration.ofMinutes(10));
        update();
        clock.advance(Duration.ofMinutes(50));
        pass();
        update();
        pass();
        assertThat(runs())
                .as("two places, and an update that waits for one")
                .containsExactly("scheduled running", "asset_triggered running", "scheduled queued");

        harness.worker("worker", 4);
        harness.run(dispatch -> End.success());

        assertThat(runs())
                .containsExactly(
                        "scheduled success", "asset_triggered success", "scheduled success", "asset_triggered success");
    }
}
