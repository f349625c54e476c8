package dev.rondo.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.core.graph.Graph;
import dev.rondo.core.graph.TestDag;
import dev.rondo.core.semantics.RecordedCase;
import dev.rondo.core.semantics.RecordedCases;
import dev.rondo.core.semantics.SemanticsTest;
import dev.rondo.sdk.TriggerRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

@SemanticsTest("trigger_rules")
class TriggerRulesSemanticsTest {

    private final TestDag dag = TestDag.named("recorded");
    private final Map<String, @Nullable String> states = new LinkedHashMap<>();

    @RecordedCases(kinds = "plain")
    void a_task_starts_as_its_rule_was_recorded(RecordedCase recorded) {
        recorded.get("upstream").propertyStream().forEach(entry -> {
            for (int i = 0; i < entry.getValue().asInt(); i++) {
                upstream("target", entry.getKey());
            }
        });
        JsonNode unfinished = recorded.get("unfinished_states");
        for (int i = 0; i < recorded.get("unfinished").asInt(); i++) {
            upstream(
                    "target",
                    unfinished.isEmpty() ? "running" : unfinished.get(i).asText());
        }
        dag.task("target").rule(rule(recorded));

        assertThat(decision()).isEqualTo(recorded.text("decision"));
    }

    @RecordedCases(kinds = "teardown")
    void a_teardown_starts_as_recorded(RecordedCase recorded) {
        List<String> setups = recorded.get("upstream_setups")
                .valueStream()
                .map(state -> upstream("target", state.asText()))
                .toList();
        setups.forEach(setup -> dag.task(setup).setup());
        recorded.get("upstream_tasks").valueStream().forEach(state -> {
            String work = upstream("target", state.asText());
            setups.forEach(setup -> dag.edge(setup, work));
        });
        dag.task("target").rule(rule(recorded)).teardownOf(setups);

        assertThat(decision()).isEqualTo(recorded.text("decision"));
    }

    @RecordedCases(kinds = "indirect_setup")
    void a_task_in_the_scope_of_a_setup_starts_as_recorded(RecordedCase recorded) {
        dag.chain("s0", "a", "target", "teardown");
        dag.task("s0").setup();
        dag.task("target").rule(rule(recorded));
        dag.task("teardown").teardownOf(List.of("s0"));
        states.put("s0", recorded.get("indirect_setup").asText());
        states.put("a", recorded.get("direct_upstream").asText());

        assertThat(decision()).isEqualTo(recorded.text("decision"));
    }

    private static TriggerRule rule(RecordedCase recorded) {
        return TriggerRule.valueOf(recorded.text("trigger_rule").toUpperCase(Locale.ROOT));
    }

    private String upstream(String task, String state) {
        String id = "u" + states.size();
        states.put(id, state);
        dag.edge(id, task);
        return id;
    }

    private String decision() {
        Graph graph = dag.graph();
        RunModel.Builder run = RunModel.builder(graph, RunFacts.UNDATED, RunState.RUNNING, TestRun.START);
        for (int task = 0; task < graph.size(); task++) {
            String word = states.get(graph.task(task).taskId());
            // "none" and JSON null are both written for a task about which nothing is decided.
            TaskState state = word == null || word.equals("null") ? TaskState.NONE : TaskState.ofWireName(word);
            run.add(Instance.fresh(task, -1, 0).withState(state));
        }
        return switch (Judge.judge(graph, run.build(), graph.index("target"), -1, TestRun.START)) {
            case Readiness.Ready ready -> "run";
            case Readiness.NotYet notYet -> "wait";
            case Readiness.Never never -> "mark_" + never.becomes().wireName();
        };
    }
}
