package dev.rondo.core.runstart;

import dev.rondo.core.state.Readiness;
import java.time.Instant;

/** One rule about when a queued run may start. */
interface RunStartRule {

    Readiness check(RunStartFacts run, Instant now);
}
