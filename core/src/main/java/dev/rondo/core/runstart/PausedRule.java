package dev.rondo.core.runstart;

import dev.rondo.core.state.Readiness;
import dev.rondo.core.state.Told;
import java.time.Instant;
import java.util.Map;

/** Nothing of a paused DAG starts. */
final class PausedRule implements RunStartRule {

    @Override
    public Readiness check(RunStartFacts run, Instant now) {
        return run.paused()
                ? Told.by(
                        "dag_paused",
                        "DAG '" + run.dagId() + "' is paused; run `rondo dags unpause " + run.dagId() + "`",
                        Map.of("dag_id", run.dagId()))
                : Readiness.READY;
    }
}
