package dev.rondo.sdk.internal.build;

import dev.rondo.sdk.Asset;
import dev.rondo.sdk.AssetExpression;
import dev.rondo.sdk.AssetRef;
import dev.rondo.sdk.ProblemCode;
import dev.rondo.sdk.internal.define.DagDraft;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks the assets that a DAG names: their texts, and that one name stands for one asset. */
final class AssetChecks {

    /** Airflow's limit, and that of the API. */
    private static final int MAX_CHARS = 1_500;

    private AssetChecks() {}

    static void check(DagDraft dag, Problems problems) {
        Set<AssetRef> named = new LinkedHashSet<>();
        AssetExpression schedule = dag.settings().schedule().spec().assets();
        if (schedule != null) {
            named.addAll(schedule.leaves());
        }
        dag.tasks().forEach(task -> {
            named.addAll(task.outlets());
            named.addAll(task.inlets());
        });
        Map<String, Asset> byName = new HashMap<>();
        for (AssetRef ref : named) {
            wrong(ref).ifPresent(wrong -> problems.add(ProblemCode.BAD_ASSET, wrong, "give it another"));
            if (ref instanceof Asset asset) {
                Asset other = byName.putIfAbsent(asset.name(), asset);
                if (other != null) {
                    problems.add(
                            ProblemCode.BAD_ASSET,
                            "two assets have the name '" + asset.name() + "' and differ: " + text(other) + " and "
                                    + text(asset),
                            "keep each asset in one constant, and use that");
                }
            }
        }
    }

    private static String text(Asset asset) {
        return "'" + asset.uri() + "' of group '" + asset.group() + "' with " + asset.extraJson();
    }

    private static Optional<String> wrong(AssetRef ref) {
        String what = ref instanceof Asset ? "an asset" : "an alias of assets";
        Optional<String> wrong = wrong("the name of " + what, ref.name())
                .or(() -> wrong("the group of " + what + " '" + ref.name() + "'", ref.group()));
        return ref instanceof Asset asset
                ? wrong.or(() -> wrong("the uri of asset '" + asset.name() + "'", asset.uri()))
                : wrong;
    }

    private static Optional<String> wrong(String what, String text) {
        if (text.isBlank()) {
            return Optional.of(what + " is empty");
        }
        if (text.length() > MAX_CHARS) {
            return Optional.of(what + " has " + text.length() + " characters; at most " + MAX_CHARS + " are allowed");
        }
        return text.chars().anyMatch(Character::isISOControl)
                ? Optional.of(what + " has a control character")
                : Optional.empty();
    }
}
