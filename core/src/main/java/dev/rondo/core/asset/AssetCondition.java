package dev.rondo.core.asset;

import dev.rondo.sdk.AssetExpression;
import dev.rondo.sdk.AssetRef;
import java.util.Set;

/** Whether an expression over assets holds. */
public final class AssetCondition {

    private AssetCondition() {}

    /** Whether it holds when these were updated since the last run. */
    public static boolean holds(AssetExpression expression, Set<AssetLeaf> updated) {
        return switch (expression) {
            case AssetRef leaf -> updated.contains(AssetLeaf.of(leaf));
            case AssetExpression.All all -> all.operands().stream().allMatch(each -> holds(each, updated));
            case AssetExpression.Any any -> any.operands().stream().anyMatch(each -> holds(each, updated));
        };
    }
}
