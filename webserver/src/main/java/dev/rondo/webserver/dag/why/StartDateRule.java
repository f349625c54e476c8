package dev.rondo.webserver.dag.why;

import java.time.Instant;
import java.util.Optional;

/** Before its start date a DAG has no scheduled runs. */
final class StartDateRule implements DagRule {

    @Override
    public Optional<Held> held(DagFacts facts) {
        Instant start = facts.spec().startDate();
        return start != null && start.isAfter(facts.now())
                ? Optional.of(new Held("start_date_in_future", "its start date " + start + " is to come", start))
                : Optional.empty();
    }
}
