package dev.rondo.benchmarks.scenario;

import dev.rondo.benchmarks.figures.Spread;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lines of the DAG class {@code Talks} as they come, each with its number and the time at which it was said. A line
 * counts when it comes for the first time.
 */
final class SaidLines {

    private static final Pattern SAID = Pattern.compile("said ([0-9]+) at ([-0-9T:.]+Z)");

    // Who follows comes a little after the first lines, which then come at once.
    private static final int LEFT_OUT = 20;

    private final InstantSource clock;
    private final List<Double> delays = new ArrayList<>();
    private int last = -1;

    SaidLines(InstantSource clock) {
        this.clock = clock;
    }

    /** Reads to the end, and notes of each line when it came. */
    void readAll(InputStream text) throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                note(line, clock.instant());
            }
        }
    }

    private void note(String line, Instant now) {
        Matcher said = SAID.matcher(line);
        while (said.find()) {
            int number = Integer.parseInt(said.group(1));
            if (number > last) {
                last = number;
                if (number >= LEFT_OUT) {
                    delays.add(
                            Duration.between(Instant.parse(said.group(2)), now).toNanos() / 1e6);
                }
            }
        }
    }

    /** Number of the last line that came; -1: none did. */
    int last() {
        return last;
    }

    /** How many milliseconds after they were said the lines came. */
    Spread spread() {
        return Spread.of(delays);
    }
}
