package dev.rondo.runtime.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The log of one try, appended to a file line by line. Each line is handed to the operating system before the call
 * returns, so that the last words of a task that is killed, exits or fills its heap are in the file: nobody has to be
 * alive to write them. The file is made with the first line; a task that says nothing costs nothing.
 *
 * <p>A log is cut at a cap: one line says so, what follows is counted, and the closing line tells how much was left
 * out. A task is not failed for a log that cannot be written, on a full disk most likely: each line is tried, and what
 * was lost is counted and said when there is room again. Safe for use by several threads.
 */
public final class TaskLog implements AutoCloseable {

    // A single line longer than this is cut: it would not fit a page, nor a piece in which logs are shipped.
    private static final int MAX_EVENT_CHARS = 32 * 1024;

    private final String name;
    private final Target target;
    private final long capBytes;
    private final SecretMasker masker;
    private final InstantSource clock;

    private @Nullable WritableByteChannel channel;
    private long writtenBytes;
    // Beyond the cap.
    private long droppedLines;
    // Not written since it last could be, and why.
    private long lostLines;
    private String lostBecause = "";
    private boolean endsInsideLine;
    private boolean closed;

    /**
     * A log that is written to the file, which need not exist.
     *
     * @param capBytes most bytes it may have; what is beyond is counted and left out
     */
    public TaskLog(Path file, long capBytes, SecretMasker masker, InstantSource clock) {
        this(file.toString(), () -> LogFile.open(file), capBytes, masker, clock);
    }

    /**
     * A log that is written to what the target opens with its first line.
     *
     * @param name what the log is called in messages
     */
    public TaskLog(String name, Target target, long capBytes, SecretMasker masker, InstantSource clock) {
        this.name = name;
        this.target = target;
        this.capBytes = capBytes;
        this.masker = masker;
        this.clock = clock;
    }

    /** Where the bytes of a log go. */
    @FunctionalInterface
    public interface Target {
        WritableByteChannel open() throws IOException;
    }

    /** Masks these values from now on, here and in {@link #mask}. */
    public void secrets(Collection<String> values) {
        masker.add(values);
    }

    /** The text without the secrets known so far. */
    public String mask(String text) {
        return masker.mask(text);
    }

    /** Appends a line, stamped now. */
    public synchronized void write(String level, String logger, String event) {
        if (closed) {
            return; // a thread the task left behind; its words belong to no try any more
        }
        if (droppedLines > 0) {
            droppedLines++;
            return;
        }
        String masked = masker.mask(event); // before it is cut: half a secret would not be known as one
        String text = masked.length() <= MAX_EVENT_CHARS
                ? masked
                : masked.substring(0, MAX_EVENT_CHARS) + " … [line cut, it had " + event.length() + " characters]";
        byte[] bytes = bytesOf(level, logger, text);
        if (writtenBytes + bytes.length > capBytes) {
            droppedLines = 1;
            append(ofRondo("the log of this try reached its cap of " + capBytes + " bytes; what follows is not kept"));
            return;
        }
        append(bytes);
    }

    private byte[] ofRondo(String event) {
        return bytesOf("warning", "rondo", event);
    }

    /** Ends the log; says how many lines the cap left out. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        if (droppedLines > 0) {
            append(ofRondo(droppedLines + " further lines were left out because of the cap"));
        } else if (lostLines > 0) {
            append(new byte[0]); // says so first
        }
        closed = true;
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot close the log " + name, e);
            }
        }
    }

    private byte[] bytesOf(String level, String logger, String event) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return new LogLine(now, level, logger, event).toJson().getBytes(StandardCharsets.UTF_8);
    }

    private void append(byte[] bytes) {
        try {
            WritableByteChannel out = channel;
            if (out == null) {
                out = target.open();
                channel = out;
            }
            if (endsInsideLine) {
                put(out, new byte[] {'\n'});
            }
            if (lostLines > 0) {
                put(
                        out,
                        ofRondo(lostLines + (lostLines == 1 ? " line" : " lines") + " could not be written ("
                                + lostBecause + ")"));
                lostLines = 0;
            }
            put(out, bytes);
        } catch (IOException e) {
            lostLines++;
            lostBecause = e.getMessage() == null ? e.toString() : e.getMessage();
        }
    }

    private void put(WritableByteChannel out, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        try {
            while (buffer.hasRemaining()) {
                out.write(buffer);
            }
        } finally {
            int written = buffer.position();
            writtenBytes += written;
            if (written > 0) {
                endsInsideLine = bytes[written - 1] != '\n';
            }
        }
    }
}
