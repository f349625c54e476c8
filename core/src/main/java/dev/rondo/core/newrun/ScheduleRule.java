package dev.rondo.core.newrun;

import dev.rondo.core.state.Readiness;

/** One rule about runs that a schedule makes. */
interface ScheduleRule {

    Readiness check(Look look);
}
