package dev.rondo.core.dagrun;

import java.util.List;

/** A request for a manual run that cannot be met; names every problem with its mend. */
public final class InvalidTriggerException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    InvalidTriggerException(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /** One sentence for each problem. */
    public List<String> problems() {
        return problems;
    }
}
