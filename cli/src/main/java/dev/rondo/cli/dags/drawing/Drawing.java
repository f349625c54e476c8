package dev.rondo.cli.dags.drawing;

import java.util.List;

/**
 * Where everything lies. Lengths are pixels, places are from the upper left corner.
 *
 * @param title the DAG
 * @param frames of groups, those around others first
 */
public record Drawing(
        String title, double width, double height, List<Frame> frames, List<Box> boxes, List<Line> lines) {

    /** Of the letters of a title, by which boxes are made wide enough. */
    static final double TITLE_SIZE = 13;

    /** Of the letters of a subtitle, and of a group's title. */
    static final double SUBTITLE_SIZE = 11;

    /** From the side of a box or frame to its text. */
    static final double MARGIN = 12;

    public Drawing {
        frames = List.copyOf(frames);
        boxes = List.copyOf(boxes);
        lines = List.copyOf(lines);
    }

    /** Paints it: what lies behind first. */
    <E extends Exception> void paint(Canvas<E> canvas) throws E {
        canvas.text(title, MARGIN, 2 * MARGIN, TITLE_SIZE, Colours.TEXT, true);
        for (Frame frame : frames) {
            canvas.rectangle(frame.x(), frame.y(), frame.width(), frame.height(), 8, Colours.FRAME, Colours.FRAME_LINE);
            double y = frame.y() + MARGIN + SUBTITLE_SIZE;
            canvas.text(frame.title(), frame.x() + MARGIN, y, SUBTITLE_SIZE, Colours.FAINT_TEXT, true);
        }
        for (Line line : lines) {
            canvas.line(line);
        }
        for (Box box : boxes) {
            double x = box.x() + MARGIN;
            canvas.rectangle(box.x(), box.y(), box.width(), box.height(), 6, Colours.BOX, Colours.LINE);
            canvas.text(box.title(), x, box.y() + 19, TITLE_SIZE, Colours.TEXT, false);
            canvas.text(box.subtitle(), x, box.y() + 35, SUBTITLE_SIZE, Colours.FAINT_TEXT, false);
        }
    }

    /** A task. */
    public record Box(double x, double y, double width, double height, String title, String subtitle) {}

    /** A group. */
    public record Frame(double x, double y, double width, double height, String title) {}

    /** From one task to one that follows it, by corners; its end has the arrow. */
    public record Line(List<Point> points) {

        public Line {
            points = List.copyOf(points);
        }

        Point end() {
            return points.getLast();
        }

        /** The last corner before the end: whence the arrow comes. */
        Point beforeEnd() {
            return points.get(points.size() - 2);
        }
    }

    /** A place. */
    public record Point(double x, double y) {}
}
