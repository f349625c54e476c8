package dev.rondo.sdk;

/** Thrown by a body that knows another try would fail as well: the task fails for good, whatever its retries. */
public class FailWithoutRetryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With the reason. */
    public FailWithoutRetryException(String message) {
        super(message);
    }

    /** With the reason and what caused it. */
    public FailWithoutRetryException(String message, Throwable cause) {
        super(message, cause);
    }
}
