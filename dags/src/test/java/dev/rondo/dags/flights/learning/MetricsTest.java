package dev.rondo.dags.flights.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsTest {

    private static final Prediction SURELY_LATE = new Prediction(0.9, true);
    private static final Prediction SURELY_PUNCTUAL = new Prediction(0.1, false);

    @Test
    void a_perfect_order_has_an_auc_of_one_and_its_reverse_of_zero() {
        assertThat(Metrics.of(List.of(SURELY_LATE, SURELY_PUNCTUAL)).auc()).isEqualTo(1);
        assertThat(Metrics.of(List.of(new Prediction(0.9, false), new Prediction(0.1, true)))
                        .auc())
                .isZero();
    }

    @Test
    void the_auc_is_the_share_of_pairs_in_order_where_ties_count_half() {
        // Late: 0.8, 0.5. Punctual: 0.6, 0.5, 0.2. Pairs in order: 3 + 1.5 of 6.
        var predictions = List.of(
                new Prediction(0.8, true),
                new Prediction(0.6, false),
                new Prediction(0.5, true),
                new Prediction(0.5, false),
                new Prediction(0.2, false));

        assertThat(Metrics.of(predictions).auc()).isCloseTo(4.5 / 6, within(1e-12));
    }

    @Test
    void where_all_were_late_or_none_was_there_is_nothing_to_tell_apart() {
        assertThat(Metrics.of(List.of(SURELY_LATE, SURELY_LATE)).auc()).isEqualTo(0.5);
        assertThat(Metrics.of(List.of(SURELY_PUNCTUAL)).auc()).isEqualTo(0.5);
    }

    @Test
    void the_log_loss_is_the_mean_of_the_logarithms() {
        Metrics metrics = Metrics.of(List.of(new Prediction(0.8, true), new Prediction(0.5, false)));

        assertThat(metrics.logLoss()).isCloseTo(-(Math.log(0.8) + Math.log(0.5)) / 2, within(1e-12));
    }

    @Test
    void a_wrong_certainty_costs_much_and_not_everything() {
        assertThat(Metrics.of(List.of(new Prediction(0, true))).logLoss()).isCloseTo(13.8, within(0.1));
    }

    @Test
    void calibration_compares_what_was_expected_with_what_was() {
        Metrics metrics = Metrics.of(List.of(
                new Prediction(0.6, true),
                new Prediction(0.4, false),
                new Prediction(0.4, false),
                new Prediction(0.2, false)));

        assertThat(metrics.lateShare()).isEqualTo(0.25);
        assertThat(metrics.predictedShare()).isCloseTo(0.4, within(1e-12));
        assertThat(metrics.calibrationError()).isCloseTo(0.15, within(1e-12));
    }

    @Test
    void no_predictions_are_no_metrics() {
        assertThatThrownBy(() -> Metrics.of(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no predictions to measure: the day has no flight that arrived");
    }
}
