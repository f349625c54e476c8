import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Cuts the slice of nycflights13 that this module ships out of the full tables. Needs only a JDK:
 *
 * <pre>java dags/tools/SliceFlights.java FOLDER_OF_THE_FULL_FILES dags/src/main/resources/dev/rondo/dags/flights/slice</pre>
 *
 * <p>The folder holds flights.csv.gz and weather.csv.gz as the README beside the slice describes them. The same
 * input gives the same rows in the same order, whatever the machine.
 *
 * <p>Flights: every sixth departure of each day, with all columns. The day's departures are put in order of carrier and
 * planned departure first, so that carriers, airports and hours keep their shares on every day (a systematic sample);
 * the first one taken moves on by one from day to day, so that no flight number is left out all year. Weather: every
 * row. Both are cut by month, because a delivery of one day then unpacks one month.
 */
public final class SliceFlights {

    /** One in six: with the weather this stays under 2 MB, the most the project ships. */
    private static final int STEP = 6;

    private record Table(String header, List<String[]> rows) {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            System.err.println("usage: java SliceFlights.java INPUT_FOLDER OUTPUT_FOLDER");
            System.exit(2);
        }
        Path input = Path.of(arguments[0]);
        Path output = Files.createDirectories(Path.of(arguments[1]));
        long bytes = writeMonths(output, "flights", everySixthOfEachDay(read(input.resolve("flights.csv.gz"))))
                + writeMonths(output, "weather", byMonth(read(input.resolve("weather.csv.gz")), 2));
        System.out.printf("%,d bytes in %s%n", bytes, output);
    }

    private static Table read(Path file) throws IOException {
        try (var in = new GZIPInputStream(Files.newInputStream(file))) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
            return new Table(lines.getFirst(), lines.stream().skip(1).map(line -> line.split(",", -1)).toList());
        }
    }

    private static Map<Integer, Table> everySixthOfEachDay(Table flights) {
        // Columns: 0 year, 1 month, 2 day, 4 sched_dep_time, 9 carrier, 10 flight, 12 origin.
        Map<LocalDate, List<String[]>> days = new TreeMap<>();
        for (String[] row : flights.rows) {
            days.computeIfAbsent(LocalDate.of(number(row, 0), number(row, 1), number(row, 2)), _ -> new ArrayList<>())
                    .add(row);
        }
        Comparator<String[]> byPlannedDeparture = Comparator.comparingInt(row -> number(row, 4));
        Comparator<String[]> byNumber =
                Comparator.<String[]>comparingInt(row -> number(row, 10)).thenComparing(row -> row[12]);
        List<String[]> taken = new ArrayList<>();
        days.forEach((day, rows) -> {
            rows.sort(Comparator.<String[], String>comparing(row -> row[9])
                    .thenComparing(byPlannedDeparture)
                    .thenComparing(byNumber));
            List<String[]> ofDay = new ArrayList<>();
            for (int i = day.getDayOfYear() % STEP; i < rows.size(); i += STEP) {
                ofDay.add(rows.get(i));
            }
            ofDay.sort(byPlannedDeparture.thenComparing(row -> row[9]).thenComparing(byNumber));
            taken.addAll(ofDay);
        });
        return byMonth(new Table(flights.header, taken), 1);
    }

    private static Map<Integer, Table> byMonth(Table table, int monthColumn) {
        Map<Integer, Table> months = new TreeMap<>();
        for (String[] row : table.rows) {
            months.computeIfAbsent(number(row, monthColumn), _ -> new Table(table.header, new ArrayList<>()))
                    .rows
                    .add(row);
        }
        return months;
    }

    private static long writeMonths(Path folder, String name, Map<Integer, Table> months) throws IOException {
        long bytes = 0;
        for (var month : months.entrySet()) {
            Path file = folder.resolve("%s-2013-%02d.csv.gz".formatted(name, month.getKey()));
            try (var out = new SmallestGzip(Files.newOutputStream(file))) {
                out.write((month.getValue().header + "\n").getBytes(StandardCharsets.UTF_8));
                for (String[] row : month.getValue().rows) {
                    out.write((String.join(",", row) + "\n").getBytes(StandardCharsets.UTF_8));
                }
            }
            bytes += Files.size(file);
        }
        return bytes;
    }

    private static int number(String[] row, int column) {
        return Integer.parseInt(row[column]);
    }

    /** The class of the JDK compresses at level 6 and offers no way to ask for 9 but this. */
    private static final class SmallestGzip extends GZIPOutputStream {
        SmallestGzip(OutputStream out) throws IOException {
            super(out, 1 << 16);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
