package dev.rondo.cli.dags.drawing;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.dags.drawing.Drawing.Line;
import dev.rondo.cli.dags.drawing.Drawing.Point;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import javax.imageio.ImageIO;

/** Writes a drawing as PNG, two pixels for each of the drawing's; needs a font on this machine. */
final class Png implements Canvas<RuntimeException> {

    private static final int SCALE = 2;

    // 400 MB of memory, and more than any screen shows.
    private static final double MOST_PIXELS = 100e6;
    private static final double ARROW = 8;

    private static final Font FONT = new Font(Font.MONOSPACED, Font.PLAIN, 1);
    private static final String NO_FONT =
            "this machine has no font to write the names of tasks in; install one (Debian: fonts-dejavu-core and"
                    + " libfontconfig1), or save the picture as .svg";

    private final Graphics2D canvas;

    private Png(Graphics2D canvas) {
        this.canvas = canvas;
    }

    static void write(Drawing drawing, OutputStream out) throws IOException {
        double width = Math.ceil(drawing.width() * SCALE);
        double height = Math.ceil(drawing.height() * SCALE);
        if (width * height > MOST_PIXELS) {
            throw new CommandException(
                    ExitCode.CANT_CREATE,
                    "%s would be a picture of %.0f x %.0f pixels; save it as .svg, which may be of any size"
                            .formatted(drawing.title(), width, height));
        }
        requireFont();
        BufferedImage image = new BufferedImage((int) width, (int) height, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        try {
            canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            canvas.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            canvas.setColor(new Color(Colours.PAPER));
            canvas.fillRect(0, 0, image.getWidth(), image.getHeight());
            canvas.scale(SCALE, SCALE);
            drawing.paint(new Png(canvas));
        } finally {
            canvas.dispose();
        }
        ImageIO.write(image, "png", out);
    }

    // A JVM finds out that it has no font when it first needs one, and says so in several ways.
    private static void requireFont() {
        try {
            System.setProperty("java.awt.headless", "true");
            if (FONT.getNumGlyphs() > 0) {
                return;
            }
        } catch (RuntimeException | LinkageError | InternalError e) {
            throw new CommandException(ExitCode.CANT_CREATE, NO_FONT, e);
        }
        throw new CommandException(ExitCode.CANT_CREATE, NO_FONT);
    }

    @Override
    public void line(Line line) {
        Path2D path = new Path2D.Double();
        Point start = line.points().getFirst();
        path.moveTo(start.x(), start.y());
        line.points().stream().skip(1).forEach(point -> path.lineTo(point.x(), point.y()));
        stroke(path, Colours.LINE);
        Point end = line.end();
        double angle = Math.atan2(
                end.y() - line.beforeEnd().y(), end.x() - line.beforeEnd().x());
        Path2D arrow = new Path2D.Double();
        arrow.moveTo(end.x(), end.y());
        for (double side : new double[] {-1, 1}) {
            double turned = angle + Math.PI + side * Math.atan(0.5);
            double length = Math.hypot(ARROW, ARROW / 2);
            arrow.lineTo(end.x() + length * Math.cos(turned), end.y() + length * Math.sin(turned));
        }
        arrow.closePath();
        fill(arrow, Colours.LINE);
    }

    @Override
    public void rectangle(double x, double y, double width, double height, double corner, int fill, int stroke) {
        Shape shape = new RoundRectangle2D.Double(x, y, width, height, 2 * corner, 2 * corner);
        fill(shape, fill);
        stroke(shape, stroke);
    }

    private void fill(Shape shape, int colour) {
        canvas.setColor(new Color(colour));
        canvas.fill(shape);
    }

    private void stroke(Shape shape, int colour) {
        canvas.setColor(new Color(colour));
        canvas.setStroke(new BasicStroke(1));
        canvas.draw(shape);
    }

    @Override
    public void text(String text, double x, double y, double size, int colour, boolean bold) {
        canvas.setColor(new Color(colour));
        canvas.setFont(FONT.deriveFont(bold ? Font.BOLD : Font.PLAIN, (float) size));
        canvas.drawString(text, (float) x, (float) y);
    }
}
