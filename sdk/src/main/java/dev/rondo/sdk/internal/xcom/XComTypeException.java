package dev.rondo.sdk.internal.xcom;

import java.util.List;
import java.util.stream.Collectors;

/** A type cannot be passed between tasks. Carries every reason, not the first. */
public final class XComTypeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<XComProblem> problems;

    XComTypeException(List<XComProblem> problems) {
        super(problems.stream().map(XComProblem::toString).collect(Collectors.joining("; ")));
        this.problems = List.copyOf(problems);
    }

    /** All problems, in the order of the type's text; at least one. */
    public List<XComProblem> problems() {
        return problems;
    }
}
