package dev.rondo.storage;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Why a bucket did not do what it was asked. */
public final class BucketException extends IOException {

    /** Of what kind it is. */
    public enum Kind {
        /** The bucket does not answer, or not with what it should: it may do so later. */
        UNREACHABLE,
        /** These credentials may not do it, or there are none. */
        FORBIDDEN,
        /** There is no such bucket. */
        MISSING,
        /** The object has another generation than the one named, or is gone. */
        CHANGED
    }

    private final Kind kind;

    /** An error; the message has no credentials in it. */
    public BucketException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
