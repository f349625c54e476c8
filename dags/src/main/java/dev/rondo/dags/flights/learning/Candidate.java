package dev.rondo.dags.flights.learning;

import dev.rondo.sdk.data.Data;
import dev.rondo.sdk.data.DataPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A model that is trained and not yet in force: a folder with the model, its weights to read, and its card.
 *
 * @param folder where it lies
 */
public record Candidate(String folder, ModelCard card) {

    static final String MODEL = "model.tribuo";
    private static final String WEIGHTS = "weights.csv";

    /**
     * Trains one on the given days and writes it, in place of an earlier one for the same day.
     *
     * @param heldBack the day that it is to be evaluated on, later than all {@code days}
     * @param days at least one day, in order
     * @param candidates the folder for all candidates
     */
    public static Candidate train(LocalDate heldBack, List<LocalDate> days, FeatureStore features, DataPath candidates)
            throws IOException {
        if (!days.getLast().isBefore(heldBack)) {
            throw new IllegalArgumentException("the held-back day " + heldBack + " is among the training days " + days);
        }
        List<FeatureRow> rows = features.read(days);
        var classifier = DelayClassifier.train(rows, "flights of " + days.getFirst() + " to " + days.getLast());
        String weights = weightsAsText(classifier);
        double lateShare = (double) rows.stream().filter(FeatureRow::late).count() / rows.size();
        var card = new ModelCard(heldBack, days.getFirst(), days.getLast(), rows.size(), lateShare, sha256(weights));
        DataPath folder = candidates.resolve(heldBack.toString());
        classifier.save(folder.resolve(MODEL));
        folder.resolve(WEIGHTS).writeString(weights);
        card.write(folder);
        return new Candidate(folder.toString(), card);
    }

    /** Copies the model and its weights, the model last. */
    void copyTo(DataPath target, Data data) throws IOException {
        for (String name : List.of(WEIGHTS, MODEL)) {
            data.path(folder).resolve(name).copyTo(target.resolve(name));
        }
    }

    /** The model itself. */
    public DelayClassifier classifier(Data data) throws IOException {
        return DelayClassifier.load(data.path(folder).resolve(MODEL));
    }

    private static String weightsAsText(DelayClassifier classifier) {
        return classifier.weights().entrySet().stream()
                .map(weight -> weight.getKey() + "," + weight.getValue() + "\n")
                .collect(Collectors.joining("", "feature,weight_for_late\n", ""));
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
