package dev.rondo.storage.secret;

/** A secret backend does not answer, or refuses; the message names it, says how to mend it, and holds no secret. */
public final class SecretBackendException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SecretBackendException(String message) {
        super(message);
    }
}
