package dev.rondo.webserver;

import static dev.rondo.metadata.jooq.Tables.DAG;
import static dev.rondo.metadata.jooq.Tables.IMPORT_ERROR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.metadata.asset.AssetRuns;
import dev.rondo.metadata.asset.AssetUpdate;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.sdk.Asset;
import dev.rondo.sdk.Dag;
import dev.rondo.sdk.RunStrategy;
import dev.rondo.sdk.Schedule;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the API says of a DAG that makes no run; it is midnight of New Year 2026. */
@ExtendWith(PostgresExtension.class)
class DagWhyTest {

    private static final Asset ORDERS = Asset.of("orders");
    private static final Asset RATES = Asset.of("rates");

    private TestWebserver web;

    @BeforeEach
    void start(TestDatabase mine, @TempDir Path folder) {
        web = new TestWebserver(mine, folder);
        web.rows().clean();
        web.rows().scheduler();
    }

    @AfterEach
    void stop() {
        web.close();
    }

    private Dag dag(String schedule) {
        return dag(Schedule.of(schedule));
    }

    private Dag dag(Schedule schedule) {
        Dag dag = Dag.create("sales").schedule(schedule);
        dag.task("load").run(() -> {});
        return dag;
    }

    private TestWebserver.Answer why() throws Exception {
        return web.get("/api/v2/dags/sales/why");
    }

    private void set(org.jooq.Field<Boolean> field, boolean value) {
        web.database().transactions().run(db -> db.update(DAG).set(field, value).execute());
    }

    @Test
    void a_run_that_is_due_is_held_back_by_nothing() throws Exception {
        web.rows().dag(dag("@hourly").startDate("2025-12-31T12:00"));

        assertThat(why().at("/reasons").toString()).isEqualTo("[]");
    }

    @Test
    void the_next_run_says_until_when() throws Exception {
        web.rows().dag(dag("@hourly").startDate("2026-01-01T00:30"));

        assertThat(why().values("reasons", "code")).containsExactly("start_date_in_future", "next_run");
        assertThat(why().values("reasons", "until")).containsExactly("2026-01-01T00:30:00Z", "2026-01-01T01:00:00Z");
        assertThat(why().at("/reasons/1").toString())
                .isEqualTo(
                        "{\"code\":\"next_run\",\"message\":\"the next scheduled run starts at 2026-01-01T01:00:00Z\","
                                + "\"until\":\"2026-01-01T01:00:00Z\",\"data\":{\"until\":\"2026-01-01T01:00:00Z\"},"
                                + "\"blocking\":[],\"assets\":[]}");
    }

    @Test
    void an_end_date_that_has_passed_ends_it() throws Exception {
        web.rows()
                .dag(dag("@daily").startDate("2025-12-01").endDate("2025-12-31").catchup(true));
        for (int day = 1; day <= 31; day++) {
            web.rows().scheduledRun("sales", Instant.parse("2025-12-%02dT00:00:00Z".formatted(day)));
        }

        assertThat(why().values("reasons", "code")).containsExactly("end_date_passed");
        assertThat(why().at("/reasons/0/until").isNull()).isTrue();
    }

    @Test
    void a_file_that_is_gone_one_that_fails_and_a_pause_come_first() throws Exception {
        web.rows().dag(dag("@once"));
        set(DAG.IS_ACTIVE, false);
        set(DAG.IS_PAUSED, true);
        web.database()
                .transactions()
                .run(db -> db.insertInto(IMPORT_ERROR)
                        .set(IMPORT_ERROR.BUNDLE_NAME, "dags")
                        .set(IMPORT_ERROR.FILE_NAME, "sales.jar")
                        .set(IMPORT_ERROR.CODE, "DAG_HAS_CYCLE")
                        .set(IMPORT_ERROR.MESSAGE, "load leads to load")
                        .set(IMPORT_ERROR.STACK_TRACE, "")
                        .set(IMPORT_ERROR.PROBLEMS, "[]")
                        .set(IMPORT_ERROR.CREATED_AT, TestWebserver.NOW)
                        .execute());

        assertThat(why().values("reasons", "code")).containsExactly("import_error", "inactive", "paused");
        assertThat(why().at("/reasons/0/message").asText())
                .contains("sales.jar", "DAG_HAS_CYCLE", "load leads to load");
        assertThat(why().at("/reasons/1/message").asText()).contains("sales.jar", "put it back");
        assertThat(why().at("/reasons/2/message").asText()).contains("rondo dags unpause sales");
    }

    @Test
    void under_a_strategy_one_run_is_enough_and_it_is_named() throws Exception {
        web.rows().dag(dag("@hourly").startDate("2025-12-31T12:00").runStrategy(RunStrategy.SEQUENTIAL));
        web.rows().run("sales", "long", "running", TestWebserver.NOW.minusSeconds(7_200));

        assertThat(why().values("reasons", "code")).containsExactly("max_active_runs");
        assertThat(why().at("/reasons/0/message").asText()).contains("at most 1", "run strategy sequential");
        assertThat(why().at("/reasons/0/blocking").toString())
                .isEqualTo("[{\"dag_id\":\"sales\",\"run_id\":\"long\",\"task_id\":null,\"map_index\":null,"
                        + "\"state\":\"running\"}]");
    }

    @Test
    void the_asset_that_is_missing_is_named_with_its_last_update_and_who_makes_it() throws Exception {
        Dag maker = Dag.create("maker").schedule("@daily").startDate("2025-12-01");
        maker.task("fetch").run(() -> {}).outlets(RATES);
        web.rows().dag(maker);
        web.rows().dag(dag(Schedule.assets(ORDERS, RATES)));
        web.database()
                .transactions()
                .run(db -> new AssetRuns(new SplittableRandom(7))
                        .record(
                                db,
                                List.of(new AssetUpdate(
                                        "orders", "orders", "asset", null, "{}", null, null, null, -1, "ann")),
                                TestWebserver.NOW));

        assertThat(why().values("reasons", "code")).containsExactly("assets_awaited");
        assertThat(why().at("/reasons/0/message").asText())
                .isEqualTo("it waits for an update of rates; updated since its last run: orders;"
                        + " rates is updated by task maker.fetch");
        assertThat(why().at("/reasons/0/assets").toString())
                .isEqualTo("[{\"kind\":\"asset\",\"name\":\"rates\",\"last_update\":null,"
                        + "\"writers\":[\"maker.fetch\"]}]");
    }

    @Test
    void what_catchup_leaves_out_is_told_beside_the_next_run() throws Exception {
        web.rows().dag(dag("@daily").startDate("2025-12-30"));
        web.rows().scheduledRun("sales", TestWebserver.NOW);

        assertThat(why().values("reasons", "code")).containsExactly("next_run", "catchup");
        assertThat(why().at("/reasons/1/data").toString())
                .contains("\"passed_over\":\"2\"", "\"first\":\"2025-12-30T00:00:00Z\"");
    }

    @Test
    void without_a_schedule_or_a_scheduler_it_says_what_to_do() throws Exception {
        web.rows().dag(dag(Schedule.none()));
        web.database()
                .transactions()
                .run(db -> db.deleteFrom(dev.rondo.metadata.jooq.Tables.JOB).execute());

        assertThat(why().values("reasons", "code")).containsExactly("no_schedule", "no_scheduler");
        assertThat(why().at("/reasons/0/message").asText()).contains("rondo dags trigger sales");
        assertThat(why().at("/reasons/1/message").asText()).contains("rondo scheduler");
    }
}
