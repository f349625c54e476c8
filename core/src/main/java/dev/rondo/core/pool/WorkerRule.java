package dev.rondo.core.pool;

import dev.rondo.core.state.Readiness;

/** A worker of its queue can take it. */
final class WorkerRule implements SlotRule {

    @Override
    public Readiness check(Candidate candidate, SlotFacts facts) {
        return facts.hasWorker()
                ? Readiness.READY
                : SlotRules.held(QueueReason.Kind.WORKERS_FULL, candidate.dagId(), 1, 0);
    }
}
