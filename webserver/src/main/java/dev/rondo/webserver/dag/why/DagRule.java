package dev.rondo.webserver.dag.why;

import java.util.Optional;

/** One reason why a DAG may not run. */
interface DagRule {

    /** What holds the DAG back; empty: nothing, as far as this rule knows. */
    Optional<Held> held(DagFacts facts);
}
