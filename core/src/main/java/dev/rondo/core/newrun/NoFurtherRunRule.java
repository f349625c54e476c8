package dev.rondo.core.newrun;

import dev.rondo.core.state.Readiness;
import dev.rondo.core.state.Told;
import dev.rondo.sdk.spec.ScheduleSpec;
import java.time.Instant;
import java.util.Map;

/** A schedule comes to its end: that of one run, of a list of moments, or one whose next run would be too late. */
final class NoFurtherRunRule implements ScheduleRule {

    @Override
    public Readiness check(Look look) {
        ScheduleFacts facts = look.facts();
        boolean ended = look.hasEnded() && !look.isPastItsEndDate() && !look.hasTimetableClass();
        boolean planned = facts.plan().current() && facts.plan().nextRunAfter() == null && !look.hasEnded();
        if (facts.spec().schedule() instanceof ScheduleSpec.None || !(ended || planned)) {
            return Readiness.READY;
        }
        Instant end = facts.spec().endDate();
        String text = planned
                ? "its schedule had no further run when it was asked; it is asked again when a new version of "
                        + facts.dag().fileName() + " comes"
                : "its schedule (" + look.timetable().summary() + ") has no further run"
                        + (end == null ? "" : " up to its end date " + end);
        return Told.by("no_further_run", text, Map.of());
    }
}
