package dev.rondo.webserver.dag.why;

import java.util.Optional;

/** A DAG whose file is gone, or no longer defines it, makes no runs. */
final class InactiveRule implements DagRule {

    @Override
    public Optional<Held> held(DagFacts facts) {
        return facts.dag().active()
                ? Optional.empty()
                : Optional.of(new Held(
                        "inactive",
                        "its file " + facts.dag().fileName()
                                + " is gone or defines it no more; put it back into the dags folder",
                        null));
    }
}
