package dev.rondo.core.pool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.core.graph.Graph;
import dev.rondo.core.graph.TestDag;
import dev.rondo.core.semantics.RecordedCase;
import dev.rondo.core.semantics.RecordedCases;
import dev.rondo.core.semantics.SemanticsTest;
import dev.rondo.sdk.WeightRule;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The queue itself is held against the recordings where slots are given: in the scheduler, on a real database. */
@SemanticsTest(value = "pools_priority", label = "pools_priority.effective_weight")
class PoolsPrioritySemanticsTest {

    @RecordedCases(kinds = "effective_weight")
    void weights_combine_as_recorded(RecordedCase recorded) {
        TestDag dag = TestDag.named("recorded");
        recorded.get("priority_weight").propertyStream().forEach(entry -> {
            JsonNode rules = recorded.get("weight_rule");
            String rule = (rules.isObject() ? rules.path(entry.getKey()) : rules).asText();
            // A weight is an int here: one beyond is written as the nearest, which is what Airflow makes of it at last.
            int weight = Math.clamp(entry.getValue().longValue(), Integer.MIN_VALUE, Integer.MAX_VALUE);
            dag.task(entry.getKey()).weight(weight, WeightRule.valueOf(rule.toUpperCase(Locale.ROOT)));
        });
        recorded.get("edges")
                .forEach(edge -> dag.edge(edge.get(0).asText(), edge.get(1).asText()));
        Graph graph = dag.graph();

        Map<String, Integer> weights = new TreeMap<>();
        for (int task = 0; task < graph.size(); task++) {
            weights.put(graph.task(task).taskId(), graph.weight(task));
        }

        Map<String, Integer> expected = new TreeMap<>();
        recorded.get("effective_weight")
                .propertyStream()
                .forEach(entry -> expected.put(entry.getKey(), entry.getValue().intValue()));
        assertThat(weights).isEqualTo(expected);
    }
}
