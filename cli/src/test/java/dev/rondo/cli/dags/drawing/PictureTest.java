package dev.rondo.cli.dags.drawing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rondo.cli.CommandException;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** The files that a drawing becomes. */
class PictureTest {

    private static final Drawing DRAWING = Layout.of(
            "training",
            List.of(
                    new DrawnTask("a", "<script>alert(1)</script> & \"a\"", "lambda", "", List.of("g.b")),
                    new DrawnTask("g.b", "b", "bash [ ]", "g", List.of())));

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"a.svg, SVG", "a.b.SVG, SVG", "of it.png, PNG"})
    void the_name_of_a_file_says_what_it_is(Path file, Picture kind) {
        assertThat(Picture.of(file)).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "svg", "a.svg.gz", "a.pdf", "/"})
    void another_name_is_refused(Path file) {
        assertThatThrownBy(() -> Picture.of(file))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining(".svg or .png");
    }

    @Test
    void svg_is_xml_that_has_each_text_as_text() throws Exception {
        Path file = folder.resolve("a.svg");

        Picture.SVG.save(DRAWING, file);

        Document document = DocumentBuilderFactory.newDefaultNSInstance()
                .newDocumentBuilder()
                .parse(file.toFile());
        NodeList texts = document.getElementsByTagName("text");
        assertThat(document.getElementsByTagName("script").getLength()).isZero();
        assertThat(List.of(0, 1, 2, 3, 4, 5))
                .extracting(n -> texts.item(n).getTextContent())
                .containsExactly("training", "g", "<script>alert(1)</script> & \"a\"", "lambda", "b", "bash [ ]");
        assertThat(document.getElementsByTagName("polyline").getLength()).isEqualTo(1);
        assertThat(document.getDocumentElement().getNamespaceURI()).isEqualTo("http://www.w3.org/2000/svg");
    }

    @Test
    void png_has_two_pixels_for_each_and_shows_boxes_and_text() throws IOException {
        assumeTrue(hasFont(), "this machine has no font");
        Path file = folder.resolve("a.png");

        Picture.PNG.save(DRAWING, file);

        BufferedImage image = ImageIO.read(file.toFile());
        assertThat(image.getWidth()).isEqualTo((int) Math.ceil(2 * DRAWING.width()));
        Drawing.Box box = DRAWING.boxes().getFirst();
        assertThat(rgb(image, box.x() + 3, box.y() + box.height() - 3)).isEqualTo(Colours.BOX);
        assertThat(rgb(image, 3, 3)).isEqualTo(Colours.PAPER);
        assertThat(image.getRGB(image.getWidth() - 1, image.getHeight() - 1) & 0xffffff)
                .isEqualTo(Colours.PAPER);
        assertThat(hasDark(image, box)).isTrue();
    }

    private static boolean hasFont() {
        try {
            return new Font(Font.MONOSPACED, Font.PLAIN, 1).getNumGlyphs() > 0;
        } catch (RuntimeException | LinkageError | InternalError e) {
            return false;
        }
    }

    private static int rgb(BufferedImage image, double x, double y) {
        return image.getRGB((int) (2 * x), (int) (2 * y)) & 0xffffff;
    }

    private static boolean hasDark(BufferedImage image, Drawing.Box box) {
        for (double x = box.x() + Drawing.MARGIN; x < box.x() + box.width(); x += 0.5) {
            for (double y = box.y() + 6; y < box.y() + 20; y += 0.5) {
                if ((rgb(image, x, y) & 0xff) < 0x60) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void without_a_font_the_reason_is_told_and_no_file_is_left() throws Exception {
        // Of a home of its own: the JDK keeps in the home what fonts it found once.
        Path home = Files.createDirectory(folder.resolve("home"));
        Path none = Files.writeString(home.resolve("fonts.conf"), "<fontconfig/>");
        Path file = folder.resolve("a.png");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Duser.home=" + home,
                        "-cp",
                        System.getProperty("java.class.path"),
                        InAnotherJvm.class.getName(),
                        file.toString())
                .redirectErrorStream(true);
        builder.environment().put("FONTCONFIG_FILE", none.toString());

        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isEqualTo(7);
        assertThat(said).contains("no font").contains(".svg");
        assertThat(folder).isDirectoryNotContaining(each -> !each.equals(home));
    }

    /** Draws where there may be no font. */
    static final class InAnotherJvm {
        public static void main(String[] args) {
            try {
                Picture.PNG.save(DRAWING, Path.of(args[0]));
            } catch (CommandException e) {
                System.out.println(e.getMessage());
                Runtime.getRuntime().halt(7);
            }
        }
    }

    @Test
    void a_picture_of_too_many_pixels_is_refused() {
        Drawing huge = new Drawing("huge", 1e6, 1e6, List.of(), List.of(), List.of());

        assertThatThrownBy(() -> Picture.PNG.save(huge, folder.resolve("a.png")))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("huge")
                .hasMessageContaining(".svg");
    }

    @Test
    void a_file_that_is_there_is_replaced() throws IOException {
        Path file = Files.writeString(folder.resolve("a.svg"), "before");

        Picture.SVG.save(DRAWING, file);

        assertThat(file).content().startsWith("<?xml").endsWith("</svg>");
        assertThat(folder).isDirectoryNotContaining(each -> !each.equals(file));
    }

    @Test
    void a_folder_that_is_not_there_is_named() {
        assertThatThrownBy(() -> Picture.SVG.save(DRAWING, folder.resolve("none/a.svg")))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("none/a.svg: there is no folder " + folder.resolve("none"));
    }
}
