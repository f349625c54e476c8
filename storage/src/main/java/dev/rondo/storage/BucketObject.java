package dev.rondo.storage;

import java.time.Instant;

/**
 * An object as it was seen.
 *
 * @param generation changes whenever the bytes are written, and is never 0
 * @param metageneration rises within a generation whenever the object is touched
 * @param crc32c of the bytes
 * @param changedAt when it was written or touched last, by the bucket's clock
 */
public record BucketObject(
        String name, long generation, long metageneration, long sizeBytes, int crc32c, Instant changedAt)
        implements StoredFile {}
