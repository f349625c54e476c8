package dev.rondo.dags.flights.learning;

import dev.rondo.sdk.data.Data;
import java.io.IOException;

/**
 * A model that was pushed.
 *
 * @param name such as {@code v000123}; later pushes have higher ones
 * @param folder where it lies; never changed once it is there
 */
public record ModelVersion(String name, String folder, ModelCard card) {

    static int number(String name) {
        return Integer.parseInt(name.substring(1));
    }

    int number() {
        return number(name);
    }

    /** The model itself. */
    public DelayClassifier classifier(Data data) throws IOException {
        return DelayClassifier.load(data.path(folder).resolve(Candidate.MODEL));
    }
}
