package dev.rondo.sdk;

import java.util.List;
import java.util.stream.Collectors;

/** A DAG that cannot be loaded, with everything that is wrong with it. */
public final class DagInvalidException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /** With at least one problem. */
    public DagInvalidException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** All problems, in the order they were found. */
    public List<Problem> problems() {
        return problems;
    }
}
