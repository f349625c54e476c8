package dev.rondo.core.clear;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.clear.ClearScope.Only;
import dev.rondo.core.graph.Graph;
import dev.rondo.core.graph.TestDag;
import dev.rondo.core.state.Instance;
import dev.rondo.core.state.RunEvent.Target;
import dev.rondo.core.state.RunFacts;
import dev.rondo.core.state.RunModel;
import dev.rondo.core.state.RunState;
import dev.rondo.core.state.TaskState;
import dev.rondo.core.state.TestRun;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClearScopeTest {

    private static List<String> names(Graph graph, List<Target> targets) {
        return targets.stream()
                .map(each -> graph.task(each.task()).taskId() + (each.mapIndex() < 0 ? "" : "#" + each.mapIndex()))
                .sorted()
                .toList();
    }

    private static List<Target> at(Graph graph, String task, int mapIndex) {
        return List.of(new Target(graph.index(task), mapIndex));
    }

    @Test
    void a_clear_reaches_what_is_asked_along_the_graph() {
        Graph graph =
                TestDag.named("d").chain("a", "b", "c", "d").edge("x", "c").graph();
        RunModel run = RunModel.create(graph, RunFacts.UNDATED);

        assertThat(names(graph, ClearScope.ofClear(graph, run, at(graph, "c", -1), false, false, Only.ANY)))
                .containsExactly("c");
        assertThat(names(graph, ClearScope.ofClear(graph, run, at(graph, "c", -1), true, false, Only.ANY)))
                .containsExactly("a", "b", "c", "x");
        assertThat(names(graph, ClearScope.ofClear(graph, run, at(graph, "b", -1), false, true, Only.ANY)))
                .containsExactly("b", "c", "d");
    }

    @Test
    void only_failed_takes_what_failed_itself_or_with_another() {
        TestRun run = TestRun.started(TestDag.named("d").chain("a", "b", "c").graph());
        run.succeed("a").fail("b");

        List<Target> targets =
                ClearScope.ofClear(run.graph(), run.model(), at(run.graph(), "a", -1), false, true, Only.FAILED);

        assertThat(names(run.graph(), targets)).containsExactly("b", "c");
    }

    @Test
    void only_running_takes_what_a_worker_has_begun() {
        TestRun run = TestRun.started(
                TestDag.named("d").chain("a", "c").edge("b", "c").graph());
        run.begin("a", -1).dispatch("b");

        List<Target> targets = ClearScope.ofClear(
                run.graph(),
                run.model(),
                List.of(new Target(0, -1), new Target(1, -1), new Target(2, -1)),
                false,
                false,
                Only.RUNNING);

        assertThat(names(run.graph(), targets)).containsExactly("a");
    }

    @Test
    void a_cleared_task_takes_the_setups_around_it_and_their_teardowns_along() {
        TestDag dag = TestDag.named("d").chain("create", "work", "delete").chain("work", "report");
        dag.task("create").setup();
        dag.task("delete").teardownOf(List.of("create"));
        Graph graph = dag.graph();
        RunModel run = RunModel.create(graph, RunFacts.UNDATED);

        assertThat(names(graph, ClearScope.ofClear(graph, run, at(graph, "work", -1), false, false, Only.ANY)))
                .containsExactly("create", "delete", "work");
        assertThat(names(graph, ClearScope.ofClear(graph, run, at(graph, "report", -1), false, false, Only.ANY)))
                .as("after the teardown nothing is set up any more")
                .containsExactly("report");
        assertThat(names(graph, ClearScope.ofMark(graph, run, at(graph, "work", -1), false, false)))
                .containsExactly("work");
    }

    @Test
    void in_a_mapped_group_only_the_same_map_index_is_below() {
        TestDag dag = TestDag.named("d").group("g", null, TestDag.overLiteral(3));
        dag.task("g.t1").group("g");
        dag.task("g.t2").group("g").after("g.t1");
        dag.task("reduce").after("g.t2");
        Graph graph = dag.graph();
        RunModel run = RunModel.create(graph, RunFacts.UNDATED);

        assertThat(names(graph, ClearScope.ofClear(graph, run, at(graph, "g.t1", 1), false, true, Only.ANY)))
                .containsExactly("g.t1#1", "g.t2#1", "reduce");
        assertThat(names(graph, ClearScope.ofClear(graph, run, at(graph, "g.t1", -1), false, false, Only.ANY)))
                .containsExactly("g.t1#0", "g.t1#1", "g.t1#2");
        assertThat(names(graph, ClearScope.ofClear(graph, run, at(graph, "reduce", -1), true, false, Only.ANY)))
                .hasSize(7);
    }

    @Test
    void what_is_not_there_is_not_reached() {
        Graph graph = TestDag.named("d").chain("a", "b").graph();
        RunModel run = RunModel.builder(graph, RunFacts.UNDATED, RunState.RUNNING, null)
                .add(Instance.fresh(0, -1, 0).withState(TaskState.SUCCESS))
                .build();

        assertThat(names(graph, ClearScope.ofClear(graph, run, at(graph, "a", -1), false, true, Only.ANY)))
                .containsExactly("a");
        assertThat(ClearScope.ofClear(graph, run, at(graph, "a", 4), false, true, Only.ANY))
                .isEmpty();
    }
}
