package dev.rondo.dags.flights.data;

import dev.rondo.sdk.data.DataPath;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The checked rows of every day so far: one partition a day, made of a file of flights and a file of weather.
 *
 * <p>Appending a day that is there already replaces it, so that a run may be repeated. The flights are written last: a
 * day counts only when they are there, and so it has its weather too.
 */
public final class TrainingWindow {

    private final DataPath folder;

    /** The window kept in {@code folder}, which is made with the first day. */
    public TrainingWindow(DataPath folder) {
        this.folder = folder;
    }

    /**
     * Writes the partition of a day, in place of the one that is there.
     *
     * @return the number of flights in it
     */
    public int append(CheckedDay day) throws IOException {
        LocalDate date = day.quality().day();
        write(Feed.WEATHER, date, day.weather().stream().map(Observation::row).toList());
        write(Feed.FLIGHTS, date, day.flights().stream().map(Flight::row).toList());
        return day.flights().size();
    }

    /**
     * The days from {@code days} days before {@code end} up to the day before it, as far as they are here, in order.
     */
    public List<LocalDate> daysBefore(LocalDate end, int days) throws IOException {
        Set<DataPath> there = Set.copyOf(folder.list()); // one question in place of one a day
        return end.minusDays(days)
                .datesUntil(end)
                .filter(day -> there.contains(file(Feed.FLIGHTS, day)))
                .toList();
    }

    /** The flights of a day. */
    public List<Flight> flights(LocalDate day) throws IOException {
        return CsvFile.read(file(Feed.FLIGHTS, day), Flight.COLUMNS, row -> Flight.of(row, day));
    }

    /** The weather of a day. */
    public List<Observation> weather(LocalDate day) throws IOException {
        return CsvFile.read(file(Feed.WEATHER, day), Observation.COLUMNS, row -> Observation.of(row, day));
    }

    /** What the {@code days} days before {@code end} have in common. */
    public KnownValues knownBefore(LocalDate end, int days) throws IOException {
        List<List<Flight>> flights = new ArrayList<>();
        for (LocalDate day : daysBefore(end, days)) {
            flights.add(flights(day));
        }
        return KnownValues.of(flights);
    }

    private void write(Feed feed, LocalDate day, List<CsvRow> rows) throws IOException {
        StringBuilder text = new StringBuilder(String.join(",", feed.columns())).append('\n');
        for (CsvRow row : rows) {
            text.append(row.text()).append('\n');
        }
        file(feed, day).writeString(text);
    }

    private DataPath file(Feed feed, LocalDate day) {
        return folder.resolve(feed.fileName(day));
    }
}
