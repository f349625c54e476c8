package dev.rondo.runtime.compile;

/**
 * One error of the compiler.
 *
 * @param line 1 or more; 0: none in particular
 * @param source the text of that line; empty: none
 */
public record CompileProblem(int line, int column, String message, String source) {

    /** The problem as compilers print it. */
    public String text(String fileName) {
        StringBuilder text = new StringBuilder(fileName);
        if (line > 0) {
            text.append(':').append(line);
        }
        text.append(": ").append(message);
        if (!source.isEmpty()) {
            text.append("\n    ").append(source);
            if (column > 0) {
                text.append("\n    ").append(" ".repeat(column - 1)).append('^');
            }
        }
        return text.toString();
    }
}
