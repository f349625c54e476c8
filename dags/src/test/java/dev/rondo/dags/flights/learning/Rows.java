package dev.rondo.dags.flights.learning;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Rows of features, made up. */
final class Rows {

    private Rows() {}

    /** A flight of a fine day, with some of its measures otherwise. */
    static FeatureRow row(String carrier, boolean late, Map<Measure, Double> otherwise) {
        var categories = new EnumMap<Category, String>(Map.of(
                Category.CARRIER, carrier,
                Category.ORIGIN, "EWR",
                Category.DESTINATION, "IAH",
                Category.DAY_OF_WEEK, "FRIDAY"));
        var measures = new EnumMap<Measure, Double>(Measure.class);
        for (Measure measure : Measure.values()) {
            measures.put(measure, 0.0);
        }
        measures.put(Measure.HOUR, 12.5);
        measures.put(Measure.DISTANCE, 1000.0);
        measures.put(Measure.TEMPERATURE, 60.0);
        measures.put(Measure.HUMIDITY, 60.0);
        measures.put(Measure.PRESSURE, 1020.0);
        measures.put(Measure.VISIBILITY, 10.0);
        measures.putAll(otherwise);
        return new FeatureRow(categories, measures, late);
    }

    /** Flights of which those of ZZ are late four times in five, and those of AA once in five. */
    static List<FeatureRow> ofTwoCarriers(int count, long seed) {
        var random = new Random(seed);
        List<FeatureRow> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean unreliable = random.nextBoolean();
            boolean late = random.nextDouble() < (unreliable ? 0.8 : 0.2);
            rows.add(row(unreliable ? "ZZ" : "AA", late, Map.of()));
        }
        return rows;
    }
}
