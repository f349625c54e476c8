package dev.rondo.storage;

import java.time.Instant;

/** An object as it was seen; which version of it that was, only its bucket knows. */
public interface StoredFile {

    String name();

    long sizeBytes();

    /** When it was written or touched last, by the bucket's clock. */
    Instant changedAt();
}
