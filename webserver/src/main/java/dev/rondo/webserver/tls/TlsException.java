package dev.rondo.webserver.tls;

/** A certificate or key that the server cannot use; the message says which, why and what to do. */
public final class TlsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TlsException(String message) {
        super(message);
    }

    TlsException(String message, Throwable cause) {
        super(message, cause);
    }
}
