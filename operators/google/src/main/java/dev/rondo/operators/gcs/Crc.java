package dev.rondo.operators.gcs;

import dev.rondo.sdk.TaskContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** Checksums of files, as buckets know them of objects. */
final class Crc {

    private static final int BUFFER = 1 << 18;

    private Crc() {}

    /** A file as it was read once: its size, its checksum, and those of its pieces. */
    record Hashed(long sizeBytes, int crc32c, List<Integer> pieces) {}

    /**
     * Reads a file.
     *
     * @param pieceBytes how long a piece is; the last may be shorter
     * @throws IOException also when the try is to stop
     */
    static Hashed of(Path file, long pieceBytes, TaskContext context) throws IOException {
        CRC32C whole = new CRC32C();
        CRC32C piece = new CRC32C();
        List<Integer> pieces = new ArrayList<>();
        long size = 0;
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            while (true) {
                requireGoingOn(context);
                long left = pieceBytes - size % pieceBytes;
                int n = in.read(buffer, 0, (int) Math.min(BUFFER, left));
                if (n < 0) {
                    break;
                }
                whole.update(buffer, 0, n);
                piece.update(buffer, 0, n);
                size += n;
                if (n == left) {
                    pieces.add((int) piece.getValue());
                    piece.reset();
                }
            }
        }
        if (size % pieceBytes > 0 || size == 0) {
            pieces.add((int) piece.getValue());
        }
        return new Hashed(size, (int) whole.getValue(), List.copyOf(pieces));
    }

    /** @throws IOException when the try is to stop: what was moved so far stays, and the next one goes on from there */
    static void requireGoingOn(TaskContext context) throws IOException {
        if (context.isCancelled()) {
            throw new IOException("stopped half way; the next try goes on from here");
        }
    }
}
