package dev.rondo.core.newrun;

import dev.rondo.core.state.Readiness;
import dev.rondo.core.state.Told;
import java.util.Map;

/** After its end date a DAG has no new scheduled runs. */
final class EndDateRule implements ScheduleRule {

    @Override
    public Readiness check(Look look) {
        return look.hasEnded() && look.isPastItsEndDate()
                ? Told.by(
                        "end_date_passed",
                        "its end date " + look.facts().spec().endDate() + " has passed",
                        Map.of("end_date", String.valueOf(look.facts().spec().endDate())))
                : Readiness.READY;
    }
}
