package dev.rondo.scheduler.creation;

import static dev.rondo.metadata.jooq.Tables.DAG;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.dagrun.RunType;
import dev.rondo.metadata.dagrun.DagRunStore;
import dev.rondo.metadata.dagrun.NewRun;
import dev.rondo.metadata.schedule.ScheduleStore;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.ManualClock;
import dev.rondo.scheduler.testing.TestDag;
import dev.rondo.sdk.spec.DagSpec;
import dev.rondo.sdk.spec.ScheduleSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Which run a schedule goes on after, on the real tables: the recorded decisions are given the last automated run, and
 * here it is looked for among others.
 */
@ExtendWith(PostgresExtension.class)
class LastRunTest {

    private final ManualClock clock = new ManualClock("2026-01-10T12:00:00Z");
    private EngineHarness harness;
    private RunCreation creation;

    @BeforeEach
    void open(TestDatabase database) {
        harness = new EngineHarness(database, clock);
        harness.clean();
        creation = new RunCreation("test", new ScheduleStore(harness.database().transactions()), dagIds -> {}, clock);
        daily("daily");
    }

    @AfterEach
    void close() {
        creation.close();
        harness.close();
    }

    private void daily(String dagId) {
        harness.publish(TestDag.named(dagId)
                .chain("a")
                .schedule(new ScheduleSpec.CronDataInterval("@daily"))
                .from("2026-01-01T00:00:00Z")
                .catchup(DagSpec.CATCHUP_ALL));
    }

    /** A run that is there already; {@code date} null: it has none. */
    private void run(String dagId, RunType type, @Nullable String date) {
        Instant start = date == null ? null : Instant.parse(date + "T00:00:00Z");
        Instant end = start == null ? null : start.plus(Duration.ofDays(1));
        long versionId = harness.query(db -> db.select(DAG.VERSION_ID)
                .from(DAG)
                .where(DAG.DAG_ID.eq(dagId))
                .fetchSingle()
                .value1());
        NewRun made = new NewRun(
                dagId,
                versionId,
                type.wireName() + "__" + date,
                start,
                start,
                end,
                end == null ? clock.instant() : end,
                type,
                "{}",
                clock.instant(),
                "test",
                null,
                null,
                null,
                null);
        DagRunStore runs = new DagRunStore(harness.database().transactions());
        assertThat(runs.create(List.of(made))).hasSize(1);
    }

    /** Days of January with a run that was made by a pass. */
    private List<Integer> made(String dagId) {
        while (creation.pass() > 0) {
            // a catchup takes several passes
        }
        return harness.query(db -> db
                .select(DAG_RUN.LOGICAL_DATE)
                .from(DAG_RUN)
                .where(DAG_RUN.DAG_ID.eq(dagId), DAG_RUN.TRIGGERED_BY.ne("test"))
                .orderBy(DAG_RUN.LOGICAL_DATE)
                .fetch(DAG_RUN.LOGICAL_DATE)
                .stream()
                .map(date -> Integer.parseInt(date.toString().substring(8, 10)))
                .toList());
    }

    @Test
    void it_goes_on_after_the_latest_date_whatever_was_made_last() {
        run("daily", RunType.SCHEDULED, "2026-01-06");
        run("daily", RunType.SCHEDULED, "2026-01-04");

        assertThat(made("daily")).containsExactly(7, 8, 9);
    }

    @Test
    void a_run_of_a_backfill_counts() {
        run("daily", RunType.SCHEDULED, "2026-01-03");
        run("daily", RunType.BACKFILL, "2026-01-07");

        assertThat(made("daily")).containsExactly(8, 9);
    }

    @Test
    void manual_runs_and_those_of_assets_do_not_count() {
        run("daily", RunType.SCHEDULED, "2026-01-07");
        run("daily", RunType.MANUAL, "2026-01-20");
        run("daily", RunType.MANUAL, null);
        run("daily", RunType.ASSET_TRIGGERED, null);

        assertThat(made("daily")).containsExactly(8, 9);
    }

    @Test
    void each_dag_has_a_last_run_of_its_own() {
        daily("other");
        run("daily", RunType.SCHEDULED, "2026-01-08");
        run("other", RunType.SCHEDULED, "2026-01-06");

        assertThat(made("daily")).containsExactly(9);
        assertThat(made("other")).containsExactly(7, 8, 9);
    }
}
