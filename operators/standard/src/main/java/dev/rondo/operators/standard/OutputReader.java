package dev.rondo.operators.standard;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Passes a stream of a process to the log, line by line, and remembers the last line. */
final class OutputReader implements Runnable {

    /** A line longer than this is passed on in parts: a process may write for ever without a line's end. */
    private static final int MAX_LINE = 16 << 10;

    private final InputStream stream;
    private final System.Logger log;
    private final StringBuilder line = new StringBuilder();
    private @Nullable String lastLine;

    OutputReader(InputStream stream, System.Logger log) {
        this.stream = stream;
        this.log = log;
    }

    @Override
    public void run() {
        char[] buffer = new char[8 << 10];
        // Bytes that are no UTF-8 become replacement characters.
        try (Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
            for (int read = reader.read(buffer); read >= 0; read = reader.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    add(buffer[i]);
                }
            }
        } catch (IOException e) {
            log.log(System.Logger.Level.WARNING, "the output of the process cannot be read any further", e);
        }
        if (!line.isEmpty()) {
            endLine();
        }
    }

    private void add(char c) {
        if (c == '\n') {
            endLine();
        } else {
            line.append(c);
            if (line.length() == MAX_LINE) {
                endLine();
            }
        }
    }

    private void endLine() {
        if (!line.isEmpty() && line.charAt(line.length() - 1) == '\r') {
            line.setLength(line.length() - 1);
        }
        String text = line.toString();
        line.setLength(0);
        lastLine = text;
        log.log(System.Logger.Level.INFO, text);
    }

    /** The last line; null when there was none. To be asked when the reading is over. */
    @Nullable
    String lastLine() {
        return lastLine;
    }
}
