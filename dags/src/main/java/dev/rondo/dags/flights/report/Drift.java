package dev.rondo.dags.flights.report;

import dev.rondo.dags.flights.learning.Category;
import dev.rondo.dags.flights.learning.FeatureRow;
import dev.rondo.dags.flights.learning.Measure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * How differently one feature is distributed in recent days and in the training window.
 *
 * @param feature the name of the feature, or {@code late} for what is predicted
 * @param psi population stability index: the usual reading is none below 0.1, some up to 0.25, and much above it
 * @param jensenShannon Jensen-Shannon divergence to base 2, from 0 (the same) to 1 (nothing in common)
 */
public record Drift(String feature, double psi, double jensenShannon) {

    /** The name of what is predicted among the features. */
    public static final String LATE = "late";

    /** Deciles: the usual choice for this index, whose reading depends on it. */
    private static final int BINS = 10;

    /** Added to each count, so that a value seen on one side only gives a large index and not an infinite one. */
    private static final double PRIOR_COUNT = 0.5;

    /**
     * The drift of every feature and of what is predicted, the strongest first; nothing if one side has no rows.
     *
     * @param window what the model learns from
     * @param recent what it meets
     */
    public static List<Drift> between(List<FeatureRow> window, List<FeatureRow> recent) {
        if (window.isEmpty() || recent.isEmpty()) {
            return List.of();
        }
        List<Drift> drifts = new ArrayList<>();
        drifts.add(of(LATE, row -> String.valueOf(row.late()), window, recent));
        for (Category category : Category.values()) {
            drifts.add(of(category.column(), row -> row.get(category), window, recent));
        }
        for (Measure measure : Measure.values()) {
            double[] edges = edges(window.stream()
                    .mapToDouble(row -> row.get(measure))
                    .filter(value -> !Double.isNaN(value))
                    .sorted()
                    .toArray());
            drifts.add(of(measure.column(), row -> bin(edges, row.get(measure)), window, recent));
        }
        drifts.sort(Comparator.comparingDouble(Drift::psi).reversed());
        return List.copyOf(drifts);
    }

    private static Drift of(
            String feature, Function<FeatureRow, String> value, List<FeatureRow> window, List<FeatureRow> recent) {
        Map<String, Integer> old = count(value, window);
        Map<String, Integer> now = count(value, recent);
        Set<String> values = new LinkedHashSet<>(old.keySet());
        values.addAll(now.keySet());
        double psi = 0;
        double divergence = 0;
        for (String each : values) {
            double p = (old.getOrDefault(each, 0) + PRIOR_COUNT) / (window.size() + PRIOR_COUNT * values.size());
            double q = (now.getOrDefault(each, 0) + PRIOR_COUNT) / (recent.size() + PRIOR_COUNT * values.size());
            psi += (q - p) * Math.log(q / p);
            divergence += halfDivergence(p, q) + halfDivergence(q, p);
        }
        return new Drift(feature, psi, divergence);
    }

    private static double halfDivergence(double p, double q) {
        return 0.5 * p * Math.log(p / ((p + q) / 2)) / Math.log(2);
    }

    private static Map<String, Integer> count(Function<FeatureRow, String> value, List<FeatureRow> rows) {
        Map<String, Integer> counts = new HashMap<>();
        rows.forEach(row -> counts.merge(value.apply(row), 1, Integer::sum));
        return counts;
    }

    private static double[] edges(double[] sorted) {
        double[] edges = new double[BINS - 1];
        for (int i = 1; i < BINS && sorted.length > 0; i++) {
            edges[i - 1] = sorted[(int) ((long) sorted.length * i / BINS)];
        }
        return edges;
    }

    private static String bin(double[] edges, double value) {
        if (Double.isNaN(value)) {
            return "not known";
        }
        int bin = 0;
        while (bin < edges.length && value >= edges[bin]) {
            bin++;
        }
        return String.valueOf(bin);
    }
}
