package dev.rondo.sdk.data;

import java.io.IOException;
import java.io.OutputStream;

/** Writes the whole of a file. */
@FunctionalInterface
public interface DataWriting {

    /** Writes it; the stream is closed by whoever called. */
    void to(OutputStream out) throws IOException;
}
