package dev.rondo.core.newrun;

import dev.rondo.core.state.Readiness;
import dev.rondo.core.state.Told;
import dev.rondo.core.timetable.RunInfo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The next run has its time, and the schedule is not asked before the moment it named last. */
final class NextRunRule implements ScheduleRule {

    @Override
    public Readiness check(Look look) {
        Instant next = next(look);
        return next != null && next.isAfter(look.now())
                ? Told.until("next_run", "the next scheduled run starts at " + next, next)
                : Readiness.READY;
    }

    private static @Nullable Instant next(Look look) {
        RunInfo run = look.isDue() ? look.runs().due().getFirst() : look.runs().next();
        ScheduleFacts.Plan plan = look.facts().plan();
        if (run == null || (plan.current() && plan.nextRunAfter() == null)) {
            return null;
        }
        Instant planned = plan.current() ? plan.nextRunAfter() : null;
        return planned != null && planned.isAfter(run.runAfter()) ? planned : run.runAfter();
    }
}
