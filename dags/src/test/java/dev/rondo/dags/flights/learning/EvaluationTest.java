package dev.rondo.dags.flights.learning;

import static dev.rondo.dags.flights.TestFiles.DATA;
import static dev.rondo.dags.flights.TestFiles.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {

    private static final LocalDate DAY = LocalDate.of(2013, 5, 17);

    @TempDir
    private Path folder;

    @Test
    void a_good_candidate_has_no_objections() throws IOException {
        Evaluation evaluation = Evaluation.of(
                trainedOn(Rows.ofTwoCarriers(1_000, 1)), Optional.empty(), Rows.ofTwoCarriers(500, 2), 0.05, DATA);

        assertThat(evaluation.objections()).isEmpty();
        assertThat(evaluation.inForce()).isNull();
        assertThat(evaluation.inForceVersion()).isNull();
        assertThat(evaluation.candidate().auc()).isGreaterThan(0.7);
        assertThat(evaluation.candidate().logLoss())
                .isLessThan(evaluation.guess().logLoss());
        assertThat(evaluation.guess().auc()).isEqualTo(0.5);
    }

    @Test
    void a_candidate_that_is_worse_than_guessing_is_objected_to() throws IOException {
        List<FeatureRow> turned = Rows.ofTwoCarriers(500, 2).stream()
                .map(row -> new FeatureRow(row.categories(), row.measures(), !row.late()))
                .toList();

        Evaluation evaluation =
                Evaluation.of(trainedOn(Rows.ofTwoCarriers(1_000, 1)), Optional.empty(), turned, 0.05, DATA);

        assertThat(evaluation.objections()).hasSize(1);
        assertThat(evaluation.objections().getFirst())
                .matches("log loss 1\\.\\d{3} is more than 0\\.050 above 0\\.\\d{3} of guessing the late share of the"
                        + " training window");
    }

    @Test
    void a_candidate_that_is_worse_than_the_model_in_force_is_objected_to() throws IOException {
        ModelVersion inForce =
                new ModelFolder(at(folder.resolve("models")), DATA).push(trainedOn(Rows.ofTwoCarriers(1_000, 1)));
        List<FeatureRow> halfTurned = Rows.ofTwoCarriers(1_000, 3).stream()
                .map(row -> new FeatureRow(
                        row.categories(),
                        row.measures(),
                        row.late() || row.get(Category.CARRIER).equals("AA")))
                .toList();

        Evaluation evaluation =
                Evaluation.of(trainedOn(halfTurned), Optional.of(inForce), Rows.ofTwoCarriers(500, 2), 0.05, DATA);

        assertThat(evaluation.inForceVersion()).isEqualTo("v000001");
        assertThat(evaluation.objections())
                .anyMatch(objection -> objection.endsWith(" of the model in force, v000001"));
    }

    @Test
    void a_tie_with_the_model_in_force_is_no_objection() throws IOException {
        Candidate candidate = trainedOn(Rows.ofTwoCarriers(1_000, 1));
        ModelVersion inForce = new ModelFolder(at(folder.resolve("models")), DATA).push(candidate);

        Evaluation evaluation = Evaluation.of(candidate, Optional.of(inForce), Rows.ofTwoCarriers(500, 2), 0, DATA);

        assertThat(evaluation.objections()).isEmpty();
        assertThat(evaluation.inForce()).isEqualTo(evaluation.candidate());
    }

    private Candidate trainedOn(List<FeatureRow> rows) throws IOException {
        var features = new FeatureStore(at(folder.resolve("features")));
        features.write(DAY.minusDays(1), rows);
        return Candidate.train(DAY, List.of(DAY.minusDays(1)), features, at(folder.resolve("candidates")));
    }
}
