package dev.rondo.core.newrun;

import dev.rondo.core.state.Readiness;
import dev.rondo.core.state.Told;
import java.util.Map;

/** A paused DAG gets no run; what comes due meanwhile is looked at when it is switched on. */
final class PausedRule implements DagRule {

    @Override
    public Readiness check(DagFacts dag) {
        return dag.paused()
                ? Told.by(
                        "paused",
                        "the DAG is paused: no run of it is made or starts; run `rondo dags unpause " + dag.dagId()
                                + "`",
                        Map.of("dag_id", dag.dagId()))
                : Readiness.READY;
    }
}
