package dev.rondo.worker.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The end of what a process printed. Whatever it forked prints there too, so there may be any amount of it. */
final class LastWords {

    /** A crash of the JVM says what it has to say in some 20 lines. */
    static final int MAX_BYTES = 4096;

    private LastWords() {}

    /** The end of a file; null: it has nothing to say. */
    static @Nullable String of(Path file) {
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer end = ByteBuffer.allocate(MAX_BYTES);
            long from = Math.max(0, in.size() - MAX_BYTES);
            while (end.hasRemaining() && in.read(end, from + end.position()) >= 0) {
                // reads until the buffer is full or the file ends
            }
            String text = StandardCharsets.UTF_8.decode(end.flip()).toString().strip();
            return text.isEmpty() ? null : text;
        } catch (IOException e) {
            return null; // it was never made; then there are no last words
        }
    }
}
