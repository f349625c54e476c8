package dev.rondo.dags.flights.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rondo.sdk.data.DataPath;
import java.io.IOException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * The slice of New York's flights of 2013 that comes with this module: every sixth departure of each day, and all
 * weather. Where it is from and how it was cut: the README beside the files.
 */
public final class Slice {

    /** The first day of the slice. */
    public static final LocalDate FIRST_DAY = LocalDate.of(2013, 1, 1);

    /** The last day of the slice. */
    public static final LocalDate LAST_DAY = LocalDate.of(2013, 12, 31);

    private Slice() {}

    /**
     * Puts the file of {@code day} into {@code landing}, as another system would: a reader sees the whole file or none.
     * A file that is there already is replaced by the same rows. A day without rows, as the weather of 31 December,
     * gives a file with nothing but the header.
     *
     * @return the number of rows delivered
     * @throws IllegalArgumentException if the slice does not cover the day
     */
    public static int deliver(Feed feed, LocalDate day, DataPath landing) throws IOException {
        if (day.isBefore(FIRST_DAY) || day.isAfter(LAST_DAY)) {
            throw new IllegalArgumentException(
                    "no flights of " + day + ": the slice covers " + FIRST_DAY + " to " + LAST_DAY);
        }
        List<String> rows = unpacked(feed.sliceName(YearMonth.from(day)))
                .lines()
                .skip(1)
                .filter(row -> isOf(day, feed, row))
                .toList();
        StringBuilder text = new StringBuilder(String.join(",", feed.columns())).append('\n');
        rows.forEach(row -> text.append(row).append('\n'));
        landing.resolve(feed.fileName(day)).writeString(text);
        return rows.size();
    }

    private static boolean isOf(LocalDate day, Feed feed, String row) {
        int year = feed.columns().indexOf("year");
        // Year, month and day stand side by side; what comes after them need not be taken apart.
        String[] cells = row.split(",", year + 4);
        return cells[year + 2].equals(String.valueOf(day.getDayOfMonth()));
    }

    private static String unpacked(String name) throws IOException {
        var resource = Slice.class.getResourceAsStream("/dev/rondo/dags/flights/slice/" + name);
        if (resource == null) {
            throw new IOException("the jar of the example DAGs has lost its file " + name + ": build it again");
        }
        try (var in = new GZIPInputStream(resource)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
