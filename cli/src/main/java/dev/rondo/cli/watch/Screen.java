package dev.rondo.cli.watch;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Shows a picture that changes: on a terminal in its place, elsewhere as the lines that are new in it, each once. */
final class Screen {

    private final PrintWriter out;
    private final Style style;
    private List<String> shown = List.of();

    Screen(PrintWriter out, Style style) {
        this.out = out;
        this.style = style;
    }

    Style style() {
        return style;
    }

    /** Shows the picture instead of the one before. */
    void show(List<String> lines) {
        if (lines.equals(shown)) {
            return;
        }
        if (style.live() && !shown.isEmpty()) {
            out.print("\033[" + shown.size() + "A\033[J"); // up, and all below is cleared
        }
        List<String> written = new ArrayList<>(lines);
        if (!style.live()) {
            written.removeAll(shown);
        }
        written.forEach(out::println);
        out.flush();
        shown = List.copyOf(lines);
    }
}
