package dev.rondo.webserver.dag.why;

import java.time.Instant;
import java.util.Optional;

/** The next scheduled run has its time. */
final class NextRunRule implements DagRule {

    @Override
    public Optional<Held> held(DagFacts facts) {
        Instant next = facts.dag().nextRunAfter();
        return next != null && next.isAfter(facts.now())
                ? Optional.of(new Held("next_run", "the next scheduled run starts at " + next, next))
                : Optional.empty();
    }
}
