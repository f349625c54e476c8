package dev.rondo.operators.standard;

/** A run or task elsewhere that a task waited for did not end well. */
public final class RunFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    RunFailedException(String message) {
        super(message);
    }
}
