package dev.rondo.dags.flights.data;

import java.util.Map;

/**
 * One line of a {@link CsvFile}, its cells found by column name. A missing value is written {@code NA}.
 *
 * <p>The readers of cells throw {@link BadCellException} where the text is not what they promise; {@link CsvFile#read}
 * gathers these.
 */
public final class CsvRow {

    /** How the data writes a missing value. */
    public static final String MISSING = "NA";

    private final Map<String, Integer> columns;
    private final int line;
    private final String text;
    private final String[] cells;

    CsvRow(Map<String, Integer> columns, int line, String text, String[] cells) {
        this.columns = columns;
        this.line = line;
        this.text = text;
        this.cells = cells;
    }

    /** The line in the file, the header being line 1. */
    public int line() {
        return line;
    }

    /** The whole line as delivered, without its end. */
    public String text() {
        return text;
    }

    /** True where the cell says that there is no value. */
    public boolean isMissing(String column) {
        return cell(column).equals(MISSING);
    }

    /** A text that must be there. */
    public String text(String column) {
        String cell = cell(column);
        if (cell.isEmpty() || cell.equals(MISSING)) {
            throw bad(column, "a value is missing");
        }
        return cell;
    }

    /** A whole number that must be there. */
    public int wholeNumber(String column) {
        try {
            return Integer.parseInt(cell(column));
        } catch (NumberFormatException e) {
            throw bad(column, "expected a whole number, found '" + cell(column) + "'");
        }
    }

    /** A number, or NaN where the value is missing. The words NaN and Infinity are not numbers here. */
    public double number(String column) {
        if (isMissing(column)) {
            return Double.NaN;
        }
        double number;
        try {
            number = Double.parseDouble(cell(column));
        } catch (NumberFormatException e) {
            number = Double.NaN;
        }
        if (!Double.isFinite(number)) {
            throw bad(column, "expected a number or NA, found '" + cell(column) + "'");
        }
        return number;
    }

    /** To be thrown by a reader that finds a cell wrong for a reason of its own. */
    public BadCellException bad(String column, String problem) {
        return new BadCellException(new BadCell(line, column, problem));
    }

    private String cell(String column) {
        Integer place = columns.get(column);
        if (place == null) {
            throw new IllegalArgumentException("no column '" + column + "' among " + columns.keySet());
        }
        return cells[place];
    }

    /** Carries a bad cell from the reader of a row to the reader of the file. */
    public static final class BadCellException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient BadCell cell;

        BadCellException(BadCell cell) {
            super(cell.toString());
            this.cell = cell;
        }

        BadCell cell() {
            return cell;
        }
    }
}
