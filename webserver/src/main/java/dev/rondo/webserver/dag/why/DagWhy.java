package dev.rondo.webserver.dag.why;

import java.util.List;
import java.util.Optional;

/** Asks every rule, the ones a person has to mend first. */
public final class DagWhy {

    private static final List<DagRule> RULES = List.of(
            new InactiveRule(),
            new ImportErrorRule(),
            new PausedRule(),
            new NoScheduleRule(),
            new StartDateRule(),
            new EndDateRule(),
            new StoredRunsRule(),
            new MaxActiveRunsRule(),
            new NextRunRule());

    private DagWhy() {}

    /** Everything that keeps the DAG from running now; empty: a run may start at any moment. */
    public static List<Held> reasons(DagFacts facts) {
        return RULES.stream()
                .map(rule -> rule.held(facts))
                .flatMap(Optional::stream)
                .toList();
    }
}
