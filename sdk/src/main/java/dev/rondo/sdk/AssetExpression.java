package dev.rondo.sdk;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which assets must have been updated for a run to be due: one asset, an alias, all of several or any of several. An
 * immutable value.
 *
 * <pre>{@code
 * dag.schedule(Schedule.assets(orders.and(rates.or(fallbackRates))));
 * }</pre>
 */
public sealed interface AssetExpression permits AssetRef, AssetExpression.All, AssetExpression.Any {

    /** Every operand must hold. */
    record All(List<AssetExpression> operands) implements AssetExpression {
        public All {
            operands = List.copyOf(operands);
            requireSome(operands);
        }

        @Override
        public String toString() {
            return text(operands, " and ");
        }
    }

    /** One operand must hold. */
    record Any(List<AssetExpression> operands) implements AssetExpression {
        public Any {
            operands = List.copyOf(operands);
            requireSome(operands);
        }

        @Override
        public String toString() {
            return text(operands, " or ");
        }
    }

    /**
     * All of these.
     *
     * @throws IllegalArgumentException when there is none
     */
    static AssetExpression all(AssetExpression... operands) {
        return operands.length == 1 ? operands[0] : new All(List.of(operands));
    }

    /**
     * Any of these.
     *
     * @throws IllegalArgumentException when there is none
     */
    static AssetExpression any(AssetExpression... operands) {
        return operands.length == 1 ? operands[0] : new Any(List.of(operands));
    }

    /** This and the other. */
    default AssetExpression and(AssetExpression other) {
        List<AssetExpression> operands = new ArrayList<>(this instanceof All all ? all.operands() : List.of(this));
        operands.add(other);
        return new All(operands);
    }

    /** This or the other. */
    default AssetExpression or(AssetExpression other) {
        List<AssetExpression> operands = new ArrayList<>(this instanceof Any any ? any.operands() : List.of(this));
        operands.add(other);
        return new Any(operands);
    }

    /** Every asset and alias in it, each once, in order. */
    default List<AssetRef> leaves() {
        return switch (this) {
            case AssetRef leaf -> List.of(leaf);
            case All all -> leaves(all.operands());
            case Any any -> leaves(any.operands());
        };
    }

    private static List<AssetRef> leaves(List<AssetExpression> operands) {
        return operands.stream()
                .flatMap(operand -> operand.leaves().stream())
                .distinct()
                .toList();
    }

    private static void requireSome(List<AssetExpression> operands) {
        if (operands.isEmpty()) {
            throw new IllegalArgumentException("an expression of assets needs at least one");
        }
    }

    private static String text(List<AssetExpression> operands, String word) {
        return operands.stream()
                .map(each -> each instanceof AssetRef ? each.toString() : "(" + each + ")")
                .collect(Collectors.joining(word));
    }
}
