package dev.rondo.sdk.internal.params;

import java.util.List;

/** What a run was triggered with does not fit the params of the DAG. Carries every problem, not the first. */
public final class ParamsException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    ParamsException(List<String> problems) {
        super("the conf does not fit the params: " + String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    ParamsException(List<String> problems, Throwable cause) {
        this(problems);
        initCause(cause);
    }

    /** Each as a sentence that begins with the param: {@code epochs: must be 1 or more, was 0}. At least one. */
    public List<String> problems() {
        return problems;
    }
}
