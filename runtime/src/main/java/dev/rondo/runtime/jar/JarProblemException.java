package dev.rondo.runtime.jar;

/** A file that cannot be used as a DAG jar; the message says what, where and how to mend it. */
public final class JarProblemException extends Exception {

    private static final long serialVersionUID = 1;

    private final String code;

    public JarProblemException(String code, String message) {
        super(message);
        this.code = code;
    }

    public JarProblemException(String code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** Stable code, such as {@code JAR_UNREADABLE}. */
    public String code() {
        return code;
    }
}
