package dev.rondo.runtime.data;

import dev.rondo.sdk.data.DataEntry;
import dev.rondo.sdk.data.DataWriting;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * A place with files, as a bucket or a machine. Names have {@code /} between their parts and are good ones, see
 * {@link FileNames}. Errors are those of {@link java.nio.file}, and name the file as {@link #shown} does.
 */
interface FilePlace extends AutoCloseable {

    /** The file; empty when there is none. */
    Optional<DataEntry> find(String name) throws IOException;

    /**
     * Names of the files that begin so, in their order.
     *
     * @param prefix empty, or ending in {@code /}
     */
    List<String> list(String prefix) throws IOException;

    /** Its bytes; the stream throws in place of ending when they are not whole. */
    InputStream read(String name) throws IOException;

    /**
     * Writes it whole or not at all.
     *
     * @param onlyNew whether one that is there stays
     * @return whether it was written
     */
    boolean write(String name, DataWriting writing, boolean onlyNew) throws IOException;

    /** Deletes it; answers whether it was there. */
    boolean delete(String name) throws IOException;

    /** The whole of a name, as users write it. */
    String shown(String name);

    /** The same for messages: without what may be a secret. */
    default String told(String name) {
        return shown(name);
    }

    @Override
    default void close() {}
}
