package dev.rondo.sdk.internal.xcom;

/**
 * Why a type cannot be passed between tasks.
 *
 * @param code which kind of problem
 * @param path where in the type it is, such as {@code .model.weights[]}; empty for the type itself
 * @param type the type that is the problem
 * @param problem what is wrong and how to mend it
 */
public record XComProblem(Code code, String path, String type, String problem) {

    /** The stable codes of these problems. */
    public enum Code {
        /** The type is not fully known where it was read, so the author must state it. */
        XCOM_TYPE_UNKNOWN,
        /** The type is known and is not one that can be passed. */
        XCOM_TYPE_UNSUPPORTED,
        /** Two classes of a sealed hierarchy have the same tag, or a tag is not well formed. */
        XCOM_TAG_INVALID
    }

    /** One sentence without the code; a caller puts {@code "task 'x' returns "} before it. */
    public String message() {
        return type + (path.isEmpty() ? "" : " (at " + path + ")") + ": " + problem;
    }

    @Override
    public String toString() {
        return code + ": " + message();
    }
}
