package dev.rondo.sdk.internal.xcom;

import org.jspecify.annotations.Nullable;

/**
 * A value cannot be sent, or what was sent cannot be read as the type expected. The message names the place within the
 * value and its type; the caller, who knows them, adds task and key with {@link #describe}.
 */
public final class XComException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Code code;
    private final String detail;
    private final StringBuilder path = new StringBuilder();
    private String typeName = "";

    XComException(Code code, String detail) {
        this(code, detail, null);
    }

    XComException(Code code, String detail, @Nullable Throwable cause) {
        super(detail, cause);
        this.code = code;
        this.detail = detail;
    }

    static XComException mismatch(String detail) {
        return new XComException(Code.XCOM_MISMATCH, detail);
    }

    static XComException unsupported(String detail) {
        return new XComException(Code.XCOM_VALUE_UNSUPPORTED, detail);
    }

    /** Puts a step before the path; each level adds its own while the exception passes through. */
    XComException inside(String step) {
        path.insert(0, step);
        return this;
    }

    XComException ofType(String name) {
        typeName = name;
        return this;
    }

    /** Which kind of failure it is. */
    public Code code() {
        return code;
    }

    /** Place within the value, such as {@code .models[3].uri}; empty for the value itself. */
    public String path() {
        return path.toString();
    }

    /** What is wrong, without place and type. */
    String detail() {
        return detail;
    }

    /** The whole sentence: {@code task 'train', XCom 'return_value', type Model, at .uri: …}. */
    public String describe(String taskId, String key) {
        return "task '" + taskId + "', XCom '" + key + "', " + getMessage();
    }

    @Override
    public String getMessage() {
        return (typeName.isEmpty() ? "value" : "type " + typeName)
                + (path.isEmpty() ? "" : ", at " + path)
                + ": "
                + detail;
    }

    /** The stable codes of these failures. */
    public enum Code {
        /** The value holds something that its type allows but that cannot be sent. */
        XCOM_VALUE_UNSUPPORTED,
        /** The value is longer than allowed. */
        XCOM_TOO_LARGE,
        /** The value nests too deep, or contains itself. */
        XCOM_TOO_DEEP,
        /** What was sent is not a value of the type expected. */
        XCOM_MISMATCH,
        /** The record's constructor refused what was sent. */
        XCOM_REJECTED
    }
}
