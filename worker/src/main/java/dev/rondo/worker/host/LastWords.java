package dev.rondo.worker.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The end of what a process prints. Whatever it forks prints there too, so there may be any amount of it: it is read as
 * it comes, and all but the end is dropped, so that it fills neither a disk nor the pipe.
 */
final class LastWords {

    /** A crash of the JVM says what it has to say in some 20 lines. */
    static final int MAX_BYTES = 4096;

    private static final String LEFT_OUT = "(the end of a long line is left out)";

    private final InputStream printed;
    private final Thread reader;
    // The end of it; guarded by this, as what follows.
    private byte[] end = new byte[0];
    private boolean isCut;

    private LastWords(String name, InputStream printed) {
        this.printed = printed;
        this.reader = Thread.ofPlatform().daemon().name(name).unstarted(this::read);
    }

    /** Reads until nobody has the other end any more. */
    static LastWords of(String name, InputStream printed) {
        LastWords words = new LastWords(name, printed);
        words.reader.start();
        return words;
    }

    private void read() {
        byte[] piece = new byte[MAX_BYTES];
        try (printed) {
            for (int length = printed.read(piece); length >= 0; length = printed.read(piece)) {
                keep(piece, length);
            }
        } catch (IOException e) {
            // The process is gone, and its pipe with it: these were its last words.
        }
    }

    private synchronized void keep(byte[] piece, int length) {
        byte[] all = Arrays.copyOf(end, end.length + length);
        System.arraycopy(piece, 0, all, end.length, length);
        isCut |= all.length > MAX_BYTES;
        end = all.length > MAX_BYTES ? Arrays.copyOfRange(all, all.length - MAX_BYTES, all.length) : all;
    }

    /**
     * What was printed last, in whole lines; null: nothing. Of one line that is longer than what is kept, only that it
     * is left out.
     *
     * @param atMost is waited for the end: what the process has forked may go on printing
     */
    @Nullable
    String await(Duration atMost) {
        try {
            boolean ignored = reader.join(atMost);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // then as far as it is read
        }
        return text();
    }

    private synchronized @Nullable String text() {
        String all = new String(end, StandardCharsets.UTF_8);
        if (!isCut) {
            return all.isBlank() ? null : all.strip();
        }
        int line = all.indexOf('\n');
        // The rest of a line may be the rest of a secret, which none knows.
        String whole = line < 0 ? "" : all.substring(line + 1).strip();
        return whole.isEmpty() ? LEFT_OUT : whole;
    }
}
