package dev.rondo.cli.watch;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Shows a picture that changes: on a terminal in its place, elsewhere as the lines that are new in it, each once. Of a
 * picture that is higher than the terminal the upper part is shown, since no cursor gets back to what has scrolled
 * away; the last one is shown whole.
 */
final class Screen {

    private static final Pattern COLOUR = Pattern.compile("\033\\[[0-9;]*m");

    private final PrintWriter out;
    private final Style style;
    private final Supplier<Optional<TerminalSize>> size;
    private List<String> shown = List.of();

    Screen(PrintWriter out, Style style, Supplier<Optional<TerminalSize>> size) {
        this.out = out;
        this.style = style;
        this.size = size;
    }

    /** On the terminal that there is. */
    Screen(PrintWriter out, Style style) {
        this(out, style, style.live() ? TerminalSize::ask : Optional::empty);
    }

    Style style() {
        return style;
    }

    /** Shows the picture instead of the one before. */
    void show(List<String> lines) {
        Optional<TerminalSize> now = size.get();
        put(now.isPresent() ? clipped(lines, now.get()) : lines, now);
    }

    /** Shows the picture that stays. */
    void last(List<String> lines) {
        put(lines, size.get());
    }

    private void put(List<String> lines, Optional<TerminalSize> now) {
        if (lines.equals(shown)) {
            return;
        }
        if (style.live() && !shown.isEmpty()) {
            int rows = shown.stream().mapToInt(line -> rowsOf(line, now)).sum();
            out.print("\033[" + rows + "A\033[J"); // up, and all below is cleared
        }
        List<String> written = new ArrayList<>(lines);
        if (!style.live()) {
            written.removeAll(shown);
        }
        written.forEach(out::println);
        out.flush();
        shown = List.copyOf(lines);
    }

    /** What fits, with a row for the cursor below it. */
    private static List<String> clipped(List<String> lines, TerminalSize size) {
        int room = size.rows() - 1;
        if (lines.stream().mapToInt(line -> rowsOf(line, Optional.of(size))).sum() <= room) {
            return lines;
        }
        List<String> fitting = new ArrayList<>();
        int rows = 1; // for how many more there are
        for (String line : lines) {
            rows += rowsOf(line, Optional.of(size));
            if (rows > room) {
                break;
            }
            fitting.add(line);
        }
        fitting.add("… " + (lines.size() - fitting.size()) + " more");
        return fitting;
    }

    private static int rowsOf(String line, Optional<TerminalSize> size) {
        int characters = COLOUR.matcher(line).replaceAll("").length();
        return size.map(known -> known.rowsOf(characters)).orElse(1);
    }
}
