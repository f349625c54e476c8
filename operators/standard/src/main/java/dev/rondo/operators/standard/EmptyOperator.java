package dev.rondo.operators.standard;

import dev.rondo.sdk.SchedulerOperator;

/** Does nothing: a place where lines meet. It never leaves the scheduler, so it takes no slot and no time. */
public record EmptyOperator() implements SchedulerOperator {

    @Override
    public Effect effect() {
        return Effect.NOTHING;
    }
}
