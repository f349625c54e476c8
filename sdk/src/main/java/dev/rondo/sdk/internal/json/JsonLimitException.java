package dev.rondo.sdk.internal.json;

/** What is being written exceeds a limit: it nests too deep (perhaps in a circle) or is too long. */
public final class JsonLimitException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean depth;

    JsonLimitException(String message, boolean depth) {
        super(message);
        this.depth = depth;
    }

    /** Whether the depth was exceeded; otherwise the length was. */
    public boolean isDepth() {
        return depth;
    }
}
