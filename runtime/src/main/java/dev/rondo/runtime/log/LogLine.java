package dev.rondo.runtime.log;

import java.time.Instant;

/**
 * One line of a task's log. In the file it is one line of JSON with the field names of Airflow's structured logs.
 *
 * @param level {@code trace, debug, info, warning, error}
 * @param logger name of the logger; {@code stdout} and {@code stderr} for what was printed, {@code rondo} for the
 *     host's own
 * @param event the text; may hold line breaks
 */
public record LogLine(Instant at, String level, String logger, String event) {

    /** The line as JSON, with a line feed at its end. */
    public String toJson() {
        StringBuilder out = new StringBuilder(event.length() + logger.length() + 80);
        out.append("{\"timestamp\":\"").append(at).append("\",\"level\":\"").append(level);
        out.append("\",\"logger\":\"");
        escape(logger, out);
        out.append("\",\"event\":\"");
        escape(event, out);
        return out.append("\"}\n").toString();
    }

    // The host's bootstrap stays free of any JSON library; a string is all that has to be escaped here.
    private static void escape(String text, StringBuilder out) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20 || Character.isSurrogate(c) && !isPaired(text, i)) {
                        out.append("\\u").append(String.format("%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
    }

    private static boolean isPaired(String text, int i) {
        char c = text.charAt(i);
        return Character.isHighSurrogate(c)
                ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }
}
