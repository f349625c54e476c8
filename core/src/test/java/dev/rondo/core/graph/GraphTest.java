package dev.rondo.core.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rondo.sdk.TriggerRule;
import dev.rondo.sdk.WeightRule;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GraphTest {

    private static List<String> ids(Graph graph, Ints tasks) {
        return tasks.stream().mapToObj(task -> graph.task(task).taskId()).toList();
    }

    @Test
    void neighbours_are_answered_by_number() {
        Graph graph =
                TestDag.named("d").chain("a", "b", "d").chain("a", "c", "d").graph();

        assertThat(ids(graph, graph.downstream(graph.index("a")))).containsExactly("b", "c");
        assertThat(ids(graph, graph.upstream(graph.index("d")))).containsExactly("b", "c");
        assertThat(ids(graph, graph.descendants(graph.index("a")))).containsExactlyInAnyOrder("b", "c", "d");
        assertThat(ids(graph, graph.ancestors(graph.index("d")))).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(graph.order().mapToObj(task -> graph.task(task).taskId()))
                .startsWith("a")
                .endsWith("d");
    }

    @Test
    void a_cycle_and_what_is_not_defined_are_refused_with_names() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TestDag.named("d").chain("a", "b", "a").graph())
                .withMessageContaining("dag 'd' has a cycle: none of [a, b] can be first");
        TestDag unknown = TestDag.named("d");
        unknown.task("a").after("nobody");
        assertThatIllegalArgumentException()
                .isThrownBy(unknown::graph)
                .withMessageContaining("task 'a' depends on 'nobody'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TestDag.named("d").chain("a").graph().index("b"))
                .withMessage("dag 'd' has no task 'b'");
    }

    @Test
    void a_mapping_inside_a_mapping_is_refused() {
        TestDag dag = TestDag.named("d").group("g", null, TestDag.overLiteral(2));
        dag.task("g.a").group("g").mapped(TestDag.overLiteral(3));

        assertThatIllegalArgumentException()
                .isThrownBy(dag::graph)
                .withMessageContaining("task 'g.a' is mapped inside the mapped group 'g'");
    }

    @Test
    void a_mapped_group_follows_what_it_is_mapped_over_and_is_paired_inside() {
        TestDag dag = TestDag.named("d").chain("src").group("g", null, TestDag.over("src"));
        dag.group("g.inner", "g", null);
        dag.task("g.a").group("g");
        dag.task("g.inner.b").group("g.inner").after("g.a");
        dag.task("join").after("g.inner.b");
        Graph graph = dag.graph();
        int a = graph.index("g.a");
        int b = graph.index("g.inner.b");

        assertThat(ids(graph, graph.upstream(a))).containsExactly("src");
        assertThat(ids(graph, graph.upstream(b))).containsExactly("g.a");
        assertThat(ids(graph, graph.pairedUpstream(b))).containsExactly("g.a");
        assertThat(graph.wideUpstream(b).isEmpty()).isTrue();
        assertThat(ids(graph, graph.wideDownstream(b))).containsExactly("join");
        assertThat(ids(graph, graph.unit(a))).containsExactly("g.a", "g.inner.b");
        assertThat(graph.isMappedOver(graph.index("src"))).isTrue();
        assertThat(ids(graph, graph.mappedOver(graph.index("src")))).containsExactly("g.a", "g.inner.b");
        assertThat(graph.isMappedOver(a)).isFalse();
        assertThat(ids(graph, graph.tasksOf("g"))).containsExactly("g.a");
        assertThat(graph.tasksOf("nobody").isEmpty()).isTrue();
    }

    @Test
    void a_setup_reaches_as_far_as_its_teardown() {
        TestDag dag = TestDag.named("d").chain("up", "a", "b", "down").chain("b", "after");
        dag.task("up").setup();
        dag.task("down").teardownOf(List.of("up"));
        Graph graph = dag.graph();

        assertThat(ids(graph, graph.scopeTasks(graph.index("up")))).containsExactly("b");
        assertThat(ids(graph, graph.scopeSetups(graph.index("b")))).containsExactly("up");
        assertThat(graph.scopeSetups(graph.index("after")).isEmpty()).isTrue();
        assertThat(graph.rule(graph.index("down"))).isEqualTo(TriggerRule.ALL_DONE_SETUP_SUCCESS);
        assertThat(ids(graph, graph.deciding())).containsExactly("after");
    }

    @Test
    void weights_are_those_of_a_count_by_hand() {
        Random random = new Random(7);
        for (int round = 0; round < 40; round++) {
            WeightRule rule = random.nextBoolean() ? WeightRule.DOWNSTREAM : WeightRule.UPSTREAM;
            // Few different weights are counted by masks, many one by one.
            int different = random.nextBoolean() ? 3 : 100;
            TestDag dag = TestDag.named("d");
            for (int task = 0; task < 150; task++) {
                dag.task("t" + task).weight(random.nextInt(different) - 1, rule);
                for (int edge = 0; edge < random.nextInt(4) && task > 0; edge++) {
                    dag.edge("t" + random.nextInt(task), "t" + task);
                }
            }
            Graph graph = dag.graph();

            int[] byHand = new int[graph.size()];
            for (int task = 0; task < byHand.length; task++) {
                byHand[task] = sumByHand(graph, task, rule == WeightRule.DOWNSTREAM);
            }
            int[] weights = new int[graph.size()];
            Arrays.setAll(weights, graph::weight);
            assertThat(weights).isEqualTo(byHand);
        }
    }

    private static int sumByHand(Graph graph, int task, boolean downstream) {
        Set<Integer> reached = new HashSet<>(Set.of(task));
        boolean grew = true;
        while (grew) {
            Set<Integer> next = new HashSet<>(reached);
            reached.forEach(each -> (downstream ? graph.downstream(each) : graph.upstream(each))
                    .stream().forEach(next::add));
            grew = next.size() > reached.size();
            reached = next;
        }
        return reached.stream()
                .mapToInt(each -> graph.task(each).options().priorityWeight())
                .sum();
    }
}
