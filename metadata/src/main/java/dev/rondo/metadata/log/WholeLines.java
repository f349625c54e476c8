package dev.rondo.metadata.log;

import dev.rondo.metadata.log.LogStore.Slice;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Cuts what was read of a log after its last whole line. */
final class WholeLines {

    private WholeLines() {}

    /**
     * The slice of the bytes.
     *
     * @param offset where in the log they begin
     * @param total how long the log is
     */
    static Slice slice(byte[] bytes, long offset, long total) {
        byte[] whole = offset + bytes.length < total || !endsLine(bytes) ? wholeLines(bytes) : bytes;
        return new Slice(new String(whole, StandardCharsets.UTF_8), offset + whole.length, total);
    }

    private static boolean endsLine(byte[] bytes) {
        return bytes.length > 0 && bytes[bytes.length - 1] == '\n';
    }

    private static byte[] wholeLines(byte[] bytes) {
        for (int i = bytes.length - 1; i >= 0; i--) {
            if (bytes[i] == '\n') {
                return Arrays.copyOf(bytes, i + 1);
            }
        }
        return bytes;
    }
}
