package dev.rondo.runtime.compile;

import java.util.List;
import java.util.stream.Collectors;

/** A source file that does not compile; carries every error. */
public final class CompileFailedException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient List<CompileProblem> problems;
    private final String text;

    private CompileFailedException(String text, List<CompileProblem> problems) {
        super(text);
        this.text = text;
        this.problems = List.copyOf(problems);
    }

    static CompileFailedException of(String fileName, List<CompileProblem> problems) {
        return new CompileFailedException(
                problems.stream().map(p -> p.text(fileName)).collect(Collectors.joining("\n")), problems);
    }

    /** Every error as compilers print it. */
    public String text() {
        return text;
    }

    /** Every error, in the order of the compiler; at least one. */
    public List<CompileProblem> problems() {
        return problems;
    }
}
