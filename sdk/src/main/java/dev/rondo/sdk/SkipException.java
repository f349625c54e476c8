package dev.rondo.sdk;

/** Thrown by a body that finds it has nothing to do: the task is skipped, and no retry used up. */
public class SkipException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With the reason, for the log and the page. */
    public SkipException(String message) {
        super(message);
    }
}
