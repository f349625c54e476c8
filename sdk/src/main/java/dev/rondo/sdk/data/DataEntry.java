package dev.rondo.sdk.data;

import java.time.Instant;

/**
 * A file as it was seen.
 *
 * @param sizeBytes -1 when the place does not tell
 * @param changedAt when it was written last, by the clock of the place
 */
public record DataEntry(long sizeBytes, Instant changedAt) {}
