package dev.rondo.metadata;

/**
 * The database could not be reached, or the connection broke before the commit was asked for. Nothing was changed;
 * worth another try later.
 */
public final class DatabaseUnavailableException extends RuntimeException {

    public DatabaseUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
