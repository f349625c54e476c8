package dev.rondo.metadata;

import org.jspecify.annotations.Nullable;

/** The database is not the one this release works with. The message says what to run. */
public final class SchemaException extends RuntimeException {

    public SchemaException(String message) {
        this(message, /* cause= */ null);
    }

    public SchemaException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
