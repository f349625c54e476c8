package dev.rondo.dags.flights.data;

import java.time.LocalDate;
import java.util.List;

/**
 * The weather at one airport in one hour of local time. A measure that was not taken is NaN.
 *
 * @param temperature in degrees Fahrenheit
 * @param dewPoint in degrees Fahrenheit
 * @param humidity relative, in percent
 * @param windSpeed in miles per hour
 * @param rain in inches in the hour
 * @param pressure in millibars, at sea level
 * @param visibility in miles
 * @param row the line it was read from
 */
public record Observation(
        LocalDate date,
        int hour,
        String airport,
        double temperature,
        double dewPoint,
        double humidity,
        double windSpeed,
        double rain,
        double pressure,
        double visibility,
        CsvRow row) {

    /** The columns of a day's file. */
    public static final List<String> COLUMNS = List.of(
            "origin",
            "year",
            "month",
            "day",
            "hour",
            "temp",
            "dewp",
            "humid",
            "wind_dir",
            "wind_speed",
            "wind_gust",
            "precip",
            "pressure",
            "visib",
            "time_hour");

    static Observation of(CsvRow row, LocalDate day) {
        int hour = row.wholeNumber("hour");
        if (hour < 0 || hour > 23) {
            throw row.bad("hour", "expected an hour from 0 to 23, found '" + hour + "'");
        }
        return new Observation(
                Rows.dateOf(row, day),
                hour,
                row.text("origin"),
                row.number("temp"),
                row.number("dewp"),
                row.number("humid"),
                row.number("wind_speed"),
                row.number("precip"),
                row.number("pressure"),
                row.number("visib"),
                row);
    }
}
