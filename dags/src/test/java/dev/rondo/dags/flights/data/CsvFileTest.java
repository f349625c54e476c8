package dev.rondo.dags.flights.data;

import static dev.rondo.dags.flights.TestFiles.at;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFileTest {

    private record Bird(String name, int eggs, double weight) {}

    private static final List<String> COLUMNS = List.of("name", "eggs", "weight");

    @TempDir
    private Path folder;

    @Test
    void reads_values_by_column_and_a_missing_number_as_nan() throws IOException {
        Path file = file("name,eggs,weight\nwren,7,9.5\nowl,3,NA\n");

        assertThat(read(file)).containsExactly(new Bird("wren", 7, 9.5), new Bird("owl", 3, Double.NaN));
    }

    @Test
    void reads_lines_that_end_as_on_windows() throws IOException {
        assertThat(read(file("name,eggs,weight\r\nwren,7,9.5\r\n"))).containsExactly(new Bird("wren", 7, 9.5));
    }

    @Test
    void reads_a_compressed_file_whatever_its_name() throws IOException {
        Path file = file(gzip("name,eggs,weight\nwren,7,9.5\n".getBytes(UTF_8)));

        assertThat(read(file)).containsExactly(new Bird("wren", 7, 9.5));
    }

    @Test
    void a_header_alone_is_a_file_without_rows() throws IOException {
        assertThat(read(file("name,eggs,weight\n"))).isEmpty();
    }

    @Test
    void an_empty_file_is_refused() throws IOException {
        assertRefused(file(""), "line 1: the file is empty, not even a header");
    }

    @Test
    void a_file_that_is_not_there_says_so() {
        assertThatThrownBy(() -> read(folder.resolve("none.csv"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void a_file_cut_in_its_last_line_is_refused_even_where_the_cells_are_enough() throws IOException {
        assertRefused(
                file("name,eggs,weight\nwren,7,9.5\nowl,3,250"),
                "line 3: the last line has no end: the file is cut short");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 12, 40})
    void a_compressed_file_cut_anywhere_is_refused(int bytes) throws IOException {
        byte[] whole = gzip("name,eggs,weight\nwren,7,9.5\nowl,3,250\n".getBytes(UTF_8));

        assertRefused(
                file(Arrays.copyOf(whole, bytes)), "line 1: the file ends inside its compressed data: it is cut short");
    }

    @Test
    void compressed_data_with_a_flipped_bit_is_refused() throws IOException {
        byte[] noise = new byte[5_000];
        new Random(1).nextBytes(noise);
        byte[] damaged = gzip(noise);
        damaged[2_500] ^= 1;

        assertRefused(file(damaged), "the compressed data is damaged");
    }

    @Test
    void a_compressed_file_that_unpacks_to_more_than_a_day_can_have_is_refused() throws IOException {
        assertRefused(file(gzip(new byte[65 << 20])), "the file has more than 64 MiB");
    }

    @Test
    void text_in_another_encoding_is_refused() throws IOException {
        assertRefused(file("name,eggs,weight\nMöwe,3,900\n".getBytes(ISO_8859_1)), "the file is not text in UTF-8");
    }

    @Test
    void a_wrong_header_names_the_columns_that_are_missing_and_not_known() throws IOException {
        assertRefused(
                file("name,egg,weight\nwren,7,9.5\n"), "line 1: wrong header: columns missing [eggs], not known [egg]");
    }

    @Test
    void columns_in_another_order_are_refused() throws IOException {
        assertRefused(
                file("eggs,name,weight\n7,wren,9.5\n"),
                "expected the columns in the order [name, eggs, weight], found [eggs, name, weight]");
    }

    @Test
    void a_column_that_is_there_twice_is_refused() throws IOException {
        assertRefused(file("name,eggs,weight,eggs\n"), "found [name, eggs, weight, eggs]");
    }

    @Test
    void every_bad_cell_of_the_file_is_reported_with_line_and_column() throws IOException {
        Path file = file("""
                name,eggs,weight
                wren,seven,9.5
                owl,3
                "rook",4,400
                NA,2,300
                crow,4,NaN
                kite,2,Infinity
                swan,,heavy
                """);

        assertThatThrownBy(() -> read(file))
                .isInstanceOfSatisfying(
                        BadFileException.class,
                        e -> assertThat(e.cells())
                                .containsExactly(
                                        new BadCell(2, "eggs", "expected a whole number, found 'seven'"),
                                        new BadCell(3, "", "expected 3 cells, found 2"),
                                        new BadCell(4, "", "quotes are not read here"),
                                        new BadCell(5, "name", "a value is missing"),
                                        new BadCell(6, "weight", "expected a number or NA, found 'NaN'"),
                                        new BadCell(7, "weight", "expected a number or NA, found 'Infinity'"),
                                        new BadCell(8, "eggs", "expected a whole number, found ''")));
    }

    @Test
    void the_message_names_the_file_and_stays_short_for_a_file_of_the_wrong_kind() throws IOException {
        Path file = file("name,eggs,weight\n" + "no such line\n".repeat(500));

        assertThatThrownBy(() -> read(file))
                .hasMessageStartingWith(file + " cannot be used: line 2: expected 3 cells, found 1; line 3:")
                .hasMessageEndingWith("; and 490 more. Deliver the file again and clear this task.");
    }

    private static List<Bird> read(Path file) throws IOException {
        return CsvFile.read(
                at(file), COLUMNS, row -> new Bird(row.text("name"), row.wholeNumber("eggs"), row.number("weight")));
    }

    private static void assertRefused(Path file, String words) {
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining(words);
    }

    private Path file(String text) throws IOException {
        return file(text.getBytes(UTF_8));
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("birds.csv"), bytes);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }
}
