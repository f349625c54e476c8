package dev.rondo.dags.flights.learning;

import java.io.IOException;
import java.nio.file.Path;

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
    public DelayClassifier classifier() throws IOException {
        return DelayClassifier.load(Path.of(folder).resolve(Candidate.MODEL));
    }
}
