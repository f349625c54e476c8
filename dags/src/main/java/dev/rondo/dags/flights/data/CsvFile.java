package dev.rondo.dags.flights.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rondo.sdk.data.DataPath;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads a CSV file whole and strictly: UTF-8, plain or gzip, one header line with exactly the expected columns, cells
 * without quotes, every line ended. All that is wrong is reported at once.
 *
 * <p>Strict, because a file that is cut short or shifted by a column still looks like data, and a model trained on it
 * looks like a model.
 */
public final class CsvFile {

    /** The full table of a year has 31 MB; more than this in a day's file is not a day's file. */
    private static final int MAX_BYTES = 64 << 20;

    private CsvFile() {}

    /**
     * The rows of {@code file}, each turned into a value by {@code toValue}.
     *
     * @throws BadFileException if the file is no such CSV, or {@code toValue} finds a bad cell
     */
    public static <T> List<T> read(DataPath file, List<String> columns, Function<CsvRow, T> toValue)
            throws IOException {
        return parse(file, content(file), columns, toValue);
    }

    static <T> List<T> parse(DataPath file, String content, List<String> columns, Function<CsvRow, T> toValue)
            throws BadFileException {
        List<String> lines = content.lines().toList();
        if (lines.isEmpty()) {
            throw bad(file, 1, "the file is empty, not even a header");
        }
        if (!content.endsWith("\n")) {
            throw bad(file, lines.size(), "the last line has no end: the file is cut short");
        }
        List<String> header = List.of(lines.getFirst().split(",", -1));
        checkHeader(file, header, columns);
        Map<String, Integer> places = new LinkedHashMap<>();
        for (String column : header) {
            places.put(column, places.size());
        }
        List<T> values = new ArrayList<>(lines.size());
        List<BadCell> problems = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            try {
                values.add(toValue.apply(row(places, i + 1, lines.get(i))));
            } catch (CsvRow.BadCellException e) {
                problems.add(e.cell());
            }
        }
        if (!problems.isEmpty()) {
            throw new BadFileException(file, problems);
        }
        return values;
    }

    private static CsvRow row(Map<String, Integer> places, int line, String text) {
        String[] cells = text.split(",", -1);
        var row = new CsvRow(places, line, text, cells);
        if (text.indexOf('"') >= 0) {
            throw row.bad("", "quotes are not read here");
        }
        if (cells.length != places.size()) {
            throw row.bad("", "expected " + places.size() + " cells, found " + cells.length);
        }
        return row;
    }

    private static void checkHeader(DataPath file, List<String> header, List<String> columns) throws BadFileException {
        var missing = new ArrayList<>(columns);
        missing.removeAll(header);
        var unknown = new ArrayList<>(header);
        unknown.removeAll(columns);
        if (!missing.isEmpty() || !unknown.isEmpty()) {
            throw bad(file, 1, "wrong header: columns missing " + missing + ", not known " + unknown);
        }
        if (!header.equals(columns)) {
            throw bad(file, 1, "wrong header: expected the columns in the order " + columns + ", found " + header);
        }
    }

    private static String content(DataPath file) throws IOException {
        byte[] bytes;
        try (InputStream in = file.newInputStream()) {
            bytes = limited(file, in.readNBytes(MAX_BYTES + 1));
        }
        boolean gzip = bytes.length > 1 && bytes[0] == (byte) 0x1f && bytes[1] == (byte) 0x8b;
        if (gzip) {
            try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
                bytes = limited(file, in.readNBytes(MAX_BYTES + 1));
            } catch (EOFException e) {
                throw bad(file, 1, "the file ends inside its compressed data: it is cut short");
            } catch (ZipException e) {
                throw bad(file, 1, "the compressed data is damaged (" + e.getMessage() + ")");
            }
        }
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw bad(file, 1, "the file is not text in UTF-8");
        }
    }

    private static byte[] limited(DataPath file, byte[] bytes) throws BadFileException {
        if (bytes.length > MAX_BYTES) {
            throw bad(file, 1, "the file has more than " + (MAX_BYTES >> 20) + " MiB");
        }
        return bytes;
    }

    private static BadFileException bad(DataPath file, int line, String problem) {
        return new BadFileException(file, List.of(new BadCell(line, "", problem)));
    }
}
