package dev.rondo.core.pool;

import dev.rondo.core.state.Readiness;

/** Fewer instances of its run are active than its DAG allows. */
final class RunFullRule implements SlotRule {

    @Override
    public Readiness check(Candidate candidate, SlotFacts facts) {
        int active = facts.activeInRun();
        return active < candidate.maxActiveTasks()
                ? Readiness.READY
                : SlotRules.held(QueueReason.Kind.RUN_FULL, candidate.dagId(), candidate.maxActiveTasks(), active);
    }
}
