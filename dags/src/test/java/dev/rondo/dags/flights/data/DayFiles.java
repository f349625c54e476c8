package dev.rondo.dags.flights.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The two files of a day, made line by line. */
final class DayFiles {

    static final LocalDate DAY = LocalDate.of(2013, 5, 17);

    private final List<String> flights = new ArrayList<>();
    private final List<String> weather = new ArrayList<>();

    /** A day with {@code flights} flights of carrier UA from EWR to IAH and weather at every hour. */
    static DayFiles usual(int flights) {
        var files = new DayFiles();
        for (int number = 1; number <= flights; number++) {
            files.flight("dep_time", "%d".formatted(600 + number), "flight", String.valueOf(number));
        }
        for (int hour = 0; hour < 24; hour++) {
            files.weather("hour", String.valueOf(hour));
        }
        return files;
    }

    /** Adds a flight; what is not said is as usual. {@code cells}: column, value, column, value, … */
    DayFiles flight(String... cells) {
        flights.add(line(
                Feed.FLIGHTS,
                "2013,5,17,1000,1000,0,1200,1200,0,UA,1,N14228,EWR,IAH,227,1400,10,0,2013-05-17T14:00:00Z",
                cells));
        return this;
    }

    /** Adds an observation, as {@link #flight}. */
    DayFiles weather(String... cells) {
        weather.add(line(Feed.WEATHER, "EWR,2013,5,17,10,60,50,70,270,10,NA,0,1012,10,2013-05-17T14:00:00Z", cells));
        return this;
    }

    DayFiles withoutWeather() {
        weather.clear();
        return this;
    }

    /** Writes both into {@code landing}. */
    void deliver(Path landing) throws IOException {
        Files.writeString(landing.resolve(Feed.FLIGHTS.fileName(DAY)), text(Feed.FLIGHTS, flights));
        Files.writeString(landing.resolve(Feed.WEATHER.fileName(DAY)), text(Feed.WEATHER, weather));
    }

    private static String line(Feed feed, String usual, String... cells) {
        List<String> line = new ArrayList<>(List.of(usual.split(",", -1)));
        for (int i = 0; i < cells.length; i += 2) {
            line.set(feed.columns().indexOf(cells[i]), cells[i + 1]);
        }
        return String.join(",", line);
    }

    private static String text(Feed feed, List<String> lines) {
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining("", header(feed), ""));
    }

    static String header(Feed feed) {
        return String.join(",", feed.columns()) + "\n";
    }
}
