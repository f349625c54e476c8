package dev.rondo.runtime.log;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * What is printed, as lines: the stream behind {@code System.out} and {@code System.err} of a task. A line ends at a
 * line feed or when it is very long. Safe for use by several threads.
 */
public final class LineSplitter extends OutputStream {

    // Beyond this a "line" is binary data or a progress bar without line feeds; it is passed on in pieces.
    private static final int MAX_LINE_BYTES = 64 * 1024;

    private final Consumer<String> lines;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);

    public LineSplitter(Consumer<String> lines) {
        this.lines = lines;
    }

    @Override
    public synchronized void write(int b) {
        if (b == '\n') {
            endLine();
        } else {
            line.write(b);
            if (line.size() >= MAX_LINE_BYTES) {
                endLine();
            }
        }
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        int start = offset;
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] == '\n' || line.size() + i - start >= MAX_LINE_BYTES) {
                line.write(bytes, start, i - start);
                endLine();
                start = bytes[i] == '\n' ? i + 1 : i;
            }
        }
        line.write(bytes, start, offset + length - start);
    }

    /** Passes on what was printed without a line feed so far. */
    public synchronized void endPartialLine() {
        if (line.size() > 0) {
            endLine();
        }
    }

    private void endLine() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        lines.accept(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    }
}
