package dev.rondo.scheduler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.core.graph.Graph;
import dev.rondo.core.graph.TestDag;
import dev.rondo.core.semantics.RecordedCase;
import dev.rondo.core.semantics.RecordedCases;
import dev.rondo.core.semantics.SemanticsTest;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.FakeWorker;
import dev.rondo.sdk.WeightRule;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * How weights combine, and who gets a slot, as Airflow gave them: each recorded queue, put into the tables, for the
 * engine to give out.
 */
@SemanticsTest("pools_priority")
@ExtendWith(PostgresExtension.class)
class PoolsPrioritySemanticsTest {

    private static @Nullable EngineHarness opened;

    @BeforeAll
    static void open(TestDatabase database) {
        opened = new EngineHarness(database);
        opened.clean();
    }

    @AfterAll
    static void close() {
        if (opened != null) {
            opened.close();
        }
    }

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

    @RecordedCases(kinds = "queue")
    void slots_are_given_as_recorded(RecordedCase recorded) {
        EngineHarness harness = harness();
        RecordedQueue queue =
                new RecordedQueue((JsonObject) JsonValue.parse(recorded.json().toString()));
        harness.forget();
        queue.store(harness);
        FakeWorker worker = harness.worker(queue.id(), queue.workerSlots());

        harness.settle();
        worker.read();

        List<String> given = worker.received().stream().map(RecordedQueue::name).toList();
        assertThat(given.stream()
                        .filter(each -> queue.queued().contains(each) || !queue.isHidden(each, given))
                        .sorted())
                .isEqualTo(queue.queued());
        assertThat(given.stream().filter(queue.queuedFirst()::contains)).isEqualTo(queue.queuedFirst());
    }

    private static EngineHarness harness() {
        EngineHarness harness = opened;
        if (harness == null) {
            throw new IllegalStateException("not open");
        }
        return harness;
    }
}
