package dev.rondo.dags.flights.learning;

import dev.rondo.dags.flights.data.AtomicFile;
import dev.rondo.dags.flights.data.CsvFile;
import dev.rondo.dags.flights.data.CsvRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The features of every day so far, one CSV file a day. Writing a day again replaces it. */
public final class FeatureStore {

    private final Path folder;

    /** The features kept in {@code folder}, which is made with the first day. */
    public FeatureStore(Path folder) {
        this.folder = folder;
    }

    /** Writes the features of a day, in place of what is there, and returns the file. */
    public Path write(LocalDate day, List<FeatureRow> rows) throws IOException {
        StringBuilder text = new StringBuilder(String.join(",", Columns.ALL)).append('\n');
        for (FeatureRow row : rows) {
            String cells = Stream.of(
                            Stream.of(Category.values()).map(row::get),
                            Stream.of(Measure.values()).map(measure -> cell(row.get(measure))),
                            Stream.of(String.valueOf(row.late())))
                    .flatMap(part -> part)
                    .collect(Collectors.joining(","));
            text.append(cells).append('\n');
        }
        AtomicFile.write(file(day), text.toString());
        return file(day);
    }

    /** The features of a day. */
    public List<FeatureRow> read(LocalDate day) throws IOException {
        return CsvFile.read(file(day), Columns.ALL, FeatureStore::row);
    }

    /**
     * The days from {@code days} days before {@code end} up to the day before it, as far as they are here, in order.
     */
    public List<LocalDate> daysBefore(LocalDate end, int days) {
        return end.minusDays(days)
                .datesUntil(end)
                .filter(day -> Files.exists(file(day)))
                .toList();
    }

    /** The features of several days, one after the other. */
    public List<FeatureRow> read(List<LocalDate> days) throws IOException {
        List<FeatureRow> rows = new ArrayList<>();
        for (LocalDate day : days) {
            rows.addAll(read(day));
        }
        return rows;
    }

    private static String cell(double value) {
        return Double.isNaN(value) ? CsvRow.MISSING : String.valueOf(value);
    }

    private static FeatureRow row(CsvRow row) {
        var categories = new EnumMap<Category, String>(Category.class);
        for (Category category : Category.values()) {
            categories.put(category, row.text(category.column()));
        }
        var measures = new EnumMap<Measure, Double>(Measure.class);
        for (Measure measure : Measure.values()) {
            measures.put(measure, row.number(measure.column()));
        }
        return new FeatureRow(categories, measures, Boolean.parseBoolean(row.text(Columns.LATE)));
    }

    private Path file(LocalDate day) {
        return folder.resolve("features-" + day + ".csv");
    }
}
