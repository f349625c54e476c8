package dev.rondo.dags.flights.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EncodingTest {

    @Test
    void a_fine_day_is_the_plan_and_nothing_else() {
        assertThat(encoded(Map.of()))
                .containsOnly(
                        entry("carrier=UA", 1.0),
                        entry("origin=EWR", 1.0),
                        entry("destination=IAH", 1.0),
                        entry("day_of_week=FRIDAY", 1.0),
                        entry("hour=12", 1.0));
    }

    @Test
    void weather_counts_beyond_its_knees() {
        assertThat(encoded(Map.of(Measure.TEMPERATURE, 12.0)))
                .containsEntry("freezing", 1.0)
                .doesNotContainKey("hot");
        assertThat(encoded(Map.of(Measure.TEMPERATURE, 90.0)))
                .containsEntry("hot", 1.0)
                .doesNotContainKey("freezing");
        assertThat(encoded(Map.of(Measure.PRESSURE, 1003.0))).containsEntry("low_pressure", 1.0);
        assertThat(encoded(Map.of(Measure.VISIBILITY, 2.0)))
                .containsEntry("poor_sight", 0.8)
                .containsEntry("fog", 1.0);
        assertThat(encoded(Map.of(Measure.DEW_POINT, 72.0)))
                .containsEntry("sultry", 1.0)
                .containsEntry("sultry_by_hour", 12.5 / 24);
        assertThat(encoded(Map.of(Measure.RAIN, 0.9)))
                .containsEntry("raining", 1.0)
                .containsEntry("rain", 1.0)
                .containsEntry("raining_by_hour", 12.5 / 24);
    }

    @Test
    void what_is_not_known_is_left_out() {
        Map<Measure, Double> unknown = new TreeMap<>();
        for (Measure measure : Measure.values()) {
            unknown.put(measure, Double.NaN);
        }
        unknown.put(Measure.HOUR, 12.5);

        assertThat(encoded(unknown))
                .containsOnlyKeys("carrier=UA", "origin=EWR", "destination=IAH", "day_of_week=FRIDAY", "hour=12");
    }

    private static Map<String, Double> encoded(Map<Measure, Double> measures) {
        var encoding = Encoding.of(Rows.row("UA", false, measures));
        Map<String, Double> values = new TreeMap<>();
        for (int i = 0; i < encoding.names().length; i++) {
            values.put(encoding.names()[i], encoding.values()[i]);
        }
        return values;
    }
}
