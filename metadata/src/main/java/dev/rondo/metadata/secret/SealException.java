package dev.rondo.metadata.secret;

/** A secret cannot be sealed or opened here; the message says what is to be done and holds no secret. */
public final class SealException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SealException(String message) {
        super(message);
    }

    public SealException(String message, Throwable cause) {
        super(message, cause);
    }
}
