package dev.rondo.cli.watch;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How large the terminal is, in characters. */
record TerminalSize(int rows, int columns) {

    private static final Pattern SAID = Pattern.compile("(\\d+) (\\d+)\\s*");

    private static final long ANSWERS_WITHIN_SECONDS = 1;

    /** As the terminal says now, since people make it larger and smaller; empty: nobody knows. */
    static Optional<TerminalSize> ask() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!stty.waitFor(ANSWERS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                stty.destroyForcibly();
                return Optional.empty();
            }
            return parse(new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            return Optional.empty(); // a system without stty
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** What {@code stty size} said; some terminals say 0, and mean that they do not know. */
    static Optional<TerminalSize> parse(String said) {
        Matcher numbers = SAID.matcher(said);
        if (!numbers.matches()
                || numbers.group(1).length() > 5
                || numbers.group(2).length() > 5) {
            return Optional.empty();
        }
        TerminalSize size = new TerminalSize(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)));
        return size.rows() < 2 || size.columns() < 1 ? Optional.empty() : Optional.of(size);
    }

    /** How many rows a line takes that has so many characters. */
    int rowsOf(int characters) {
        return Math.max(1, (characters + columns - 1) / columns);
    }
}
