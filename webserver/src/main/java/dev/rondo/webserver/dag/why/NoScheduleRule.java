package dev.rondo.webserver.dag.why;

import dev.rondo.sdk.spec.ScheduleSpec;
import java.util.Optional;

/** A DAG without a schedule runs when someone triggers it. */
final class NoScheduleRule implements DagRule {

    @Override
    public Optional<Held> held(DagFacts facts) {
        return facts.spec().schedule() instanceof ScheduleSpec.None
                ? Optional.of(new Held(
                        "no_schedule",
                        "it has no schedule: it runs when triggered, with `rondo dags trigger "
                                + facts.dag().dagId() + "` or by another DAG",
                        null))
                : Optional.empty();
    }
}
