package dev.rondo.storage;

/**
 * An object as it was seen.
 *
 * @param generation changes whenever the bytes are written, and is never 0
 * @param crc32c of the bytes
 */
public record BucketObject(String name, long generation, long sizeBytes, int crc32c) {}
