package dev.rondo.dags.flights.learning;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What is known of a flight one hour before its planned departure, and whether it then was late.
 *
 * @param categories a name for each {@link Category}
 * @param measures a number for each {@link Measure}; NaN where it is not known
 */
public record FeatureRow(Map<Category, String> categories, Map<Measure, Double> measures, boolean late) {

    public FeatureRow {
        categories = Collections.unmodifiableMap(new EnumMap<>(categories));
        measures = Collections.unmodifiableMap(new EnumMap<>(measures));
        if (categories.size() != Category.values().length || measures.size() != Measure.values().length) {
            throw new IllegalArgumentException("expected a value for each feature, found " + categories + measures);
        }
    }

    /** The value of a category. */
    public String get(Category category) {
        return requireNonNull(categories.get(category));
    }

    /** The value of a measure; NaN where it is not known. */
    public double get(Measure measure) {
        return requireNonNull(measures.get(measure));
    }
}
