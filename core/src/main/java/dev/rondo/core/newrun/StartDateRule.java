package dev.rondo.core.newrun;

import dev.rondo.core.state.Readiness;
import dev.rondo.core.state.Told;
import java.time.Instant;

/** Before its start date a DAG has no scheduled runs. */
final class StartDateRule implements ScheduleRule {

    @Override
    public Readiness check(Look look) {
        Instant start = look.facts().spec().startDate();
        return !look.isDue() && start != null && start.isAfter(look.now())
                ? Told.until("start_date_in_future", "its start date " + start + " is to come", start)
                : Readiness.READY;
    }
}
