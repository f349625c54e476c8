package dev.rondo.core.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.graph.Graph;
import dev.rondo.core.graph.TestDag;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TaskSubsetTest {

    private static TaskSubset.Chosen chosen(Graph graph, boolean upstream, String... ids) {
        return (TaskSubset.Chosen) TaskSubset.of(graph, List.of(ids), upstream);
    }

    @Test
    void nothing_chosen_is_everything() {
        Graph graph = TestDag.named("all").chain("a", "b").graph();

        assertThat(TaskSubset.of(graph, List.of(), false)).isEqualTo(new TaskSubset.Chosen(Set.of(), List.of()));
    }

    @Test
    void upstream_is_all_that_is_above_and_nothing_beside() {
        Graph graph =
                TestDag.named("up").chain("a", "b", "c", "d").edge("x", "c").graph();

        assertThat(chosen(graph, false, "c").tasks()).containsExactly("c");
        assertThat(chosen(graph, true, "c").tasks()).containsExactlyInAnyOrder("a", "b", "c", "x");
    }

    @Test
    void a_task_goes_with_the_setups_around_it_and_their_teardowns() {
        TestDag dag = TestDag.named("around").chain("cluster", "load", "train", "drop");
        dag.task("cluster").setup();
        dag.edge("cluster", "drop").task("drop").teardownOf(List.of("cluster"));

        assertThat(chosen(dag.graph(), false, "train").tasks()).containsExactlyInAnyOrder("cluster", "train", "drop");
    }

    @Test
    void whether_the_past_counts_is_asked_of_the_chosen_alone() {
        TestDag dag = TestDag.named("past").chain("a", "b");
        dag.task("b").dependsOnPast(true);
        Graph graph = dag.graph();

        assertThat(chosen(graph, false, "a").dependsOnPast(graph)).isFalse();
        assertThat(chosen(graph, false, "b").dependsOnPast(graph)).isTrue();
        assertThat(chosen(graph, false).dependsOnPast(graph)).isTrue();
    }
}
