package dev.rondo.runtime.host;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/** Text of what a body threw. It is the user's class: its message may throw in turn. */
final class Thrown {

    private static final int MAX_LINE = 500;

    private Thrown() {}

    /** Its first line, cut where it is long. */
    static String oneLine(Throwable thrown) {
        String text = textOf(thrown);
        int line = text.indexOf('\n');
        String first = line < 0 ? text : text.substring(0, line);
        return first.length() <= MAX_LINE ? first : first.substring(0, MAX_LINE) + "…";
    }

    /** A text, and below it the stack; either may be absent. */
    static String stack(@Nullable String text, @Nullable Throwable thrown) {
        StringWriter out = new StringWriter();
        if (text != null) {
            out.append(text);
        }
        if (thrown != null) {
            if (text != null) {
                out.append('\n');
            }
            try {
                thrown.printStackTrace(new PrintWriter(out));
            } catch (RuntimeException | Error e) {
                out.append(withoutMessage(thrown, e));
            }
        }
        return out.toString().stripTrailing();
    }

    private static String textOf(Throwable thrown) {
        try {
            return thrown.toString();
        } catch (RuntimeException | Error e) {
            return withoutMessage(thrown, e);
        }
    }

    private static String withoutMessage(Throwable thrown, Throwable evil) {
        return thrown.getClass().getName() + " (its message cannot be read: it throws "
                + evil.getClass().getName() + ")";
    }
}
