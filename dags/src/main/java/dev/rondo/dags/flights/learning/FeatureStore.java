package dev.rondo.dags.flights.learning;

import dev.rondo.dags.flights.data.CsvFile;
import dev.rondo.dags.flights.data.CsvRow;
import dev.rondo.sdk.data.DataPath;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The features of every day so far, one CSV file a day. Writing a day again replaces it. */
public final class FeatureStore {

    private final DataPath folder;

    /** The features kept in {@code folder}, which is made with the first day. */
    public FeatureStore(DataPath folder) {
        this.folder = folder;
    }

    /** Writes the features of a day, in place of what is there, and returns the file. */
    public DataPath write(LocalDate day, List<FeatureRow> rows) throws IOException {
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
        file(day).writeString(text);
        return file(day);
    }

    /** The features of a day. */
    public List<FeatureRow> read(LocalDate day) throws IOException {
        return CsvFile.read(file(day), Columns.ALL, FeatureStore::row);
    }

    /**
     * The days from {@code days} days before {@code end} up to the day before it, as far as they are here, in order.
     */
    public List<LocalDate> daysBefore(LocalDate end, int days) throws IOException {
        Set<DataPath> there = Set.copyOf(folder.list()); // one question in place of one a day
        return end.minusDays(days)
                .datesUntil(end)
                .filter(day -> there.contains(file(day)))
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

    private DataPath file(LocalDate day) {
        return folder.resolve("features-" + day + ".csv");
    }
}
