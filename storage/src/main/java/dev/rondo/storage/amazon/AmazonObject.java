package dev.rondo.storage.amazon;

import dev.rondo.storage.StoredFile;
import java.time.Instant;
import java.util.Optional;

/**
 * An object as it was seen.
 *
 * @param etag is another when the bytes are; with its quotes
 * @param crc32c of the bytes, where the bucket has one of the whole and was asked for this object alone
 */
public record AmazonObject(String name, String etag, long sizeBytes, Optional<Integer> crc32c, Instant changedAt)
        implements StoredFile {}
