package dev.rondo.core.newrun;

import dev.rondo.core.state.Readiness;
import dev.rondo.core.state.Told;
import java.util.Map;

/** A DAG whose file is gone, or no longer defines it, makes no runs. */
final class InactiveRule implements DagRule {

    @Override
    public Readiness check(DagFacts dag) {
        return dag.active()
                ? Readiness.READY
                : Told.by(
                        "inactive",
                        "its file " + dag.fileName()
                                + " is gone or defines it no more; put it back into the dags folder",
                        Map.of("file", dag.fileName()));
    }
}
