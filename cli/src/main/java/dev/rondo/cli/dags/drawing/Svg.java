package dev.rondo.cli.dags.drawing;

import dev.rondo.cli.dags.drawing.Drawing.Line;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes a drawing as SVG 1.1: no script, no reference to anything outside. */
final class Svg implements Canvas<XMLStreamException> {

    private static final String NAMESPACE = "http://www.w3.org/2000/svg";
    private static final String FONT = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace";

    private final XMLStreamWriter xml;

    private Svg(XMLStreamWriter xml) {
        this.xml = xml;
    }

    static void write(Drawing drawing, OutputStream out) throws IOException {
        try {
            XMLStreamWriter xml =
                    XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, StandardCharsets.UTF_8.name());
            new Svg(xml).write(drawing);
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private void write(Drawing drawing) throws XMLStreamException {
        xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
        xml.writeStartElement("svg");
        xml.writeDefaultNamespace(NAMESPACE);
        xml.writeAttribute("viewBox", "0 0 " + number(drawing.width()) + " " + number(drawing.height()));
        attribute("width", drawing.width());
        attribute("height", drawing.height());
        xml.writeAttribute("font-family", FONT);
        xml.writeStartElement("title");
        xml.writeCharacters(drawing.title());
        xml.writeEndElement();
        arrow();
        rectangle(0, 0, drawing.width(), drawing.height(), 0, Colours.PAPER, Colours.PAPER);
        drawing.paint(this);
        xml.writeEndDocument();
    }

    private void arrow() throws XMLStreamException {
        xml.writeStartElement("defs");
        xml.writeStartElement("marker");
        xml.writeAttribute("id", "arrow");
        xml.writeAttribute("viewBox", "0 0 8 8");
        attribute("refX", 8);
        attribute("refY", 4);
        attribute("markerWidth", 8);
        attribute("markerHeight", 8);
        xml.writeAttribute("orient", "auto");
        xml.writeEmptyElement("path");
        xml.writeAttribute("d", "M0 0L8 4L0 8Z");
        xml.writeAttribute("fill", Colours.hex(Colours.LINE));
        xml.writeEndElement();
        xml.writeEndElement();
    }

    @Override
    public void line(Line line) throws XMLStreamException {
        xml.writeEmptyElement("polyline");
        xml.writeAttribute(
                "points",
                line.points().stream()
                        .map(point -> number(point.x()) + "," + number(point.y()))
                        .collect(Collectors.joining(" ")));
        xml.writeAttribute("fill", "none");
        xml.writeAttribute("stroke", Colours.hex(Colours.LINE));
        xml.writeAttribute("marker-end", "url(#arrow)");
    }

    @Override
    public void rectangle(double x, double y, double width, double height, double corner, int fill, int stroke)
            throws XMLStreamException {
        xml.writeEmptyElement("rect");
        attribute("x", x);
        attribute("y", y);
        attribute("width", width);
        attribute("height", height);
        attribute("rx", corner);
        xml.writeAttribute("fill", Colours.hex(fill));
        xml.writeAttribute("stroke", Colours.hex(stroke));
    }

    @Override
    public void text(String text, double x, double y, double size, int colour, boolean bold) throws XMLStreamException {
        xml.writeStartElement("text");
        attribute("x", x);
        attribute("y", y);
        attribute("font-size", size);
        xml.writeAttribute("fill", Colours.hex(colour));
        if (bold) {
            xml.writeAttribute("font-weight", "bold");
        }
        xml.writeCharacters(text);
        xml.writeEndElement();
    }

    private void attribute(String name, double value) throws XMLStreamException {
        xml.writeAttribute(name, number(value));
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString(Math.round(value)) : String.format(Locale.ROOT, "%.1f", value);
    }
}
