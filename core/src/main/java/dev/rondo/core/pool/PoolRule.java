package dev.rondo.core.pool;

import dev.rondo.core.state.Readiness;

/** Its pool exists and has as many slots left as it takes. */
final class PoolRule implements SlotRule {

    @Override
    public Readiness check(Candidate candidate, SlotFacts facts) {
        Integer free = facts.freeSlots();
        if (free == null) {
            return SlotRules.held(QueueReason.Kind.NO_SUCH_POOL, candidate.pool(), 0, 0);
        }
        return free >= candidate.poolSlots()
                ? Readiness.READY
                : SlotRules.held(QueueReason.Kind.POOL_FULL, candidate.pool(), candidate.poolSlots(), free);
    }
}
