package dev.rondo.core.state;

import dev.rondo.core.graph.Graph;
import dev.rondo.core.graph.Limits;
import dev.rondo.core.graph.TestDag;
import dev.rondo.core.graph.TestDag.TestTask;
import dev.rondo.sdk.TriggerRule;
import dev.rondo.sdk.spec.MappingSpec;
import dev.rondo.sdk.spec.TaskSpec.Body;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * A random DAG, as a list of plans for its tasks: what shrinks well and always makes a legal graph.
 *
 * @param order seed of the order in which the tasks are defined, which must not matter; 0: those above come first
 */
public record DagPlan(List<TaskPlan> tasks, boolean failFast, int order) {

    static final int MAX_TASKS = 60;

    /** Of each of these DAGs. */
    public static final Limits LIMITS = new Limits(6, 2);

    /** What is special about a task. */
    public enum Kind {
        PLAIN,
        SETUP,
        TEARDOWN,
        MAPPED_LITERAL,
        MAPPED_RESULT,
        IN_MAPPED_GROUP,
        IN_GROUP
    }

    /**
     * One task.
     *
     * @param above how far back its upstream tasks are
     * @param length of a literal mapping
     */
    public record TaskPlan(List<Integer> above, TriggerRule rule, Body body, Kind kind, int retries, int length) {}

    /** Any of up to sixty tasks. */
    public static Arbitrary<DagPlan> any() {
        Arbitrary<List<Integer>> above =
                Arbitraries.integers().between(1, 8).list().ofMaxSize(4);
        Arbitrary<TriggerRule> rule = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.just(TriggerRule.ALL_SUCCESS)), Tuple.of(2, Arbitraries.of(TriggerRule.class)));
        Arbitrary<Body> body = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.just(Body.CALL)), Tuple.of(1, Arbitraries.of(Body.class)));
        Arbitrary<Kind> kind = Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.just(Kind.PLAIN)), Tuple.of(3, Arbitraries.of(Kind.class)));
        Arbitrary<TaskPlan> task = Combinators.combine(
                        above,
                        rule,
                        body,
                        kind,
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(0, 4))
                .as(TaskPlan::new);
        return Combinators.combine(
                        task.list().ofMinSize(1).ofMaxSize(MAX_TASKS),
                        Arbitraries.integers().between(0, 9).map(number -> number == 0),
                        Arbitraries.integers().between(0, 1_000))
                .as(DagPlan::new);
    }

    Graph graph() {
        return dag("random").graph(LIMITS);
    }

    /** Written down. */
    public TestDag dag(String dagId) {
        TestDag dag = TestDag.named(dagId);
        if (failFast) {
            dag.failFast();
        }
        dag.group("g", null, null);
        dag.group("m", null, groupMapping());
        defined().forEach(index -> dag.task(id(index)));
        for (int index = 0; index < tasks.size(); index++) {
            add(dag, index, tasks.get(index));
        }
        return dag;
    }

    private List<Integer> defined() {
        List<Integer> defined =
                new ArrayList<>(IntStream.range(0, tasks.size()).boxed().toList());
        if (order != 0) {
            Collections.shuffle(defined, new Random(order));
        }
        return defined;
    }

    /** Over the first task where that is an ordinary one, else over a list of two. */
    private MappingSpec groupMapping() {
        boolean ordinary = tasks.getFirst().kind() == Kind.PLAIN;
        return ordinary ? TestDag.over("t00") : TestDag.overLiteral(2);
    }

    private void add(TestDag dag, int index, TaskPlan plan) {
        TestTask task = dag.task(id(index));
        plan.above().stream().filter(back -> back <= index).forEach(back -> task.after(id(index - back)));
        task.rule(plan.rule()).body(plan.body()).retries(plan.retries()).retryDelay(Duration.ofSeconds(10));
        switch (plan.kind()) {
            case PLAIN -> {}
            case SETUP -> task.setup();
            case TEARDOWN -> task.teardownOf(setupsAbove(index));
            case MAPPED_LITERAL -> task.mapped(TestDag.overLiteral(plan.length()));
            case MAPPED_RESULT -> task.mapped(index == 0 ? TestDag.overLiteral(2) : TestDag.over(id(index - 1)));
            case IN_GROUP -> task.group("g");
            case IN_MAPPED_GROUP -> {
                if (index > 0) {
                    task.group("m");
                }
            }
        }
    }

    private List<String> setupsAbove(int index) {
        List<String> setups = new ArrayList<>();
        for (int other = Math.max(0, index - 10); other < index; other++) {
            if (tasks.get(other).kind() == Kind.SETUP) {
                setups.add(id(other));
            }
        }
        return setups;
    }

    static String id(int index) {
        return "t%02d".formatted(index);
    }
}
