package dev.rondo.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.e2e.harness.Await;
import dev.rondo.e2e.harness.Distribution;
import dev.rondo.e2e.harness.RondoExtension;
import dev.rondo.e2e.harness.RondoProcess;
import dev.rondo.e2e.harness.Run;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tasks on real processes update assets, and what waits for them runs. */
class AssetRunsTest {

    @RegisterExtension
    static final RondoExtension RONDO = RondoExtension.standalone();

    @BeforeAll
    static void drop() {
        RONDO.home().drop("Shop.java", """
                import dev.rondo.sdk.Asset;
                import dev.rondo.sdk.AssetAlias;
                import dev.rondo.sdk.Dag;
                import dev.rondo.sdk.DagFamily;
                import dev.rondo.sdk.Schedule;
                import dev.rondo.sdk.TypeOf;
                import java.util.List;
                import java.util.Map;

                public final class Shop implements DagFamily {
                    static final Asset ORDERS = Asset.of("orders", "gs://shop/orders");
                    static final Asset POSTED = Asset.of("posted");
                    static final AssetAlias TABLES = AssetAlias.of("tables");

                    @Override
                    public List<Dag> define() {
                        Dag load = Dag.create("load").schedule(Schedule.none());
                        load.task("load").run(ctx -> {
                            ctx.assetEvent(ORDERS, Map.of("rows", 842));
                            ctx.assetEvent(TABLES, Asset.of("table_7"), Map.of());
                        }).outlets(ORDERS, TABLES);
                        Dag report = Dag.create("report")
                                .schedule(Schedule.assets(ORDERS.and(POSTED)))
                                .pausedUponCreation(false);
                        report.task("rows").call(ctx -> ctx.triggeringAssetEvents().stream()
                                .map(event -> event.asset() + ":" + event.extra().get("rows"))
                                .toList()).returns(new TypeOf<List<String>>() {});
                        Dag byAlias = Dag.create("by_alias")
                                .schedule(Schedule.assets(TABLES))
                                .pausedUponCreation(false);
                        byAlias.task("newest")
                                .call(ctx -> ctx.inletEvents(TABLES, 5).getFirst().runId())
                                .inlets(TABLES);
                        return List.of(load, report, byAlias);
                    }
                }
                """.getBytes(UTF_8));
        RONDO.dags().awaitThere("by_alias");
    }

    private static Run onlyRunOf(String dagId) {
        JsonNode runs = Await.until(
                "a run of " + dagId,
                () -> RONDO.api().get("/dags/" + dagId + "/dagRuns").path("dag_runs"),
                found -> !found.isEmpty());
        assertThat(runs).hasSize(1);
        assertThat(runs.get(0).path("run_type").asText()).isEqualTo("asset_triggered");
        return new Run(RONDO.api(), dagId, runs.get(0).path("dag_run_id").asText());
    }

    private static String rondo(int exitCode, String... words) {
        RondoProcess command =
                RondoProcess.start("assets-" + words[1], Distribution.built(), RONDO.home(), Map.of(), List.of(words));
        assertThat(command.awaitExit()).as(command.output()).isEqualTo(exitCode);
        return command.output();
    }

    @Test
    void updates_by_a_task_and_by_hand_make_the_runs_that_wait_for_them() {
        Run load = RONDO.dags().run("load");
        assertThat(load.awaitEnd()).isEqualTo("success");

        Run byAlias = onlyRunOf("by_alias");
        assertThat(byAlias.awaitEnd()).isEqualTo("success");
        assertThat(byAlias.result("newest").asText()).isEqualTo(load.id());
        assertThat(RONDO.api().get("/dags/report/dagRuns").path("total_entries").asInt())
                .as("orders alone are not enough")
                .isZero();

        assertThat(rondo(66, "assets", "update", "poste")).contains("there is no asset 'poste'");
        assertThat(rondo(2, "assets", "update", "posted", "--extra", "[1]")).contains("--extra must be a JSON object");
        rondo(0, "assets", "update", "posted", "--extra", "{\"rows\": 3}");

        Run report = onlyRunOf("report");
        assertThat(report.awaitEnd()).isEqualTo("success");
        assertThat(report.result("rows").toString()).isEqualTo("[\"orders:842\",\"posted:3\"]");
        assertThat(RONDO.api()
                        .get("/dags/report/dagRuns/" + report.id() + "/upstreamAssetEvents")
                        .path("total_entries")
                        .asInt())
                .isEqualTo(2);
        assertThat(rondo(0, "assets", "list")).contains("orders", "load.load", "report");
        assertThat(rondo(0, "assets", "events")).contains("table_7", "posted", "load.load");
    }
}
