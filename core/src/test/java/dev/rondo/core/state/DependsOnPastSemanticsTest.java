package dev.rondo.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.core.dagrun.RunType;
import dev.rondo.core.graph.Graph;
import dev.rondo.core.graph.TestDag;
import dev.rondo.core.semantics.RecordedCase;
import dev.rondo.core.semantics.RecordedCases;
import dev.rondo.core.semantics.RecordedTime;
import dev.rondo.core.semantics.SemanticsTest;
import dev.rondo.core.state.PastRuns.OtherRun;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

@SemanticsTest("depends_on_past")
class DependsOnPastSemanticsTest {

    @RecordedCases
    void a_task_looks_at_the_run_before_as_recorded(RecordedCase recorded) {
        boolean catchup = recorded.flag("catchup");
        Graph graph = graph(recorded.get("task"), catchup);
        JsonNode current = recorded.get("current_run");
        Instant date = RecordedTime.instant(current.path("logical_date"));
        List<OtherRun> others = recorded.get("earlier_runs")
                .valueStream()
                .map(DependsOnPastSemanticsTest::run)
                .toList();
        boolean ignoresPast = current.path("backfill_ordinal").asInt(0) == 1
                || recorded.json().path("ignore_depends_on_past").asBoolean(false);
        RunFacts facts =
                new RunFacts(type(current), date, null, null, ignoresPast, PastRuns.before(others, date, catchup));
        RunModel run = RunModel.create(graph, facts);
        int task = graph.index("t");

        if (recorded.json().path("no_task_instance").asBoolean(false)) {
            assertThat(run.instances(task)).isZero();
        } else {
            assertThat(graph.dependsOnPast(task)).isEqualTo(recorded.flag("effective_depends_on_past"));
            assertThat(new PastRule().check(graph, run, task, -1, TestRun.START) instanceof Readiness.Ready)
                    .isEqualTo(recorded.flag("may_run"));
        }
    }

    private static Graph graph(JsonNode task, boolean catchup) {
        TestDag dag = TestDag.named("recorded")
                .catchup(catchup ? Integer.MAX_VALUE : 0)
                .startDate(Instant.parse("2024-05-01T00:00:00Z"))
                .chain("up", "t", "d1", "g")
                .edge("t", "d2");
        dag.task("t")
                .dependsOnPast(task.path("depends_on_past").asBoolean())
                .waitForDownstream(task.path("wait_for_downstream").asBoolean())
                .ignoreFirstDependsOnPast(
                        task.path("ignore_first_depends_on_past").asBoolean())
                .startDate(RecordedTime.instant(task.path("start_date")));
        return dag.graph();
    }

    private static RunType type(JsonNode run) {
        return RunType.ofWireName(run.path("run_type").asText());
    }

    private static OtherRun run(JsonNode run) {
        Map<String, List<TaskState>> instances = new LinkedHashMap<>();
        run.path("task_states").propertyStream().forEach(entry -> {
            JsonNode state = entry.getValue();
            instances.put(
                    entry.getKey(),
                    state.isArray()
                            ? state.valueStream()
                                    .map(DependsOnPastSemanticsTest::state)
                                    .toList()
                            : state.asText().equals("absent") ? List.of() : List.of(state(state)));
        });
        return new OtherRun(RecordedTime.instant(run.path("logical_date")), type(run), instances);
    }

    private static TaskState state(JsonNode state) {
        return state.isNull() ? TaskState.NONE : TaskState.ofWireName(state.asText());
    }
}
