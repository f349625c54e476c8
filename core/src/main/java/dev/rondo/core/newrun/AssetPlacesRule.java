package dev.rondo.core.newrun;

import dev.rondo.core.state.Readiness;
import dev.rondo.core.state.Told;
import java.util.Map;

/** Updates wait, and make one run together, while as many runs are queued or running as the DAG allows. */
final class AssetPlacesRule implements AssetRule {

    @Override
    public Readiness check(AssetFacts facts) {
        int open = facts.openRuns();
        return open < facts.maxActiveRuns()
                ? Readiness.READY
                : Told.by(
                        "max_active_runs",
                        open + (open == 1 ? " run is" : " runs are")
                                + " queued or running, max active runs is " + facts.maxActiveRuns()
                                + ": updates of assets make no further run until one ends",
                        Map.of("open", String.valueOf(open), "max", String.valueOf(facts.maxActiveRuns())));
    }
}
