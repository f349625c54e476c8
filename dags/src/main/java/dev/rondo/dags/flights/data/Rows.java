package dev.rondo.dags.flights.data;

import java.time.DateTimeException;
import java.time.LocalDate;

/** What rows of flights and rows of weather have in common. */
final class Rows {

    private Rows() {}

    /** The date of {@code row}, which must be {@code day}: a row of another day is in the wrong file. */
    static LocalDate dateOf(CsvRow row, LocalDate day) {
        LocalDate date;
        try {
            date = LocalDate.of(row.wholeNumber("year"), row.wholeNumber("month"), row.wholeNumber("day"));
        } catch (DateTimeException e) {
            throw row.bad("day", "no such date: " + e.getMessage());
        }
        if (!date.equals(day)) {
            throw row.bad("day", "expected a row of " + day + ", found one of " + date);
        }
        return date;
    }
}
