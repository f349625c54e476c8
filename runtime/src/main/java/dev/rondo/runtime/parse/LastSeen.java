package dev.rondo.runtime.parse;

import dev.rondo.core.protocol.Wire;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a parser was last seen, left beside its result for when it ends without one.
 *
 * @param dagClass the class that it was reading; null: none yet
 * @param line line of the source of that class; 0: not known
 * @param stack frames of whoever held it up or ended it, a line each; empty: not known
 */
record LastSeen(@Nullable String dagClass, int line, String stack) {

    static final LastSeen NOWHERE = new LastSeen(null, 0, "");

    private static final String FILE = "last-seen";

    /** Whether a parser left anything: it does as soon as it knows its file. */
    static boolean isIn(Path folder) {
        return Files.exists(folder.resolve(FILE));
    }

    /** What a parser left in its folder; never fails, as it only adds to what is known. */
    static LastSeen in(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return NOWHERE;
        }
        try {
            return new Wire().decode(Files.readAllBytes(file), LastSeen.class);
        } catch (IOException | Wire.WireException e) {
            return NOWHERE; // code of the file wrote over it
        }
    }

    // Not by a channel: user code may have interrupted this thread, and a channel would close on that.
    void writeTo(File folder) throws IOException {
        File part = new File(folder, FILE + ".part");
        try (FileOutputStream out = new FileOutputStream(part)) {
            out.write(new Wire().encode(this));
        }
        if (!part.renameTo(new File(folder, FILE))) {
            throw new IOException("cannot rename " + part);
        }
    }
}
