package dev.rondo.dags.flights.learning;

import dev.rondo.sdk.data.Data;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a candidate did on the held-back day, beside the model in force and beside guessing.
 *
 * @param guess what giving every flight the late share of the training window would have scored
 * @param inForce how the model in force did on the same day; null while there is none
 * @param inForceVersion its name; null while there is none
 * @param objections what speaks against putting the candidate in force; empty: nothing
 */
public record Evaluation(
        Metrics candidate,
        Metrics guess,
        @Nullable Metrics inForce,
        @Nullable String inForceVersion,
        List<String> objections) {

    public Evaluation {
        objections = List.copyOf(objections);
    }

    /**
     * Evaluates a candidate on a day that neither it nor the model in force has seen.
     *
     * @param tolerance how much worse in log loss than guessing, or than the model in force, the candidate may be: a
     *     day has few flights, and a tie must not raise an alarm
     * @param data where both models lie
     */
    public static Evaluation of(
            Candidate candidate, Optional<ModelVersion> inForce, List<FeatureRow> heldBack, double tolerance, Data data)
            throws IOException {
        Metrics of = Metrics.of(candidate.classifier(data).predict(heldBack));
        double lateShare = candidate.card().lateShare();
        Metrics guess = Metrics.of(heldBack.stream()
                .map(row -> new Prediction(lateShare, row.late()))
                .toList());
        List<String> objections = new ArrayList<>();
        object(objections, of.logLoss(), guess.logLoss(), tolerance, "guessing the late share of the training window");
        if (inForce.isEmpty()) {
            return new Evaluation(of, guess, null, null, objections);
        }
        String version = inForce.get().name();
        Metrics old = Metrics.of(inForce.get().classifier(data).predict(heldBack));
        object(objections, of.logLoss(), old.logLoss(), tolerance, "the model in force, " + version);
        return new Evaluation(of, guess, old, version, objections);
    }

    private static void object(List<String> objections, double loss, double other, double tolerance, String whose) {
        if (loss > other + tolerance) {
            objections.add(String.format(
                    Locale.ROOT, "log loss %.3f is more than %.3f above %.3f of %s", loss, tolerance, other, whose));
        }
    }
}
