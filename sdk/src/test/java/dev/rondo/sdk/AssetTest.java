package dev.rondo.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.sdk.internal.DagSpecs;
import dev.rondo.sdk.internal.SpecJson;
import dev.rondo.sdk.spec.DagSpec;
import dev.rondo.sdk.spec.ScheduleSpec;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class AssetTest {

    private static final Asset ORDERS = Asset.of("orders", "gs://shop/orders");
    private static final Asset RATES = Asset.of("rates");
    private static final AssetAlias TABLES = AssetAlias.of("tables");

    private static DagSpec spec(Consumer<Dag> define) {
        return DagSpecs.of(dag(define), "test.Dag");
    }

    private static Dag dag(Consumer<Dag> define) {
        Dag dag = Dag.create("d");
        define.accept(dag);
        return dag;
    }

    @Test
    void and_binds_what_stands_before_it_as_the_words_are_read() {
        assertThat(ORDERS.and(RATES).and(TABLES)).hasToString("orders and rates and alias tables");
        assertThat(ORDERS.and(RATES.or(TABLES))).hasToString("orders and (rates or alias tables)");
        assertThat(ORDERS.or(RATES).and(ORDERS).leaves()).containsExactly(ORDERS, RATES);
    }

    @Test
    void an_expression_of_nothing_is_refused() {
        assertThatThrownBy(Schedule::assets).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void several_assets_are_all_waited_for() {
        assertThat(Schedule.assets(ORDERS, RATES)).isEqualTo(Schedule.assets(ORDERS.and(RATES)));
        assertThat(Schedule.assets(ORDERS)).hasToString("Asset");
    }

    @Test
    void time_and_assets_are_kept_apart() {
        Schedule both = Schedule.of("0 6 * * *").orAssets(ORDERS);

        assertThat(both).hasToString("Asset or 0 6 * * *");
        assertThat(both.spec().assets()).isEqualTo(ORDERS);
        assertThat(both.spec().byTime()).isEqualTo(Schedule.of("0 6 * * *").spec());
        assertThatThrownBy(() -> Schedule.assets(ORDERS).orAssets(RATES))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a.or(b)");
    }

    @Test
    void a_graph_has_outlets_inlets_and_schedule_and_keeps_them_in_its_stored_form() {
        DagSpec spec = spec(d -> {
            d.schedule(Schedule.assets(ORDERS.withExtra(Map.of("owner", "shop", "rows", 5L))));
            d.task("t")
                    .run(() -> {})
                    .outlets(RATES, TABLES)
                    .outlets(RATES)
                    .inlets(ORDERS.withExtra(Map.of("owner", "shop", "rows", 5L)));
        });

        assertThat(spec.tasks().getFirst().outlets()).containsExactly(RATES, TABLES);
        assertThat(spec.schedule()).isInstanceOf(ScheduleSpec.Assets.class);
        assertThat(SpecJson.read(SpecJson.write(spec))).isEqualTo(spec);
    }

    @Test
    void two_assets_of_one_name_that_differ_are_a_problem_that_shows_both() {
        assertThatThrownBy(() -> spec(d -> d.task("t").run(() -> {}).outlets(ORDERS, Asset.of("orders", "gs://other"))))
                .isInstanceOf(DagInvalidException.class)
                .hasMessageContaining("BAD_ASSET")
                .hasMessageContaining("gs://shop/orders")
                .hasMessageContaining("gs://other");
    }

    @Test
    void texts_that_cannot_be_kept_are_problems() {
        for (Asset wrong : List.of(
                Asset.of(" "), Asset.of("x".repeat(1_501)), Asset.of("a\nb"), ORDERS.inGroup(""), Asset.of("a", " "))) {
            assertThatThrownBy(() -> spec(d -> d.task("t").run(() -> {}).outlets(wrong)))
                    .isInstanceOf(DagInvalidException.class)
                    .hasMessageContaining("BAD_ASSET");
        }
    }

    @Test
    void what_is_said_of_an_asset_is_of_json_and_has_one_text() {
        assertThat(ORDERS.withExtra(Map.of("b", 1L, "a", List.of("x"))).extraJson())
                .isEqualTo("{\"a\":[\"x\"],\"b\":1}");
        assertThat(ORDERS.withExtra(Map.of("b", 1L)).extra()).isEqualTo(Map.of("b", 1));
        assertThatThrownBy(() -> ORDERS.withExtra(Map.of("f", new Object())))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
