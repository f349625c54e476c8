package dev.rondo.dags.flights.data;

import dev.rondo.sdk.data.DataPath;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Decides whether a day's two files may be used, and which of their rows.
 *
 * <p>A file that cannot be read, has no flights, has far fewer than usual, or many impossible values, fails the day:
 * training on it would be worse than waiting for a person. Single odd rows are set aside and reported.
 */
public final class DayCheck {

    /** New York's worst day of 2013, a blizzard, still had two thirds of the usual number of planned departures. */
    private static final double FEWEST_OF_USUAL = 0.5;

    /** More than one row in twenty set aside is no accident of a row but a file gone wrong. */
    private static final double MOST_SET_ASIDE = 0.05;

    private final LocalDate day;
    private final KnownValues known;
    private final List<Finding> findings = new ArrayList<>();

    private DayCheck(LocalDate day, KnownValues known) {
        this.day = day;
        this.known = known;
    }

    /**
     * Checks the files of {@code day} in {@code landing} against what the days before are like.
     *
     * @throws BadFileException if one of them must not be used
     */
    public static CheckedDay of(LocalDate day, DataPath landing, KnownValues known) throws IOException {
        return new DayCheck(day, known).check(landing);
    }

    private CheckedDay check(DataPath landing) throws IOException {
        DataPath flightsFile = landing.resolve(Feed.FLIGHTS.fileName(day));
        DataPath weatherFile = landing.resolve(Feed.WEATHER.fileName(day));
        List<Flight> flights = CsvFile.read(flightsFile, Flight.COLUMNS, row -> {
            Range.requireNumbers(row, Range.OF_FLIGHTS);
            return Flight.of(row, day);
        });
        List<Observation> weather = CsvFile.read(weatherFile, Observation.COLUMNS, row -> {
            Range.requireNumbers(row, Range.OF_WEATHER);
            return Observation.of(row, day);
        });
        requireUsualCount(flightsFile, flights.size());
        List<Flight> goodFlights = withoutDuplicates(inRange(flights, Flight::row, Range.OF_FLIGHTS));
        List<Observation> goodWeather = inRange(weather, Observation::row, Range.OF_WEATHER);
        requireFewSetAside(flightsFile, flights.size(), goodFlights.size());
        requireFewSetAside(weatherFile, weather.size(), goodWeather.size());
        if (weather.isEmpty()) {
            findings.add(new Finding(Finding.Kind.NO_ROWS, "weather", 0, ""));
        }
        reportUnseen("carrier", goodFlights, Flight::carrier, known.carriers());
        reportUnseen("origin", goodFlights, Flight::origin, known.origins());
        reportUnseen("dest", goodFlights, Flight::destination, known.destinations());
        Map<String, Integer> missing = new HashMap<>();
        countMissing(
                missing, "", Flight.COLUMNS, flights.stream().map(Flight::row).toList());
        countMissing(
                missing,
                "weather.",
                Observation.COLUMNS,
                weather.stream().map(Observation::row).toList());
        int setAside = flights.size() - goodFlights.size() + weather.size() - goodWeather.size();
        int notFlown =
                (int) goodFlights.stream().filter(flight -> !flight.arrived()).count();
        var quality = new DayQuality(day, flights.size(), weather.size(), notFlown, setAside, missing, findings);
        return new CheckedDay(quality, goodFlights, goodWeather);
    }

    private void requireUsualCount(DataPath file, int flights) throws BadFileException {
        if (flights == 0) {
            throw bad(file, "there is a header and no flight");
        }
        if (flights < FEWEST_OF_USUAL * known.usualFlights()) {
            throw bad(file, "only " + flights + " flights where " + known.usualFlights() + " a day are usual");
        }
    }

    private static void requireFewSetAside(DataPath file, int rows, int good) throws BadFileException {
        if (rows - good > Math.max(1, MOST_SET_ASIDE * rows)) {
            throw bad(file, (rows - good) + " of " + rows + " rows are duplicates or have impossible values");
        }
    }

    private static BadFileException bad(DataPath file, String problem) {
        return new BadFileException(file, List.of(new BadCell(1, "", problem)));
    }

    private <T> List<T> inRange(List<T> values, Function<T, CsvRow> rowOf, List<Range> ranges) {
        Set<T> outside = new HashSet<>();
        for (Range range : ranges) {
            List<T> odd = values.stream()
                    .filter(value -> !range.holds(rowOf.apply(value)))
                    .toList();
            if (!odd.isEmpty()) {
                findings.add(range.finding(odd.stream().map(rowOf).toList()));
                outside.addAll(odd);
            }
        }
        return values.stream().filter(value -> !outside.contains(value)).toList();
    }

    private List<Flight> withoutDuplicates(List<Flight> flights) {
        record Key(String carrier, int number, String origin) {}
        Set<Key> seen = new HashSet<>();
        List<Flight> twice = new ArrayList<>();
        List<Flight> once = new ArrayList<>();
        for (Flight flight : flights) {
            boolean first = seen.add(new Key(flight.carrier(), flight.number(), flight.origin()));
            (first ? once : twice).add(flight);
        }
        if (!twice.isEmpty()) {
            Flight example = twice.getFirst();
            String words = example.carrier() + " " + example.number() + " from " + example.origin() + " in line "
                    + example.row().line();
            findings.add(new Finding(Finding.Kind.DUPLICATE, "flight", twice.size(), words));
        }
        return once;
    }

    private void reportUnseen(String column, List<Flight> flights, Function<Flight, String> value, Set<String> seen) {
        if (seen.isEmpty()) {
            return;
        }
        Set<String> names = new LinkedHashSet<>();
        int rows = 0;
        for (Flight flight : flights) {
            if (!seen.contains(value.apply(flight))) {
                names.add(value.apply(flight));
                rows++;
            }
        }
        if (rows > 0) {
            findings.add(new Finding(Finding.Kind.UNSEEN, column, rows, String.join(" ", names)));
        }
    }

    private static void countMissing(
            Map<String, Integer> missing, String prefix, List<String> columns, List<CsvRow> rows) {
        for (String column : columns) {
            int count = (int) rows.stream().filter(row -> row.isMissing(column)).count();
            if (count > 0) {
                missing.put(prefix + column, count);
            }
        }
    }
}
