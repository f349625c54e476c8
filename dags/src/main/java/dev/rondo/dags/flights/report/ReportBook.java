package dev.rondo.dags.flights.report;

import dev.rondo.dags.flights.data.CsvFile;
import dev.rondo.sdk.data.DataPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The reports of all days: for each a JSON file with everything and a CSV file with its figures, and for all of them
 * {@code season.md}, made anew from the figures each time. So a day that is reported again replaces its line.
 */
public final class ReportBook {

    private final DataPath folder;

    /** The reports kept in {@code folder}, which is made with the first. */
    public ReportBook(DataPath folder) {
        this.folder = folder;
    }

    /**
     * Writes the report of a day and the season with it.
     *
     * @return the line of the day, as it stands in the season
     */
    public String write(DayReport report) throws IOException {
        DataPath days = folder.resolve("days");
        days.resolve(report.day() + ".json").writeString(Json.of(report) + "\n");
        DayLine line = DayLine.of(report);
        days.resolve(report.day() + ".csv").writeString(line.csv());
        folder.resolve("season.md").writeString(Season.of(lines(days)));
        return Season.line(line);
    }

    private static List<DayLine> lines(DataPath days) throws IOException {
        List<DayLine> lines = new ArrayList<>();
        for (DataPath file : days.list()) {
            if (file.name().matches("[^.].*\\.csv")) {
                lines.addAll(CsvFile.read(file, DayLine.COLUMNS, DayLine::of));
            }
        }
        lines.sort(Comparator.comparing(DayLine::day));
        return lines;
    }
}
