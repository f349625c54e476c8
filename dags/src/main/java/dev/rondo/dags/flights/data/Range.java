package dev.rondo.dags.flights.data;

import java.util.List;

/**
 * The values that a column can have in this world, generously: outside of it is an error of the instrument or the
 * clerk.
 *
 * @param min the least possible value
 * @param max the greatest possible value
 */
record Range(String column, double min, double max) {

    static final List<Range> OF_FLIGHTS = List.of(
            new Range("dep_delay", -120, 2880), // two days: beyond it a flight is cancelled
            new Range("arr_delay", -180, 2880),
            new Range("air_time", 5, 1440),
            new Range("distance", 10, 12000)); // miles; half way round the earth

    static final List<Range> OF_WEATHER = List.of(
            new Range("temp", -60, 130), // °F; New York's records are -15 and 106
            new Range("dewp", -80, 100),
            new Range("humid", 0, 100),
            new Range("wind_dir", 0, 360),
            new Range("wind_speed", 0, 150), // mph; a hurricane of the fourth class
            new Range("wind_gust", 0, 200),
            new Range("precip", 0, 12), // inches in an hour; the world's record
            new Range("pressure", 870, 1085), // millibars; the world's records at sea level
            new Range("visib", 0, 100));

    /** Reads the cells of all {@code ranges}, so that one that is no number is found with the other bad cells. */
    static void requireNumbers(CsvRow row, List<Range> ranges) {
        ranges.forEach(range -> row.number(range.column));
    }

    boolean holds(CsvRow row) {
        double value = row.number(column);
        return Double.isNaN(value) || (value >= min && value <= max);
    }

    Finding finding(List<CsvRow> outside) {
        CsvRow first = outside.getFirst();
        return new Finding(
                Finding.Kind.OUT_OF_RANGE,
                column,
                outside.size(),
                first.number(column) + " in line " + first.line() + ", expected " + min + " to " + max);
    }
}
