package dev.rondo.core.newrun;

import dev.rondo.core.state.Readiness;
import java.util.List;
import java.util.stream.Stream;

/** Whether updates of assets make a run of a DAG now: no rule holds it back. */
public final class RunsByAssets {

    private static final List<AssetRule> RULES = Stream.<AssetRule>concat(
                    DagRule.ALL.stream().map(rule -> facts -> rule.check(facts.dag())),
                    Stream.of(new AwaitedRule(), new AssetPlacesRule()))
            .toList();

    private RunsByAssets() {}

    /** Whether a run is to be made. */
    public static boolean isDue(AssetFacts facts) {
        return explain(facts).isEmpty();
    }

    /** What every rule that holds the next run back has to say; empty: it is made at once. */
    public static List<Readiness> explain(AssetFacts facts) {
        return RULES.stream()
                .map(rule -> rule.check(facts))
                .filter(answer -> !(answer instanceof Readiness.Ready))
                .toList();
    }
}
