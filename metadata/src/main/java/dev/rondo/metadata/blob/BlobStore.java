package dev.rondo.metadata.blob;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A store of bytes, each under the SHA-256 of its content: the same bytes are kept once and never change. */
public interface BlobStore {

    /**
     * Keeps what the stream gives, whose hash must be the one named.
     *
     * <p>When it returns the bytes are durable, and stay at least as long as {@link #keep} says. Two writers of the
     * same bytes at once do no harm.
     *
     * @param hash SHA-256, lower case hex
     * @throws IOException when it cannot be written, or when the bytes have another hash: then nothing is kept
     */
    void put(String hash, InputStream content) throws IOException;

    /**
     * Makes a blob one that was put just now, so that nobody clears it away before it is referred to.
     *
     * @return whether the store has it
     */
    boolean keep(String hash) throws IOException;

    /** By the store's own clock. A bucket does not like to be asked every second. */
    Instant now() throws IOException;

    /**
     * The blobs that nobody has put since a moment.
     *
     * @param first what their hashes begin with: a part of them, because there may be very many
     * @param before by the store's own clock
     */
    List<Old> old(String first, Instant before) throws IOException;

    /** A blob that was put long ago. */
    interface Old {
        String hash();

        long sizeBytes();

        /**
         * Deletes it, unless somebody has put it again since it was listed.
         *
         * @return whether it is gone, by this or by another who clears away
         */
        boolean delete() throws IOException;
    }

    /** Opens the bytes of that hash; empty when the store has none. */
    Optional<Blob> find(String hash) throws IOException;

    /**
     * Bytes opened for reading; the caller closes the stream.
     *
     * @param sizeBytes how many the stream gives
     */
    record Blob(InputStream content, long sizeBytes) {}
}
