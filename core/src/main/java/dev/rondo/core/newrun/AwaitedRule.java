package dev.rondo.core.newrun;

import static java.util.stream.Collectors.joining;

import dev.rondo.core.asset.AssetCondition;
import dev.rondo.core.asset.AssetLeaf;
import dev.rondo.core.state.Readiness;
import dev.rondo.core.state.Told;
import java.util.Map;

/** The expression over assets must hold: enough of them were updated since the last run. */
final class AwaitedRule implements AssetRule {

    @Override
    public Readiness check(AssetFacts facts) {
        return AssetCondition.awaited(facts.expression(), facts.updated())
                .map(awaited -> {
                    String updated = facts.updated().stream()
                            .map(AssetLeaf::name)
                            .sorted()
                            .collect(joining(", "));
                    return Told.by(
                            "assets_awaited",
                            "it waits for an update of " + awaited
                                    + (updated.isEmpty() ? "" : "; updated since its last run: " + updated),
                            Map.of("awaited", awaited.toString(), "updated", updated));
                })
                .orElse(Readiness.READY);
    }
}
