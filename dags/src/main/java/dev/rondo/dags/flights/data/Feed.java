package dev.rondo.dags.flights.data;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;

/** A table that arrives in one file a day. */
public enum Feed {
    /** Planned departures and what became of them. */
    FLIGHTS("flights"),
    /** Hourly weather at the airports. */
    WEATHER("weather");

    private final String word;

    Feed(String word) {
        this.word = word;
    }

    /** The columns of each file. */
    public List<String> columns() {
        return switch (this) {
            case FLIGHTS -> Flight.COLUMNS;
            case WEATHER -> Observation.COLUMNS;
        };
    }

    /** The name of the file of {@code day}, such as {@code flights-2013-01-31.csv}. */
    public String fileName(LocalDate day) {
        return word + "-" + day + ".csv";
    }

    String sliceName(YearMonth month) {
        return word + "-" + month + ".csv.gz";
    }
}
