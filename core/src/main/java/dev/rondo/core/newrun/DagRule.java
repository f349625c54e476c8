package dev.rondo.core.newrun;

import dev.rondo.core.state.Readiness;
import java.util.List;

/** One rule about new runs of a DAG, whatever asks for them. */
interface DagRule {

    /** All of them, what a person has to mend first. */
    List<DagRule> ALL = List.of(new InactiveRule(), new PausedRule());

    Readiness check(DagFacts dag);
}
