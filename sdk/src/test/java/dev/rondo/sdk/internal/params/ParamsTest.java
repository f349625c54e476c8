package dev.rondo.sdk.internal.params;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.sdk.Param;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import java.net.Socket;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ParamsTest {

    enum Metric {
        AUC,
        LOG_LOSS
    }

    sealed interface Split permits ByDate, ByShare {}

    record ByDate(LocalDate day) implements Split {}

    record ByShare(double share) implements Split {}

    record Optimizer(String name, double rate) {}

    record Params(
            @Param(value = "Passes over the data.", title = "Epochs", min = 1, max = 100)
            int epochs,

            double minAuc,
            Metric metric,
            List<Integer> layers,
            Optimizer optimizer,
            Split split,
            Map<Metric, Double> weights,
            Optional<String> note,
            @Nullable LocalDate until) {
        Params {
            if (minAuc > 1) {
                throw new IllegalArgumentException("minAuc must be 1 or less, was " + minAuc);
            }
        }
    }

    private static final Params DEFAULTS = new Params(
            10,
            0.9,
            Metric.AUC,
            List.of(64, 8),
            new Optimizer("adam", 0.01),
            new ByShare(0.2),
            Map.of(Metric.AUC, 1.0),
            Optional.empty(),
            null);

    private static final ParamsType TYPE = type(DEFAULTS);

    private static ParamsType type(Record defaults) {
        return ((ParamsType.Reading.Usable) ParamsType.read(defaults)).type();
    }

    private static JsonObject json(String text) {
        return (JsonObject) JsonValue.parse(text);
    }

    @Test
    void without_conf_the_defaults_hold() {
        assertThat(TYPE.instance(JsonObject.EMPTY)).isEqualTo(DEFAULTS);
    }

    @Test
    void a_conf_overrides_what_it_names() {
        Params params = (Params) TYPE.instance(json("{\"epochs\": 3, \"metric\": \"LOG_LOSS\", \"layers\": [1],"
                + " \"split\": {\"@type\": \"ByDate\", \"day\": \"2026-01-31\"}, \"note\": \"try\","
                + " \"until\": \"2026-12-31\", \"weights\": {\"LOG_LOSS\": 2}}"));

        assertThat(params)
                .isEqualTo(new Params(
                        3,
                        0.9,
                        Metric.LOG_LOSS,
                        List.of(1),
                        new Optimizer("adam", 0.01),
                        new ByDate(LocalDate.of(2026, 1, 31)),
                        Map.of(Metric.LOG_LOSS, 2.0),
                        Optional.of("try"),
                        LocalDate.of(2026, 12, 31)));
    }

    @Test
    void a_record_within_the_record_is_merged() {
        Params params = (Params) TYPE.instance(json("{\"optimizer\": {\"rate\": 1}}"));

        assertThat(params.optimizer()).isEqualTo(new Optimizer("adam", 1));
    }

    @Test
    void all_problems_are_reported_at_once() {
        JsonObject conf = json("{\"epoch\": 3, \"epochs\": 0, \"minAuc\": \"high\", \"metric\": \"AUX\","
                + " \"layers\": [1, 2.5, null], \"optimizer\": {\"rat\": 1}, \"split\": {\"@type\": \"Half\"},"
                + " \"weights\": {\"F1\": 1}, \"until\": \"soon\", \"note\": null}");

        assertThatThrownBy(() -> TYPE.instance(conf))
                .isInstanceOfSatisfying(
                        ParamsException.class,
                        e -> assertThat(e.problems())
                                .containsExactly(
                                        "epochs: must be 1 or more, was 0",
                                        "minAuc: expected double, found the string \"high\"",
                                        "metric: must be one of [AUC, LOG_LOSS], was the string \"AUX\"; did you mean 'AUC'?",
                                        "layers[1]: expected int, found 2.5, which is not whole or out of range",
                                        "layers[2]: expected int, found null",
                                        "optimizer.rat: is unknown; did you mean 'rate'?",
                                        "split: must be an object whose \"@type\" is one of [ByDate, ByShare], was the string"
                                                + " \"Half\"",
                                        "weights.F1: must be one of [AUC, LOG_LOSS], was the string \"F1\"",
                                        "until: expected date, found \"soon\"",
                                        "epoch: is unknown; did you mean 'epochs'?"));
    }

    @Test
    void the_constructor_has_the_last_word() {
        assertThatThrownBy(() -> TYPE.instance(json("{\"minAuc\": 1.5}")))
                .isInstanceOf(ParamsException.class)
                .hasMessageContaining("the constructor of Params refused it: minAuc must be 1 or less, was 1.5");
    }

    @Test
    void the_stored_form_checks_without_the_class() {
        ParamsSchema stored = ParamsSchema.parse(
                TYPE.schema().schema().toJson(), TYPE.schema().defaults().toJson());

        assertThat(stored.problems(JsonObject.EMPTY)).isEmpty();
        assertThat(stored.problems(json("{\"epochs\": 101, \"minAuc\": 2}")))
                .containsExactly("epochs: must be 100 or less, was 101");
        assertThat(stored.merged(json("{\"optimizer\": {\"rate\": 1}}")).get("optimizer"))
                .isEqualTo(json("{\"name\": \"adam\", \"rate\": 1}"));
    }

    @Test
    void keys_that_are_no_params_are_for_templates_alone() {
        JsonObject conf = json("{\"epochs\": 3, \"ticket\": \"T-1\"}");

        assertThat(TYPE.schema().merged(conf).members()).containsKey("ticket").hasSize(10);
        assertThat(TYPE.schema().record(conf).members())
                .doesNotContainKey("ticket")
                .hasSize(9);
    }

    @Test
    void missing_parts_of_a_replaced_value_are_named() {
        assertThat(TYPE.schema().problems(json("{\"split\": {\"@type\": \"ByShare\"}}")))
                .containsExactly("split.share: is missing");
    }

    @Test
    void the_schema_has_defaults_and_what_the_author_says() {
        JsonObject properties = (JsonObject) TYPE.schema().schema().require("properties");

        assertThat(properties.require("epochs"))
                .isEqualTo(json("{\"type\": \"integer\", \"format\": \"int32\", \"title\": \"Epochs\","
                        + " \"description\": \"Passes over the data.\", \"minimum\": 1, \"maximum\": 100,"
                        + " \"default\": 10}"));
        assertThat(properties.require("metric"))
                .isEqualTo(json("{\"type\": \"string\", \"enum\": [\"AUC\", \"LOG_LOSS\"], \"default\": \"AUC\"}"));
        assertThat(properties.require("until"))
                .isEqualTo(json("{\"anyOf\": [{\"type\": \"string\", \"format\": \"date\"}, {\"type\": \"null\"}],"
                        + " \"default\": null}"));
    }

    @Test
    void a_record_that_cannot_be_passed_is_refused_with_its_reasons() {
        record Bad(Socket socket, Thread thread) {}

        var refused = (ParamsType.Reading.Refused) ParamsType.read(new Bad(new Socket(), Thread.currentThread()));

        assertThat(refused.problems()).hasSize(2);
    }
}
