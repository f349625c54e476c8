package dev.rondo.sdk.internal.json;

/** A text is not JSON, or exceeds a limit of the reader. The message names line and column, both counted from 1. */
public final class JsonException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    JsonException(String problem, int line, int column) {
        super("line " + line + ", column " + column + ": " + problem);
        this.line = line;
        this.column = column;
    }

    /** Line of the problem, from 1. */
    public int line() {
        return line;
    }

    /** Column of the problem in UTF-16 units, from 1. */
    public int column() {
        return column;
    }
}
