package dev.rondo.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rondo.e2e.chaos.Decision.Above;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The checker's trigger rules are Airflow's, as recorded. */
class DecisionTest {

    private static final Map<String, Decision> WORDS = Map.of(
            "run", Decision.RUN,
            "wait", Decision.WAIT,
            "mark_skipped", Decision.SKIPPED,
            "mark_upstream_failed", Decision.UPSTREAM_FAILED);

    private static final Path RECORDED = Path.of("../core/src/test/resources/semantics/trigger_rules.json");

    private static List<JsonNode> cases(String kind) throws IOException {
        List<JsonNode> cases = new ArrayList<>();
        for (JsonNode one : new ObjectMapper().readTree(RECORDED.toFile()).path("cases")) {
            if (one.path("kind").asText().equals(kind)) {
                cases.add(one);
            }
        }
        return cases;
    }

    @Test
    void as_airflow_decides() throws IOException {
        // Nothing is removed here.
        List<JsonNode> plain = cases("plain").stream()
                .filter(one -> one.path("upstream").path("removed").asInt() == 0)
                .toList();

        assertThat(plain)
                .hasSizeGreaterThan(1_000)
                .allSatisfy(
                        one -> assertThat(Decision.of(one.path("trigger_rule").asText(), above(one), Above.NONE))
                                .as(one.toString())
                                .isEqualTo(WORDS.get(one.path("decision").asText())));
    }

    private static Above above(JsonNode one) {
        JsonNode up = one.path("upstream");
        return new Above(
                up.path("success").asInt(),
                up.path("failed").asInt(),
                up.path("skipped").asInt(),
                up.path("upstream_failed").asInt(),
                one.path("unfinished").asInt());
    }

    @Test
    void of_teardowns_too() throws IOException {
        assertThat(cases("teardown")).hasSizeGreaterThan(200).allSatisfy(one -> {
            List<String> setups = new ArrayList<>();
            one.path("upstream_setups").forEach(state -> setups.add(state.asText()));
            List<String> all = new ArrayList<>(setups);
            one.path("upstream_tasks").forEach(state -> all.add(state.asText()));

            assertThat(Decision.of("all_done_setup_success", above(all), above(setups)))
                    .as(one.toString())
                    .isEqualTo(WORDS.get(one.path("decision").asText()));
        });
    }

    private static Above above(List<String> states) {
        int[] counts = new int[5];
        for (String state : states) {
            switch (state) {
                case "success" -> counts[0]++;
                case "failed" -> counts[1]++;
                case "skipped" -> counts[2]++;
                case "upstream_failed" -> counts[3]++;
                default -> counts[4]++;
            }
        }
        return new Above(counts[0], counts[1], counts[2], counts[3], counts[4]);
    }

    @Test
    void some_rules_may_have_decided_by_those_that_came_first() {
        assertThat(Decision.onTheWay("all_success", new Above(1, 1, 1, 0, 0), Above.NONE))
                .containsExactlyInAnyOrder(Decision.SKIPPED, Decision.UPSTREAM_FAILED);
        assertThat(Decision.onTheWay("all_success", new Above(1, 1, 0, 0, 0), Above.NONE))
                .containsExactly(Decision.UPSTREAM_FAILED);
        assertThat(Decision.onTheWay("all_done", new Above(1, 1, 1, 1, 0), Above.NONE))
                .containsExactly(Decision.RUN);
        assertThat(Decision.onTheWay("always", new Above(0, 0, 0, 1, 0), Above.NONE))
                .containsExactly(Decision.RUN);
    }
}
