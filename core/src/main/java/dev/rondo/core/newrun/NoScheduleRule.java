package dev.rondo.core.newrun;

import dev.rondo.core.state.Readiness;
import dev.rondo.core.state.Told;
import dev.rondo.sdk.spec.ScheduleSpec;
import java.util.Map;

/** A DAG without a schedule runs when someone triggers it. */
final class NoScheduleRule implements ScheduleRule {

    @Override
    public Readiness check(Look look) {
        return look.facts().spec().schedule() instanceof ScheduleSpec.None
                ? Told.by(
                        "no_schedule",
                        "it has no schedule: it runs when triggered, with `rondo dags trigger "
                                + look.facts().dag().dagId() + "` or by another DAG",
                        Map.of())
                : Readiness.READY;
    }
}
