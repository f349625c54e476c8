package dev.rondo.core.pool;

import dev.rondo.core.state.Readiness;

/** Fewer instances of its task are active over all runs than the task allows. */
final class TaskFullRule implements SlotRule {

    @Override
    public Readiness check(Candidate candidate, SlotFacts facts) {
        Integer limit = candidate.maxActivePerDag();
        return limit == null || facts.activeOfTask() < limit
                ? Readiness.READY
                : SlotRules.held(QueueReason.Kind.TASK_FULL, candidate.taskId(), limit, facts.activeOfTask());
    }
}
