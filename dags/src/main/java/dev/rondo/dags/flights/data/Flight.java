package dev.rondo.dags.flights.data;

import java.time.LocalDate;
import java.util.List;

/**
 * One planned departure, and what became of it.
 *
 * @param plannedDeparture local time, in minutes after midnight
 * @param departureDelay in minutes, early is negative; NaN where the flight never left
 * @param arrivalDelay in minutes, early is negative; NaN where the flight was cancelled or diverted
 * @param distance in miles
 * @param row the line it was read from
 */
public record Flight(
        LocalDate date,
        int plannedDeparture,
        double departureDelay,
        double arrivalDelay,
        String carrier,
        int number,
        String origin,
        String destination,
        int distance,
        CsvRow row) {

    /** The columns of a day's file. */
    public static final List<String> COLUMNS = List.of(
            "year",
            "month",
            "day",
            "dep_time",
            "sched_dep_time",
            "dep_delay",
            "arr_time",
            "sched_arr_time",
            "arr_delay",
            "carrier",
            "flight",
            "tailnum",
            "origin",
            "dest",
            "air_time",
            "distance",
            "hour",
            "minute",
            "time_hour");

    /** A flight that arrives more than this many minutes behind plan is late, as the industry counts it. */
    public static final int LATE_AFTER = 15;

    static Flight of(CsvRow row, LocalDate day) {
        return new Flight(
                Rows.dateOf(row, day),
                plannedDeparture(row),
                row.number("dep_delay"),
                row.number("arr_delay"),
                row.text("carrier"),
                row.wholeNumber("flight"),
                row.text("origin"),
                row.text("dest"),
                row.wholeNumber("distance"),
                row);
    }

    /** True where the flight arrived at its destination, so that its delay is known. */
    public boolean arrived() {
        return !Double.isNaN(arrivalDelay);
    }

    /** True where it arrived late; what the model predicts. */
    public boolean late() {
        return arrivalDelay > LATE_AFTER;
    }

    /** Minutes after midnight of the day it was planned for, at which it really left; NaN where it never did. */
    public double left() {
        return plannedDeparture + departureDelay;
    }

    private static int plannedDeparture(CsvRow row) {
        int clock = row.wholeNumber("sched_dep_time");
        if (clock < 0 || clock > 2359 || clock % 100 > 59) {
            throw row.bad("sched_dep_time", "expected a time of day such as 1745, found '" + clock + "'");
        }
        return clock / 100 * 60 + clock % 100;
    }
}
