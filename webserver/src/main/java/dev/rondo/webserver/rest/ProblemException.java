package dev.rondo.webserver.rest;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** A request that is refused, in words for the caller. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    /**
     * A refusal.
     *
     * @param status HTTP status
     * @param code stable, such as {@code DAG_NOT_FOUND}
     * @param detail what, where, and how to mend it
     */
    public ProblemException(int status, String code, String detail) {
        super(detail);
        this.status = status;
        this.code = code;
    }

    /** Something named in the path does not exist. */
    public static ProblemException notFound(String code, String detail) {
        return new ProblemException(404, code, detail);
    }

    /** A parameter or field whose value cannot be used. */
    public static ProblemException invalid(String name, String detail) {
        return new ProblemException(422, "INVALID_PARAMETER", name + ": " + detail);
    }

    /** A parameter or field with a value that is not one of a few. */
    public static ProblemException notAllowed(String name, String value, Collection<String> allowed) {
        return invalid(name, "'" + value + "' is not one of " + String.join(", ", allowed));
    }

    /** The same, of one step of several: what the steps before it did is told, too. */
    public ProblemException after(String done) {
        return new ProblemException(status, code, done + ": " + detail());
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    /** What, where, and how to mend it. */
    public String detail() {
        @Nullable String message = getMessage();
        return message == null ? code : message;
    }
}
