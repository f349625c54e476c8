package dev.rondo.dags.flights.learning;

import static java.util.Objects.requireNonNull;

import dev.rondo.sdk.data.DataPath;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.sgd.linear.LinearSGDModel;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.impl.ArrayExample;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/**
 * Predicts whether a flight will be late: a logistic regression of Tribuo. The same rows in the same order give the
 * same weights.
 */
public final class DelayClassifier {

    private static final LabelFactory LABELS = new LabelFactory();
    private static final Label LATE = new Label("late");
    private static final Label PUNCTUAL = new Label("punctual");

    private static final int EPOCHS = 3;
    private static final int MINIBATCH = 16;
    private static final double LEARNING_RATE = 0.05;
    private static final double INITIAL_VARIANCE = 0.1;

    /** Any number will do, as long as it stays the same. */
    private static final long SEED = 20130101;

    private final LinearSGDModel model;

    private DelayClassifier(LinearSGDModel model) {
        this.model = model;
    }

    /**
     * Learns from {@code rows}.
     *
     * @param source what the rows are; kept in the model
     * @throws IllegalArgumentException if they are not both late and punctual flights
     */
    public static DelayClassifier train(List<FeatureRow> rows, String source) {
        var data = new MutableDataset<>(new SimpleDataSourceProvenance(source, LABELS), LABELS);
        for (FeatureRow row : rows) {
            data.add(example(row));
        }
        if (data.getOutputInfo().size() < 2) {
            throw new IllegalArgumentException("cannot learn what makes a flight late from the " + source + ": of "
                    + rows.size() + " flights all were late, or none was");
        }
        var trainer = new LinearSGDTrainer(
                new LogMulticlass(), new AdaGrad(LEARNING_RATE, INITIAL_VARIANCE), EPOCHS, -1, MINIBATCH, SEED);
        return new DelayClassifier(trainer.train(data));
    }

    /** Reads what {@link #save} wrote. */
    public static DelayClassifier load(DataPath file) throws IOException {
        Model<?> model;
        try (InputStream in = file.newInputStream()) {
            model = Model.deserializeFromStream(in);
        } catch (IOException | IllegalStateException | IllegalArgumentException e) {
            throw new IOException(file + " cannot be read as a model: " + e.getMessage(), e);
        }
        if (model instanceof LinearSGDModel linear) {
            return new DelayClassifier(linear);
        }
        throw new IOException(file + " holds a " + model.getClass().getSimpleName() + ", not a delay classifier");
    }

    /** Writes the model in Tribuo's own format, which carries where it comes from. */
    public void save(DataPath file) throws IOException {
        synchronized (DelayClassifier.class) {
            // Tribuo 4.3.2 finds its own methods by names that it puts into upper case as the default locale
            // does it; where that is Turkish, "info" becomes "İnfo" and no model can be written.
            Locale locale = Locale.getDefault();
            Locale.setDefault(Locale.ROOT);
            try {
                file.write(model::serializeToStream);
            } finally {
                Locale.setDefault(locale);
            }
        }
    }

    /** The predictions for {@code rows}, in their order. A category that the training did not have counts as 0. */
    public List<Prediction> predict(List<FeatureRow> rows) {
        List<Prediction> predictions = new ArrayList<>(rows.size());
        for (FeatureRow row : rows) {
            var scores = model.predict(example(row)).getOutputScores();
            double probability = requireNonNull(scores.get(LATE.getLabel())).getScore();
            predictions.add(new Prediction(probability, row.late()));
        }
        return predictions;
    }

    /** The weight of each feature in favour of "late", by name; what the model is, to the last bit. */
    public Map<String, Double> weights() {
        Map<String, Double> weights = new TreeMap<>();
        // Two labels: what speaks for one speaks against the other, so their difference is the weight.
        int late = model.getOutputIDInfo().getID(LATE);
        int punctual = model.getOutputIDInfo().getID(PUNCTUAL);
        var matrix = model.getWeightsCopy();
        int bias = model.getFeatureIDMap().size();
        model.getFeatureIDMap().forEach(feature -> {
            int id = model.getFeatureIDMap().getID(feature.getName());
            weights.put(feature.getName(), matrix.get(late, id) - matrix.get(punctual, id));
        });
        weights.put("(always)", matrix.get(late, bias) - matrix.get(punctual, bias));
        return weights;
    }

    private static ArrayExample<Label> example(FeatureRow row) {
        var encoding = Encoding.of(row);
        return new ArrayExample<>(row.late() ? LATE : PUNCTUAL, encoding.names(), encoding.values());
    }
}
