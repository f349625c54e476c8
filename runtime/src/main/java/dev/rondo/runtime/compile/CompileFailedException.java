package dev.rondo.runtime.compile;

import java.util.List;
import java.util.stream.Collectors;

/** A source file that does not compile; carries every error. */
public final class CompileFailedException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient List<CompileProblem> problems;

    CompileFailedException(String fileName, List<CompileProblem> problems) {
        super(problems.stream().map(p -> p.text(fileName)).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** Every error, in the order of the compiler; at least one. */
    public List<CompileProblem> problems() {
        return problems;
    }
}
