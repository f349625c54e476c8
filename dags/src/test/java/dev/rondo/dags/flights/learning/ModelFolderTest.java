package dev.rondo.dags.flights.learning;

import static dev.rondo.dags.flights.TestFiles.DATA;
import static dev.rondo.dags.flights.TestFiles.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFolderTest {

    private static final LocalDate DAY = LocalDate.of(2013, 5, 17);

    @TempDir
    private Path folder;

    private FeatureStore features;
    private ModelFolder models;

    @BeforeEach
    void openFolders() {
        features = new FeatureStore(at(folder.resolve("features")));
        models = new ModelFolder(at(folder.resolve("models")), DATA);
    }

    @Test
    void a_pushed_candidate_is_the_current_model_with_its_card() throws IOException {
        Candidate candidate = candidate(DAY, 1);

        ModelVersion version = models.push(candidate);

        assertThat(version.name()).isEqualTo("v000001");
        assertThat(version.card()).isEqualTo(candidate.card());
        assertThat(models.current()).contains(version);
        assertThat(version.classifier(DATA).weights())
                .isEqualTo(candidate.classifier(DATA).weights());
        assertThat(Path.of(version.folder()).resolve("weights.csv"))
                .content()
                .startsWith("feature,weight_for_late\n(always),");
    }

    @Test
    void before_the_first_push_nothing_is_in_force() throws IOException {
        assertThat(models.current()).isEmpty();
        assertThat(models.inForceOn(DAY)).isEmpty();
    }

    @Test
    void versions_count_up_and_beyond_six_digits() throws IOException {
        Files.createDirectories(folder.resolve("models"));
        models.push(candidate(DAY, 1));
        Files.move(folder.resolve("models/v000001"), folder.resolve("models/v999999"));

        ModelVersion next = models.push(candidate(DAY, 2));

        assertThat(next.name()).isEqualTo("v1000000");
        assertThat(models.inForceOn(DAY.plusDays(1))).contains(next);
    }

    @Test
    void a_pointer_to_a_version_that_somebody_removed_is_none_and_mended_by_the_next_push() throws IOException {
        models.push(candidate(DAY, 1));
        Files.move(folder.resolve("models/v000001"), folder.resolve("models/removed"));

        assertThat(models.current()).isEmpty();

        ModelVersion next = models.push(candidate(DAY.plusDays(1), 2));

        assertThat(models.current()).contains(next);
    }

    @Test
    void pushing_the_same_candidate_again_changes_nothing() throws IOException {
        ModelVersion first = models.push(candidate(DAY, 1));

        ModelVersion again = models.push(candidate(DAY, 1));

        assertThat(again).isEqualTo(first);
        assertThat(models.versions()).hasSize(1);
    }

    @Test
    void a_day_trained_anew_on_other_data_becomes_a_new_version_in_force() throws IOException {
        models.push(candidate(DAY, 1));

        ModelVersion second = models.push(candidate(DAY, 2));

        assertThat(second.name()).isEqualTo("v000002");
        assertThat(models.current()).contains(second);
        assertThat(models.inForceOn(DAY.plusDays(1))).contains(second);
    }

    @Test
    void repeating_an_earlier_day_does_not_bring_its_model_back() throws IOException {
        models.push(candidate(DAY, 1));
        ModelVersion next = models.push(candidate(DAY.plusDays(1), 2));

        models.push(candidate(DAY, 3));

        assertThat(models.current()).contains(next);
    }

    @Test
    void a_repeated_day_compares_with_the_model_that_was_in_force_then() throws IOException {
        ModelVersion first = models.push(candidate(DAY, 1));
        models.push(candidate(DAY.plusDays(1), 2));
        models.push(candidate(DAY.plusDays(2), 3));

        assertThat(models.inForceOn(DAY.plusDays(1))).contains(first);
        assertThat(models.inForceOn(DAY)).isEmpty();
    }

    @Test
    void a_push_killed_before_its_model_was_there_leaves_no_version_and_its_number_to_the_next_try()
            throws IOException {
        models.push(candidate(DAY, 1));
        Files.delete(folder.resolve("models/v000001/model.tribuo"));
        Files.delete(folder.resolve("models/current"));

        assertThat(models.versions()).isEmpty();
        assertThat(models.current()).isEmpty();
        ModelVersion other = models.push(candidate(DAY.plusDays(1), 2));
        ModelVersion again = models.push(candidate(DAY, 1));

        assertThat(other.name()).isEqualTo("v000002");
        assertThat(again.name()).isEqualTo("v000001");
        assertThat(models.versions()).containsExactlyInAnyOrder(again, other);
        assertThat(models.current()).contains(other);
    }

    @Test
    void a_push_killed_before_the_pointer_is_finished_by_the_next_try() throws IOException {
        ModelVersion version = models.push(candidate(DAY, 1));
        Files.delete(folder.resolve("models/current"));

        models.push(candidate(DAY, 1));

        assertThat(models.versions()).hasSize(1);
        assertThat(models.current()).contains(version);
    }

    @Test
    void pushes_at_once_get_a_version_each() throws Exception {
        List<Candidate> candidates = List.of(
                candidate(DAY, 1),
                candidate(DAY.plusDays(1), 2),
                candidate(DAY.plusDays(2), 3),
                candidate(DAY.plusDays(3), 4));

        List<Thread> threads = candidates.stream()
                .map(candidate -> Thread.ofVirtual().start(() -> pushUnchecked(candidate)))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(models.versions())
                .extracting(ModelVersion::name)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, 4).mapToObj("v%06d"::formatted).toList());
        assertThat(models.versions())
                .extracting(version -> version.card().heldBack())
                .doesNotHaveDuplicates();
    }

    @Test
    void a_card_that_somebody_emptied_is_named() throws IOException {
        models.push(candidate(DAY, 1));
        Path card = Files.writeString(folder.resolve("models/v000001/card.properties"), "");

        assertThatThrownBy(() -> models.inForceOn(DAY.plusDays(1)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(card + " is no model card");
    }

    @Test
    void a_candidate_that_has_seen_the_held_back_day_is_not_trained() {
        assertThatThrownBy(() -> Candidate.train(DAY, List.of(DAY), features, at(folder)))
                .hasMessage("the held-back day 2013-05-17 is among the training days [2013-05-17]");
    }

    @Test
    void the_card_says_what_the_candidate_learned_from() throws IOException {
        Candidate candidate = candidate(DAY, 1);

        assertThat(candidate.card().from()).isEqualTo(DAY.minusDays(1));
        assertThat(candidate.card().through()).isEqualTo(DAY.minusDays(1));
        assertThat(candidate.card().flights()).isEqualTo(200);
        assertThat(candidate.card().lateShare())
                .isEqualTo(Rows.ofTwoCarriers(200, 1).stream()
                                .filter(FeatureRow::late)
                                .count()
                        / 200.0);
    }

    private void pushUnchecked(Candidate candidate) {
        try {
            models.push(candidate);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Candidate candidate(LocalDate day, long seed) throws IOException {
        features.write(day.minusDays(1), Rows.ofTwoCarriers(200, seed));
        return Candidate.train(day, List.of(day.minusDays(1)), features, at(folder.resolve("candidates")));
    }
}
