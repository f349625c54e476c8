package dev.rondo.benchmarks.figures;

import dev.rondo.sdk.internal.json.JsonObject;
import java.util.Arrays;
import java.util.Collection;

/**
 * How a set of measured values is spread.
 *
 * @param p50 the median
 * @param p95 19 of 20 are at or below
 * @param max the largest
 */
public record Spread(double p50, double p95, double max) {

    /**
     * The spread of some values, by nearest rank.
     *
     * @throws IllegalArgumentException when there are none
     */
    public static Spread of(Collection<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured");
        }
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return new Spread(rank(sorted, 0.50), rank(sorted, 0.95), sorted[sorted.length - 1]);
    }

    /** The median of some values. */
    public static double median(Collection<Double> values) {
        return of(values).p50();
    }

    private static double rank(double[] sorted, double share) {
        return sorted[(int) Math.ceil(share * sorted.length) - 1];
    }

    /** With three decimals: of milliseconds, microseconds. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("p50", Rounded.to(3, p50))
                .put("p95", Rounded.to(3, p95))
                .put("max", Rounded.to(3, max))
                .build();
    }
}
