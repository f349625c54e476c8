package dev.rondo.dags.flights.learning;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rondo.sdk.data.DataPath;
import java.io.IOException;
import java.io.StringReader;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Properties;

/**
 * What lies beside a model and says where it comes from.
 *
 * @param heldBack the day it was evaluated on; it has not seen it, nor any later day
 * @param from first day of the training window
 * @param through last day of the training window
 * @param flights how many flights it learned from
 * @param lateShare the share of these that were late
 * @param weightsSha256 hash of its weights: two models with the same hash predict the same
 */
public record ModelCard(
        LocalDate heldBack, LocalDate from, LocalDate through, int flights, double lateShare, String weightsSha256) {

    static final String FILE = "card.properties";

    void write(DataPath folder) throws IOException {
        folder.resolve(FILE).writeString(text());
    }

    /** Writes it unless there is a card; answers whether it did. */
    boolean writeNew(DataPath folder) throws IOException {
        return folder.resolve(FILE).writeNew(out -> out.write(text().getBytes(UTF_8)));
    }

    private String text() {
        return """
                held_back=%s
                from=%s
                through=%s
                flights=%d
                late_share=%s
                weights_sha256=%s
                """.formatted(heldBack, from, through, flights, lateShare, weightsSha256);
    }

    static ModelCard read(DataPath folder) throws IOException {
        DataPath file = folder.resolve(FILE);
        var card = new Properties();
        card.load(new StringReader(file.readString()));
        try {
            return new ModelCard(
                    LocalDate.parse(card.getProperty("held_back", "")),
                    LocalDate.parse(card.getProperty("from", "")),
                    LocalDate.parse(card.getProperty("through", "")),
                    Integer.parseInt(card.getProperty("flights", "")),
                    Double.parseDouble(card.getProperty("late_share", "")),
                    card.getProperty("weights_sha256", ""));
        } catch (DateTimeException | NumberFormatException e) {
            throw new IOException(file + " is no model card: " + e.getMessage(), e);
        }
    }
}
