package dev.rondo.core.runstart;

import dev.rondo.core.state.Readiness;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules that keep a run queued. The scheduler picks among thousands of runs by one statement that says the same in
 * SQL; a test holds the two together.
 */
public final class RunStart {

    private static final List<RunStartRule> RULES = List.of(
            new PausedRule(),
            new TimeRule(),
            new BackfillRule(),
            new TakeOverRule(),
            new FailureRule(),
            new PlacesRule());

    private RunStart() {}

    /** What every rule that holds the run back has to say; empty: it starts with the scheduler's next look. */
    public static List<Readiness> explain(RunStartFacts run, Instant now) {
        List<Readiness> reasons = new ArrayList<>();
        for (RunStartRule rule : RULES) {
            Readiness answer = rule.check(run, now);
            if (!(answer instanceof Readiness.Ready)) {
                reasons.add(answer);
            }
        }
        return List.copyOf(reasons);
    }
}
