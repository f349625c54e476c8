package dev.rondo.core.state;

import dev.rondo.core.graph.Graph;
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

        RunModel run = new RandomPlay(graph, seed, 0).toTheEnd();

        RunCheck.finished(graph, run);
    }

    @Property(tries = 400, shrinking = ShrinkingMode.BOUNDED)
    void a_run_ends_also_when_people_clear_and_mark_in_it(@ForAll("dags") DagPlan plan, @ForAll long seed) {
        new RandomPlay(plan.graph(), seed, 8).toTheEnd();
    }
}
