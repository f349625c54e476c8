package dev.rondo.cli.dags.drawing;

/**
 * What a drawing is painted on.
 *
 * @param <E> what may go wrong
 */
interface Canvas<E extends Exception> {

    /** A rectangle with round corners; colours are RGB. */
    void rectangle(double x, double y, double width, double height, double corner, int fill, int stroke) throws E;

    /** A text whose letters stand on {@code y}. */
    void text(String text, double x, double y, double size, int colour, boolean bold) throws E;

    /** A line with an arrow at its end. */
    void line(Drawing.Line line) throws E;
}
