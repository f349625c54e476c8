package dev.rondo.dags.flights.learning;

import static dev.rondo.dags.flights.TestFiles.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DelayClassifierTest {

    private final DelayClassifier classifier = DelayClassifier.train(Rows.ofTwoCarriers(4_000, 1), "made up rows");

    @TempDir
    private Path folder;

    @Test
    void learns_which_carrier_is_late_and_how_often() {
        List<Prediction> predictions =
                classifier.predict(List.of(Rows.row("ZZ", true, Map.of()), Rows.row("AA", false, Map.of())));

        assertThat(predictions.getFirst().probability()).isCloseTo(0.8, within(0.05));
        assertThat(predictions.getLast().probability()).isCloseTo(0.2, within(0.05));
        assertThat(classifier.weights().get("carrier=ZZ")).isPositive();
        assertThat(classifier.weights().get("carrier=AA")).isNegative();
    }

    @Test
    void the_same_rows_give_the_same_weights() {
        assertThat(DelayClassifier.train(Rows.ofTwoCarriers(4_000, 1), "the same")
                        .weights())
                .isEqualTo(classifier.weights());
        assertThat(DelayClassifier.train(Rows.ofTwoCarriers(4_000, 2), "others").weights())
                .isNotEqualTo(classifier.weights());
    }

    @Test
    void the_weights_are_the_model() {
        Map<String, Double> weights = classifier.weights();
        double sum = Stream.of(
                        "(always)", "carrier=ZZ", "origin=EWR", "destination=IAH", "day_of_week=FRIDAY", "hour=12")
                .mapToDouble(feature -> weights.getOrDefault(feature, Double.NaN))
                .sum();

        double probability = classifier
                .predict(List.of(Rows.row("ZZ", true, Map.of())))
                .getFirst()
                .probability();

        assertThat(probability).isCloseTo(1 / (1 + Math.exp(-sum)), within(1e-9));
    }

    @Test
    void a_saved_model_predicts_the_same() throws IOException {
        List<FeatureRow> rows = Rows.ofTwoCarriers(50, 3);
        Path file = folder.resolve("model");

        classifier.save(at(file));

        assertThat(DelayClassifier.load(at(file)).predict(rows)).isEqualTo(classifier.predict(rows));
        assertThat(DelayClassifier.load(at(file)).weights()).isEqualTo(classifier.weights());
    }

    @Test
    void a_model_is_saved_under_any_locale_and_the_locale_kept(@TempDir Path any) throws IOException {
        Locale turkish = Locale.forLanguageTag("tr-TR");
        Locale before = Locale.getDefault();
        Locale.setDefault(turkish);
        try {
            classifier.save(at(any.resolve("model")));

            assertThat(Locale.getDefault()).isEqualTo(turkish);
            assertThat(DelayClassifier.load(at(any.resolve("model"))).weights()).isEqualTo(classifier.weights());
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void a_carrier_that_the_training_did_not_have_is_predicted_from_the_rest() {
        double probability = classifier
                .predict(List.of(Rows.row("OO", true, Map.of())))
                .getFirst()
                .probability();

        assertThat(probability).isBetween(0.3, 0.7);
    }

    @Test
    void flights_that_all_are_punctual_teach_nothing() {
        List<FeatureRow> punctual = List.of(Rows.row("AA", false, Map.of()), Rows.row("ZZ", false, Map.of()));

        assertThatThrownBy(() -> DelayClassifier.train(punctual, "flights of 2013-01-01"))
                .hasMessage(
                        "cannot learn what makes a flight late from the flights of 2013-01-01: of 2 flights all were"
                                + " late, or none was");
    }

    @Test
    void a_file_that_is_cut_or_is_no_model_is_refused_by_name() throws IOException {
        Path file = folder.resolve("model");
        classifier.save(at(file));
        Path cut = folder.resolve("cut");
        Files.write(cut, Arrays.copyOf(Files.readAllBytes(file), 200));

        assertThatThrownBy(() -> DelayClassifier.load(at(cut)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(cut + " cannot be read as a model");
        assertThatThrownBy(() -> DelayClassifier.load(at(Files.writeString(folder.resolve("text"), "no model"))))
                .isInstanceOf(IOException.class);
    }
}
