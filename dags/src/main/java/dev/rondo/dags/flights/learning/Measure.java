package dev.rondo.dags.flights.learning;

/** A feature that is a number, NaN where it is not known. Its own name is the column in a feature file. */
public enum Measure {
    /** Planned departure, in hours after midnight, local time. */
    HOUR,
    /** Miles to the destination. */
    DISTANCE,
    /** Departures planned from the same airport within the same hour, the flight's own included. */
    PLANNED_LOAD,
    /** Share of late departures from the same airport in the three hours before the prediction. */
    LATE_HERE,
    /** Share of late departures from all three airports in the three hours before the prediction. */
    LATE_ANYWHERE,
    /** Degrees Fahrenheit. */
    TEMPERATURE,
    /** Degrees Fahrenheit. */
    DEW_POINT,
    /** Relative, in percent. */
    HUMIDITY,
    /** Miles per hour. */
    WIND_SPEED,
    /** Inches within the hour. */
    RAIN,
    /** Millibars at sea level. */
    PRESSURE,
    /** Miles. */
    VISIBILITY;

    /** The name in files and reports. */
    public String column() {
        return Columns.of(this);
    }
}
