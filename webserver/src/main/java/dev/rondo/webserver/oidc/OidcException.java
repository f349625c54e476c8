package dev.rondo.webserver.oidc;

/** Why somebody was not signed in, for them to read. */
final class OidcException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;

    OidcException(int status, String message) {
        super(message);
        this.status = status;
    }

    OidcException(int status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    int status() {
        return status;
    }
}
