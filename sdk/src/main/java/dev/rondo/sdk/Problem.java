package dev.rondo.sdk;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a DAG.
 *
 * @param code stable name of the kind of problem
 * @param dagId the DAG
 * @param taskId full id of the task or group; null: the DAG as a whole
 * @param where file and line of the definition, such as {@code Census.java:31}; null: not known
 * @param message what is wrong, with the values
 * @param mend how to mend it
 */
public record Problem(
        ProblemCode code,
        String dagId,
        @Nullable String taskId,
        @Nullable String where,
        String message,
        String mend) {

    /** One line: {@code DAG_HAS_CYCLE: dag 'census' (Census.java:31): … ; …}. */
    @Override
    public String toString() {
        var text =
                new StringBuilder(code.name()).append(": dag '").append(dagId).append('\'');
        if (taskId != null) {
            text.append(", task '").append(taskId).append('\'');
        }
        if (where != null) {
            text.append(" (").append(where).append(')');
        }
        return text.append(": ").append(message).append("; ").append(mend).toString();
    }
}
