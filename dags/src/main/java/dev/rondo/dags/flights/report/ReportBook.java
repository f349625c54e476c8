package dev.rondo.dags.flights.report;

import dev.rondo.dags.flights.data.AtomicFile;
import dev.rondo.dags.flights.data.CsvFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The reports of all days: for each a JSON file with everything and a CSV file with its figures, and for all of them
 * {@code season.md}, made anew from the figures each time. So a day that is reported again replaces its line.
 */
public final class ReportBook {

    private final Path folder;

    /** The reports kept in {@code folder}, which is made with the first. */
    public ReportBook(Path folder) {
        this.folder = folder;
    }

    /**
     * Writes the report of a day and the season with it.
     *
     * @return the line of the day, as it stands in the season
     */
    public String write(DayReport report) throws IOException {
        Path days = folder.resolve("days");
        AtomicFile.write(days.resolve(report.day() + ".json"), Json.of(report) + "\n");
        DayLine line = DayLine.of(report);
        AtomicFile.write(days.resolve(report.day() + ".csv"), line.csv());
        AtomicFile.write(folder.resolve("season.md"), Season.of(lines(days)));
        return Season.line(line);
    }

    private static List<DayLine> lines(Path days) throws IOException {
        List<Path> files;
        try (var all = Files.list(days)) {
            files = all.filter(file -> file.getFileName().toString().matches("[^.].*\\.csv"))
                    .toList();
        }
        List<DayLine> lines = new ArrayList<>();
        for (Path file : files) {
            lines.addAll(CsvFile.read(file, DayLine.COLUMNS, DayLine::of));
        }
        lines.sort(Comparator.comparing(DayLine::day));
        return lines;
    }
}
