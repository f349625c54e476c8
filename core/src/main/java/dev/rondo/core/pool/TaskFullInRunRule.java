package dev.rondo.core.pool;

import dev.rondo.core.state.Readiness;

/** Fewer instances of its task are active in its run than the task allows. */
final class TaskFullInRunRule implements SlotRule {

    @Override
    public Readiness check(Candidate candidate, SlotFacts facts) {
        Integer limit = candidate.maxActivePerRun();
        return limit == null || facts.activeOfTaskInRun() < limit
                ? Readiness.READY
                : SlotRules.held(
                        QueueReason.Kind.TASK_FULL_IN_RUN, candidate.taskId(), limit, facts.activeOfTaskInRun());
    }
}
