package dev.rondo.webserver.dag.why;

import java.util.Optional;

/** So many runs at once, and no more. */
final class MaxActiveRunsRule implements DagRule {

    @Override
    public Optional<Held> held(DagFacts facts) {
        int max = facts.dag().maxActiveRuns();
        return facts.runningRuns() < max
                ? Optional.empty()
                : Optional.of(new Held(
                        "max_active_runs",
                        facts.runningRuns() + (facts.runningRuns() == 1 ? " run is" : " runs are")
                                + " running, max active runs is " + max + "; " + facts.queuedRuns()
                                + (facts.queuedRuns() == 1 ? " waits" : " wait"),
                        null));
    }
}
