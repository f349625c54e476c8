package dev.rondo.webserver.dag.why;

import java.time.Instant;
import java.util.Optional;

/** After its end date a DAG has no new scheduled runs. */
final class EndDateRule implements DagRule {

    @Override
    public Optional<Held> held(DagFacts facts) {
        Instant end = facts.spec().endDate();
        return end != null && end.isBefore(facts.now()) && facts.dag().nextRunAfter() == null
                ? Optional.of(new Held("end_date_passed", "its end date " + end + " has passed", null))
                : Optional.empty();
    }
}
