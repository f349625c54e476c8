package dev.rondo.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.core.dagrun.RunType;
import dev.rondo.core.graph.Graph;
import dev.rondo.core.graph.TestDag;
import dev.rondo.core.graph.TestDag.TestTask;
import dev.rondo.core.semantics.RecordedCase;
import dev.rondo.core.semantics.RecordedCases;
import dev.rondo.core.semantics.SemanticsTest;
import dev.rondo.sdk.TriggerRule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

@SemanticsTest("run_state")
class RunStateSemanticsTest {

    private static final Instant NOW = TestRun.START;

    @RecordedCases
    void a_run_goes_on_and_ends_as_recorded(RecordedCase recorded) {
        Graph graph = graph(recorded);
        RunModel before = model(graph, recorded, RunState.RUNNING);
        TestRun run = TestRun.of(model(graph, recorded, RunState.QUEUED)).start();

        assertThat(firstPass(before)).as("first pass").isEqualTo(expected(recorded.get("first_pass")));
        assertThat(settled(run, before)).as("settled").isEqualTo(expected(recorded.get("settled")));
    }

    private record Pass(String runState, Map<String, String> states, List<String> runnable) {}

    private static Pass expected(JsonNode pass) {
        Map<String, String> states = new TreeMap<>();
        pass.path("task_states")
                .propertyStream()
                .forEach(entry ->
                        states.put(entry.getKey(), state(entry.getValue()).wireName()));
        List<String> runnable = pass.path("runnable")
                .valueStream()
                .map(JsonNode::asText)
                .sorted()
                .toList();
        return new Pass(pass.path("run_state").asText(), states, runnable);
    }

    /** Every rule asked once, by the states before. */
    private static Pass firstPass(RunModel run) {
        Map<String, String> states = new TreeMap<>();
        List<String> runnable = new ArrayList<>();
        boolean moves = false;
        for (Instance each : run.instances()) {
            String id = run.graph().task(each.task()).taskId();
            states.put(id, each.state().wireName());
            if (mayStart(each.state())) {
                Readiness answer = Judge.judge(run.graph(), run, each.task(), -1, NOW);
                moves |= !(answer instanceof Readiness.NotYet);
                if (answer instanceof Readiness.Ready) {
                    runnable.add(id);
                } else if (answer instanceof Readiness.Never never) {
                    states.put(id, never.becomes().wireName());
                }
            }
        }
        boolean over = !moves && RunOutcome.of(run.graph(), run) instanceof RunOutcome.Over;
        String runState = over && RunOutcome.of(run.graph(), run) instanceof RunOutcome.Over outcome
                ? outcome.state().wireName()
                : "running";
        return new Pass(runState, states, runnable.stream().sorted().toList());
    }

    /** What the machine has scheduled was runnable; the recording leaves its state as it was. */
    private static Pass settled(TestRun run, RunModel before) {
        Map<String, String> states = new TreeMap<>();
        List<String> runnable = new ArrayList<>();
        for (Instance each : run.model().instances()) {
            String id = run.graph().task(each.task()).taskId();
            TaskState old = before.state(each.task(), -1);
            boolean scheduled = each.state() == TaskState.SCHEDULED && old != TaskState.SCHEDULED;
            states.put(id, (scheduled ? old : each.state()).wireName());
            if (scheduled) {
                runnable.add(id);
            }
        }
        return new Pass(
                run.runState().wireName(), states, runnable.stream().sorted().toList());
    }

    private static boolean mayStart(TaskState state) {
        return state == TaskState.NONE || state == TaskState.UP_FOR_RETRY || state == TaskState.UP_FOR_RESCHEDULE;
    }

    private static Graph graph(RecordedCase recorded) {
        TestDag dag = TestDag.named("recorded");
        recorded.get("tasks").valueStream().forEach(json -> {
            TestTask task = dag.task(json.path("id").asText());
            if (json.has("trigger_rule")) {
                task.rule(TriggerRule.valueOf(json.path("trigger_rule").asText().toUpperCase(Locale.ROOT)));
            }
            if (json.path("setup").asBoolean()) {
                task.setup();
            }
            if (json.has("teardown_of")) {
                task.teardownOf(json.path("teardown_of")
                        .valueStream()
                        .map(JsonNode::asText)
                        .toList());
            }
            if (json.path("on_failure_fail_dagrun").asBoolean()) {
                task.teardownFailsRun();
            }
            task.dependsOnPast(json.path("depends_on_past").asBoolean());
            if (json.has("max_active_tis_per_dag")) {
                task.maxActivePerDag(json.path("max_active_tis_per_dag").asInt());
            }
        });
        recorded.get("edges")
                .forEach(edge -> dag.edge(edge.get(0).asText(), edge.get(1).asText()));
        return dag.graph();
    }

    private static RunModel model(Graph graph, RecordedCase recorded, RunState runState) {
        RunModel.Builder run = RunModel.builder(graph, RunFacts.dated(RunType.SCHEDULED, NOW), runState, NOW);
        for (int task = 0; task < graph.size(); task++) {
            TaskState state =
                    state(recorded.get("task_states").get(graph.task(task).taskId()));
            // The recording says: the delay of a retry is not over, the time of a look has come.
            Instant next = NOW.plus(Duration.ofSeconds(state == TaskState.UP_FOR_RETRY ? 60 : -60));
            run.add(Instance.fresh(task, -1, 3).edit().state(state).nextAt(next).done());
        }
        return run.build();
    }

    private static TaskState state(JsonNode state) {
        return state.isNull() ? TaskState.NONE : TaskState.ofWireName(state.asText());
    }
}
