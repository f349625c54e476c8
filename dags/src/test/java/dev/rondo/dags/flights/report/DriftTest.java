package dev.rondo.dags.flights.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.dags.flights.learning.Category;
import dev.rondo.dags.flights.learning.FeatureRow;
import dev.rondo.dags.flights.learning.Measure;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DriftTest {

    private static final int FEATURES = Category.values().length + Measure.values().length + 1;

    @Test
    void the_same_rows_have_not_drifted() {
        List<FeatureRow> rows = rows(1_000, i -> i % 100, i -> i % 4 == 0);

        assertThat(Drift.between(rows, rows)).hasSize(FEATURES).allSatisfy(drift -> {
            assertThat(drift.psi()).isCloseTo(0, within(1e-9));
            assertThat(drift.jensenShannon()).isCloseTo(0, within(1e-9));
        });
    }

    @Test
    void the_figures_are_those_of_the_formulas() {
        List<FeatureRow> quarterLate = rows(100_000, _ -> 1, i -> i % 4 == 0);
        List<FeatureRow> halfLate = rows(100_000, _ -> 1, i -> i % 2 == 0);

        Drift late = drift(Drift.LATE, quarterLate, halfLate);

        // (1/2 - 1/4) ln 2 + (1/2 - 3/4) ln (2/3), and the divergence of {1/4, 3/4} and {1/2, 1/2} in bits.
        assertThat(late.psi()).isCloseTo(0.25 * Math.log(2) - 0.25 * Math.log(2.0 / 3), within(1e-4));
        assertThat(late.jensenShannon()).isCloseTo(0.0488, within(1e-4));
    }

    @Test
    void a_measure_that_moved_away_is_the_strongest_and_nearly_nothing_in_common() {
        List<FeatureRow> winter = rows(1_000, i -> i % 40, _ -> false);
        List<FeatureRow> summer = rows(1_000, i -> 60 + i % 40, _ -> false);

        Drift first = Drift.between(winter, summer).getFirst();

        assertThat(first.feature()).isEqualTo("temperature");
        assertThat(first.psi()).isGreaterThan(3);
        assertThat(first.jensenShannon()).isBetween(0.5, 1.0);
    }

    @Test
    void a_measure_that_is_no_longer_known_has_drifted() {
        List<FeatureRow> known = rows(1_000, i -> i % 40, _ -> false);
        List<FeatureRow> unknown = rows(1_000, _ -> Double.NaN, _ -> false);

        assertThat(drift("temperature", known, unknown).jensenShannon()).isGreaterThan(0.9);
        assertThat(drift("temperature", unknown, known).psi()).isFinite().isGreaterThan(1);
    }

    @Test
    void without_rows_on_both_sides_there_is_nothing_to_compare() {
        List<FeatureRow> rows = rows(10, i -> i, _ -> false);

        assertThat(Drift.between(List.of(), rows)).isEmpty();
        assertThat(Drift.between(rows, List.of())).isEmpty();
    }

    private static Drift drift(String feature, List<FeatureRow> window, List<FeatureRow> recent) {
        return Drift.between(window, recent).stream()
                .filter(drift -> drift.feature().equals(feature))
                .findFirst()
                .orElseThrow();
    }

    private static List<FeatureRow> rows(int count, IntToDoubleFunction temperature, IntPredicate late) {
        return IntStream.range(0, count)
                .mapToObj(i -> row(temperature.applyAsDouble(i), late.test(i)))
                .toList();
    }

    private static FeatureRow row(double temperature, boolean late) {
        Map<Category, String> categories = new EnumMap<>(Category.class);
        for (Category category : Category.values()) {
            categories.put(category, "any");
        }
        Map<Measure, Double> measures = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.values()) {
            measures.put(measure, 0.0);
        }
        measures.put(Measure.TEMPERATURE, temperature);
        return new FeatureRow(categories, measures, late);
    }
}
