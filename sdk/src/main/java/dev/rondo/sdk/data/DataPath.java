package dev.rondo.sdk.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;

/**
 * Where a file is or may be, in a folder, a bucket or on a web server: what {@link java.nio.file.Path} and
 * {@link java.nio.file.Files} are for one machine. It is a name and nothing more until it is asked something.
 *
 * <p>A file appears whole or not at all, and is replaced as a whole. There are no folders but by names with {@code /}:
 * they need not be made, and one without files is not there. Texts are UTF-8. A file that is read is compared, at its
 * end, with what the place knows of it (size, and CRC-32C in {@code gs:} and {@code s3:}), so half a file is an error.
 *
 * <p>Every method that asks throws {@link NoSuchFileException} when there is no such file or bucket,
 * {@link AccessDeniedException} when these credentials may not, and another {@link IOException} when the place does not
 * answer; what may pass is tried again for some seconds before. Messages name the file, never credentials.
 */
public interface DataPath {

    /** The last part of the name. */
    String name();

    /**
     * A path below this one.
     *
     * @throws IllegalArgumentException when it is no name, see {@link Data#path}
     */
    DataPath resolve(String below);

    /** The file as it is now; empty when there is none. */
    Optional<DataEntry> find() throws IOException;

    /** Whether there is a file of this name; a folder is none. */
    default boolean exists() throws IOException {
        return find().isPresent();
    }

    /** How many bytes it has; -1 when a web server does not tell. */
    default long size() throws IOException {
        return find().orElseThrow(() -> new NoSuchFileException(toString())).sizeBytes();
    }

    /**
     * The files below this path, in folders of it too, in the order of their names; empty when there are none.
     *
     * @throws UnsupportedOperationException of a web server, which does not tell
     */
    List<DataPath> list() throws IOException;

    /** Opens it, as it is now. The stream throws in place of ending when bytes are missing or are others. */
    InputStream newInputStream() throws IOException;

    /** Its bytes, all in memory. */
    default byte[] readAllBytes() throws IOException {
        try (InputStream in = newInputStream()) {
            return in.readAllBytes();
        }
    }

    /**
     * Its text.
     *
     * @throws CharacterCodingException when it is not UTF-8
     */
    default String readString() throws IOException {
        StringBuilder text = new StringBuilder();
        char[] buffer = new char[8192];
        try (Reader in = new InputStreamReader(newInputStream(), UTF_8.newDecoder())) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                text.append(buffer, 0, n);
            }
        }
        return text.toString();
    }

    /** The lines of its text. */
    default List<String> readAllLines() throws IOException {
        return readString().lines().toList();
    }

    /**
     * Writes it, in place of what is there. It is seen when the writing has ended well; when that throws, nothing has
     * changed. (So there is no {@code newOutputStream}: what is written in {@code try (…)} is closed, and would be seen
     * by half, when the writing fails.)
     *
     * @throws UnsupportedOperationException of a web server
     */
    void write(DataWriting writing) throws IOException;

    /** Writes bytes, in place of what is there. */
    default void write(byte[] bytes) throws IOException {
        write(out -> out.write(bytes));
    }

    /** Writes a text, in place of what is there. */
    default void writeString(CharSequence text) throws IOException {
        write(text.toString().getBytes(UTF_8));
    }

    /**
     * Writes it unless there is one already. Of several who do so at once, one succeeds.
     *
     * @return whether it was written
     * @throws UnsupportedOperationException of a web server
     */
    boolean writeNew(DataWriting writing) throws IOException;

    /** Copies it to another path, of whatever place, in place of what is there. */
    default void copyTo(DataPath target) throws IOException {
        target.write(out -> {
            try (InputStream in = newInputStream()) {
                long ignored = in.transferTo(out);
            }
        });
    }

    /** SHA-256 of its bytes, in lower hexadecimal digits; reads all of it. */
    String sha256() throws IOException;

    /**
     * Deletes it.
     *
     * @return whether it was there
     * @throws UnsupportedOperationException of a web server
     */
    boolean delete() throws IOException;

    /**
     * The whole of it as {@link Data#path} takes it, such as {@code gs://bucket/data/x.csv}; for messages and XComs.
     */
    @Override
    String toString();
}
