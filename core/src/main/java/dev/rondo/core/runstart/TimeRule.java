package dev.rondo.core.runstart;

import dev.rondo.core.state.Readiness;
import dev.rondo.core.state.Told;
import java.time.Instant;

/** No run starts before its time. */
final class TimeRule implements RunStartRule {

    @Override
    public Readiness check(RunStartFacts run, Instant now) {
        return run.runAfter().isAfter(now)
                ? Told.until("run_after", "the run starts at " + run.runAfter() + " at the earliest", run.runAfter())
                : Readiness.READY;
    }
}
