package dev.rondo.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.dagrun.RunType;
import dev.rondo.core.graph.Graph;
import dev.rondo.sdk.spec.TaskSpec;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Random DAGs, played in random orders with late, doubled and missing events. */
class RandomRunsTest {

    @Provide
    Arbitrary<DagPlan> dags() {
        return DagPlan.any();
    }

    @Property(tries = 400, shrinking = ShrinkingMode.BOUNDED)
    void a_run_ends_and_no_task_runs_before_its_rule_holds(@ForAll("dags") DagPlan plan, @ForAll long seed) {
        Graph graph = plan.graph();

        RandomPlay play = new RandomPlay(graph, seed, 0);
        play.toTheEnd();

        assertThat(play.endedByItself()).as("and so its outcome was checked").isTrue();
    }

    @Property(tries = 400, shrinking = ShrinkingMode.BOUNDED)
    void a_run_of_some_tasks_ends_and_has_no_other(@ForAll("dags") DagPlan plan, @ForAll long seed) {
        Graph graph = plan.graph();
        Random random = new Random(seed);
        Set<String> chosen = graph.spec().tasks().stream()
                .map(TaskSpec::taskId)
                .filter(id -> random.nextBoolean())
                .collect(Collectors.toSet());
        RunPart part = new RunPart(chosen);
        RunFacts facts = new RunFacts(RunType.BACKFILL, null, null, null, false, part, NoPast.INSTANCE);

        RandomPlay play = new RandomPlay(graph, facts, seed, 0);
        RunModel run = play.toTheEnd();

        assertThat(play.endedByItself()).as("and so its outcome was checked").isTrue();
        assertThat(run.instances())
                .allSatisfy(each ->
                        assertThat(part.has(graph.task(each.task()).taskId())).isTrue());
    }

    @Property(tries = 1_200, shrinking = ShrinkingMode.BOUNDED)
    void a_run_ends_also_when_people_clear_and_mark_in_it(@ForAll("dags") DagPlan plan, @ForAll long seed) {
        new RandomPlay(plan.graph(), seed, 8).toTheEnd();
    }
}
