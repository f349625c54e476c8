package dev.rondo.core.pool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.core.graph.Graph;
import dev.rondo.core.graph.TestDag;
import dev.rondo.core.semantics.RecordedCase;
import dev.rondo.core.semantics.RecordedCases;
import dev.rondo.core.semantics.RecordedTime;
import dev.rondo.core.semantics.SemanticsTest;
import dev.rondo.sdk.WeightRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

@SemanticsTest("pools_priority")
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

    @RecordedCases(kinds = "queue")
    void slots_are_given_as_recorded(RecordedCase recorded) {
        RecordedQueue queue = new RecordedQueue(recorded);

        QueueSelection selection = QueueSelection.of(queue.candidates(), queue.occupancy());

        List<String> queued =
                selection.queued().stream().map(queue::name).sorted().toList();
        List<String> expected = texts(recorded.get("queued_after_all_passes"));
        List<String> hidden = queue.hidden(selection, expected);
        assertThat(queued.stream().filter(each -> !hidden.contains(each)).toList())
                .isEqualTo(expected);
        List<String> firstPass = texts(recorded.get("queued_first_pass"));
        assertThat(queue.candidates().stream()
                        .sorted(Candidate.ORDER)
                        .map(queue::name)
                        .filter(firstPass::contains)
                        .toList())
                .isEqualTo(firstPass);
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).toList();
    }

    /** The recorded state of affairs, as candidates and what is taken. */
    private static final class RecordedQueue {
        private final List<Candidate> candidates = new ArrayList<>();
        private final List<String> runs = new ArrayList<>();
        private final Occupancy occupancy;

        private RecordedQueue(RecordedCase recorded) {
            occupancy = new Occupancy(recorded.get("executor_free_slots").intValue());
            Map<String, Integer> taken = new TreeMap<>();
            recorded.get("dags")
                    .forEach(dag -> dag.path("runs").forEach(run -> read(dag, run, recorded.get("pools"), taken)));
            recorded.get("pools").propertyStream().forEach(entry -> {
                int slots = entry.getValue().path("slots").intValue();
                if (slots < 0) {
                    occupancy.unlimitedPool(entry.getKey());
                } else {
                    occupancy.pool(entry.getKey(), slots - taken.getOrDefault(entry.getKey(), 0));
                }
            });
        }

        private void read(JsonNode dag, JsonNode run, JsonNode pools, Map<String, Integer> taken) {
            String dagId = dag.path("dag_id").asText();
            long runNo = runs.size();
            runs.add(run.path("run_id").asText());
            for (JsonNode task : dag.path("tasks")) {
                String state =
                        run.path("task_states").path(task.path("id").asText()).asText("none");
                String pool = task.path("pool").asText();
                boolean active = state.equals("queued") || state.equals("running");
                boolean deferred = state.equals("deferred");
                if (active
                        || (deferred
                                && pools.path(pool).path("include_deferred").asBoolean())) {
                    taken.merge(pool, task.path("pool_slots").intValue(), Integer::sum);
                }
                if (active) {
                    occupancy.activeInRun(runNo, 1);
                }
                if (active || deferred) {
                    occupancy.activeOfTask(dagId, runNo, task.path("id").asText(), 1);
                }
                if (state.equals("scheduled") && !dag.path("paused").asBoolean()) {
                    candidates.add(candidate(dag, run, runNo, task));
                }
            }
        }

        private static Candidate candidate(JsonNode dag, JsonNode run, long runNo, JsonNode task) {
            return new Candidate(
                    dag.path("dag_id").asText(),
                    runNo,
                    RecordedTime.instant(run.path("logical_date")),
                    task.path("id").asText(),
                    -1,
                    task.path("priority_weight").intValue(),
                    task.path("pool").asText(),
                    task.path("pool_slots").intValue(),
                    dag.path("max_active_tasks").intValue(),
                    limit(task, "max_active_tis_per_dag"),
                    limit(task, "max_active_tis_per_dagrun"));
        }

        private static @Nullable Integer limit(JsonNode task, String name) {
            JsonNode limit = task.path(name);
            return limit.isInt() ? Integer.valueOf(limit.intValue()) : null;
        }

        private List<Candidate> candidates() {
            return candidates;
        }

        private Occupancy occupancy() {
            return occupancy;
        }

        private String name(Candidate candidate) {
            return candidate.dagId() + "/" + runs.get((int) candidate.runNo()) + "/" + candidate.taskId();
        }

        /**
         * What we queue and Airflow does not, because it looks only at the first max_active_tasks candidates of a run:
         * one of these must be held back, and then all others of the run wait behind it. See airflow-differences.md.
         */
        private List<String> hidden(QueueSelection selection, List<String> expected) {
            return selection.queued().stream()
                    .filter(each -> !expected.contains(name(each)))
                    .filter(each -> ahead(each).size() >= each.maxActiveTasks())
                    .filter(each -> ahead(each).stream().anyMatch(selection.held()::containsKey))
                    .map(this::name)
                    .toList();
        }

        private List<Candidate> ahead(Candidate candidate) {
            return candidates.stream()
                    .filter(other -> other.runNo() == candidate.runNo())
                    .filter(other -> Candidate.ORDER.compare(other, candidate) < 0)
                    .toList();
        }
    }
}
