package dev.rondo.sdk.internal.template;

/**
 * How large things in a template may get. A template fills a text field; what needs more is computed in a task, and a
 * slip such as {@code 'x' * 10 ** 9} must not fill a task host's heap.
 */
final class Limits {

    /** Characters of a text, elements of a list. */
    static final int MAX_SIZE = 1_000_000;

    /** Characters of a whole rendered text. */
    static final int MAX_OUTPUT = 10_000_000;

    /** Bits of a whole number. */
    static final int MAX_BITS = 20_000;

    private Limits() {}

    static void requireSize(long size) {
        if (size > MAX_SIZE) {
            throw new TemplateException(
                    "a value of more than " + MAX_SIZE + " characters or elements; compute this in a task");
        }
    }

    static void requireOutput(long length) {
        if (length > MAX_OUTPUT) {
            throw new TemplateException("a text of more than " + MAX_OUTPUT + " characters");
        }
    }
}
