package dev.rondo.core.newrun;

import dev.rondo.core.state.Readiness;
import dev.rondo.core.state.Told;
import dev.rondo.core.timetable.Continuous;
import java.util.Map;

/** Of a continuous schedule the next run follows when the one before is over. */
final class OpenRunRule implements ScheduleRule {

    @Override
    public Readiness check(Look look) {
        int open = look.facts().openRuns();
        return look.timetable() instanceof Continuous && open > 0
                ? Told.by(
                        "run_open",
                        (open == 1 ? "a run is" : open + " runs are") + " queued or running; the next follows when "
                                + (open == 1 ? "it ends" : "they end"),
                        Map.of("open", String.valueOf(open)))
                : Readiness.READY;
    }
}
