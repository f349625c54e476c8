package dev.rondo.core.asset;

import dev.rondo.sdk.AssetExpression;
import dev.rondo.sdk.AssetRef;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Whether an expression over assets holds. */
public final class AssetCondition {

    private AssetCondition() {}

    /** Whether it holds when these were updated since the last run. */
    public static boolean holds(AssetExpression expression, Set<AssetLeaf> updated) {
        return awaited(expression, updated).isEmpty();
    }

    /** What must still be updated for it to hold, when these were since the last run; empty: it holds. */
    public static Optional<AssetExpression> awaited(AssetExpression expression, Set<AssetLeaf> updated) {
        return switch (expression) {
            case AssetRef leaf -> updated.contains(AssetLeaf.of(leaf)) ? Optional.empty() : Optional.of(leaf);
            case AssetExpression.All all -> {
                List<AssetExpression> open = open(all.operands(), updated);
                yield open.isEmpty() ? Optional.empty() : Optional.of(only(open, AssetExpression.All::new));
            }
            case AssetExpression.Any any -> {
                List<AssetExpression> open = open(any.operands(), updated);
                yield open.size() < any.operands().size()
                        ? Optional.empty()
                        : Optional.of(only(open, AssetExpression.Any::new));
            }
        };
    }

    private static List<AssetExpression> open(List<AssetExpression> operands, Set<AssetLeaf> updated) {
        return operands.stream()
                .flatMap(each -> awaited(each, updated).stream())
                .toList();
    }

    private static AssetExpression only(
            List<AssetExpression> operands, Function<List<AssetExpression>, AssetExpression> several) {
        return operands.size() == 1 ? operands.getFirst() : several.apply(operands);
    }
}
