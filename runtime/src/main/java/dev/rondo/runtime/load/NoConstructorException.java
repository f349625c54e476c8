package dev.rondo.runtime.load;

/** A DAG class that nobody can make an instance of; the message says how to mend it. */
public final class NoConstructorException extends Exception {

    private static final long serialVersionUID = 1;

    NoConstructorException(String message, Throwable cause) {
        super(message, cause);
    }
}
