package dev.rondo.dags.flights.learning;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes a row as named numbers, which is what a linear model reads: a 1 for each category and hour of the day, and the
 * measures bent so that a straight line fits. A number that is 0, or not known, is left out; each is made so that 0
 * means "as usual".
 */
final class Encoding {

    private final List<String> names = new ArrayList<>();
    private final List<Double> values = new ArrayList<>();

    private Encoding() {}

    static Encoding of(FeatureRow row) {
        var encoding = new Encoding();
        encoding.addPlan(row);
        encoding.addWeather(row);
        return encoding;
    }

    String[] names() {
        return names.toArray(String[]::new);
    }

    double[] values() {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private void addPlan(FeatureRow row) {
        for (Category category : Category.values()) {
            add(category.column() + "=" + row.get(category), 1);
        }
        add("hour=" + (int) row.get(Measure.HOUR), 1);
        add("distance", Math.log(row.get(Measure.DISTANCE) / 1000));
        add("planned_load", row.get(Measure.PLANNED_LOAD) / 10);
        add("late_here", row.get(Measure.LATE_HERE));
        add("late_anywhere", row.get(Measure.LATE_ANYWHERE));
    }

    private void addWeather(FeatureRow row) {
        double temperature = row.get(Measure.TEMPERATURE);
        double humidity = row.get(Measure.HUMIDITY);
        double rain = row.get(Measure.RAIN);
        double visibility = row.get(Measure.VISIBILITY);
        double partOfDay = row.get(Measure.HOUR) / 24;
        // Thunderstorms need moist air; a dew point of 62 °F is where it begins to feel sultry.
        double sultry = over(row.get(Measure.DEW_POINT), 62, 10);
        double raining = rain > 0 ? 1 : 0;
        add("freezing", over(-temperature, -32, 20));
        add("hot", over(temperature, 75, 15));
        add("humid", (humidity - 60) / 40);
        add("damp", over(humidity, 80, 20));
        add("sultry", sultry);
        add("sultry_by_hour", sultry * partOfDay);
        add("wind", row.get(Measure.WIND_SPEED) / 20);
        add("raining", raining);
        add("raining_by_hour", raining * partOfDay);
        add("rain", Math.min(rain, 0.3) / 0.3);
        add("low_pressure", over(-row.get(Measure.PRESSURE), -1018, 15));
        add("poor_sight", (10 - visibility) / 10);
        add("fog", visibility < 3 ? 1 : 0);
    }

    /** How far {@code value} is over {@code knee}, in units of {@code scale}; 0 below it. */
    private static double over(double value, double knee, double scale) {
        return Math.max(0, value - knee) / scale;
    }

    private void add(String name, double value) {
        if (value != 0 && !Double.isNaN(value)) {
            names.add(name);
            values.add(value);
        }
    }
}
