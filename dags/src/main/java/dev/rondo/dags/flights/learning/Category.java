package dev.rondo.dags.flights.learning;

/** A feature that is one of several names. Its own name is the column in a feature file. */
public enum Category {
    /** Code of the airline. */
    CARRIER,
    /** Code of the airport it leaves from. */
    ORIGIN,
    /** Code of the airport it goes to. */
    DESTINATION,
    /** Day of the week of the planned departure. */
    DAY_OF_WEEK;

    /** The name in files and reports. */
    public String column() {
        return Columns.of(this);
    }
}
