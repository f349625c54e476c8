package dev.rondo.core.pool;

import dev.rondo.core.state.Readiness;

/** One limit that may hold a scheduled instance back. */
@FunctionalInterface
interface SlotRule {
    Readiness check(Candidate candidate, SlotFacts facts);
}
