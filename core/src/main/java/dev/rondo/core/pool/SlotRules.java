package dev.rondo.core.pool;

import dev.rondo.core.state.Readiness;
import java.util.List;

/**
 * Whether a scheduled instance may have a slot now. The scheduler asks before each slot that it gives, in the order of
 * {@link Rank}; whoever explains why an instance waits asks the same rules. An instance that is held back is stepped
 * over and holds nothing back behind it, neither in its pool nor in its run.
 */
public final class SlotRules {

    // What costs most to ask is asked last: how much of a task is active over all runs is counted in the tables.
    private static final List<SlotRule> RULES =
            List.of(new PoolRule(), new RunFullRule(), new TaskFullInRunRule(), new WorkerRule(), new TaskFullRule());

    private SlotRules() {}

    /** The first limit that holds it back, or that none does. */
    public static Readiness check(Candidate candidate, SlotFacts facts) {
        for (SlotRule rule : RULES) {
            Readiness answer = rule.check(candidate, facts);
            if (!(answer instanceof Readiness.Ready)) {
                return answer;
            }
        }
        return Readiness.READY;
    }

    /** All limits that hold it back. */
    public static List<Readiness> holding(Candidate candidate, SlotFacts facts) {
        return RULES.stream()
                .map(rule -> rule.check(candidate, facts))
                .filter(answer -> !(answer instanceof Readiness.Ready))
                .toList();
    }

    static Readiness.NotYet held(QueueReason.Kind kind, String name, int first, int second) {
        return new Readiness.NotYet(new QueueReason(kind, name, first, second));
    }
}
