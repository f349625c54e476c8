package dev.rondo.dags.flights.data;

/**
 * Something about a day's data that a person may want to know and that does not stop the run.
 *
 * @param kind what sort of thing
 * @param subject the column or feed it is about
 * @param rows how many rows it concerns
 * @param example one value, with its line where it has one
 */
public record Finding(Kind kind, String subject, int rows, String example) {

    /** What was found. */
    public enum Kind {
        /** A value that cannot be true; its rows are set aside. */
        OUT_OF_RANGE("out of range"),
        /** A flight that is in the file already; its later rows are set aside. */
        DUPLICATE("there twice"),
        /** A category that the training window does not have. */
        UNSEEN("not seen in the window"),
        /** A feed without a single row. */
        NO_ROWS("no rows at all");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    @Override
    public String toString() {
        return subject + " " + kind.words + (rows > 0 ? " (" + rows + " rows, such as " + example + ")" : "");
    }
}
