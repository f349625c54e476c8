package dev.rondo.dags.flights.data;

/**
 * A cell, or a line, that cannot be read.
 *
 * @param line the line in the file, the header being line 1
 * @param column the column's name, or the empty string where the whole line is meant
 * @param problem what is there and what was expected
 */
public record BadCell(int line, String column, String problem) {

    @Override
    public String toString() {
        return "line " + line + (column.isEmpty() ? "" : ", column " + column) + ": " + problem;
    }
}
