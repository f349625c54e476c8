package dev.rondo.operators.standard;

import dev.rondo.sdk.SchedulerOperator;

/**
 * Skips everything downstream unless the run is the newest of its schedule, so that a run that makes up for a missed
 * day does not publish over today's. Manual runs always go on. It never leaves the scheduler.
 */
public record LatestOnlyOperator() implements SchedulerOperator {

    @Override
    public Effect effect() {
        return Effect.LATEST_ONLY;
    }
}
