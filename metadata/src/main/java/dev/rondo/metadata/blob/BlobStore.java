package dev.rondo.metadata.blob;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** A store of bytes, each under the SHA-256 of its content: the same bytes are kept once and never change. */
public interface BlobStore {

    /**
     * Keeps what the stream gives, whose hash must be the one named.
     *
     * <p>When it returns the bytes are durable. Two writers of the same bytes at once do no harm.
     *
     * @param hash SHA-256, lower case hex
     * @throws IOException when it cannot be written, or when the bytes have another hash: then nothing is kept
     */
    void put(String hash, InputStream content) throws IOException;

    /** Opens the bytes of that hash; empty when the store has none. */
    Optional<Blob> find(String hash) throws IOException;

    /**
     * Bytes opened for reading; the caller closes the stream.
     *
     * @param sizeBytes how many the stream gives
     */
    record Blob(InputStream content, long sizeBytes) {}
}
