package dev.rondo.webserver.dag.why;

import java.util.Optional;

/** Nothing of a paused DAG starts. */
final class PausedRule implements DagRule {

    @Override
    public Optional<Held> held(DagFacts facts) {
        if (!facts.dag().paused()) {
            return Optional.empty();
        }
        String id = facts.dag().dagId();
        return Optional.of(new Held(
                "paused", "the DAG is paused: no run of it starts; run `rondo dags unpause " + id + "`", null));
    }
}
