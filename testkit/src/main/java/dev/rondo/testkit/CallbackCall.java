package dev.rondo.testkit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A callback of the DAG or of a task that was called.
 *
 * @param taskId empty: of the DAG
 * @param mapIndex which instance of a mapped task; -1: not mapped
 * @param kind {@code success, failure, retry, skipped} or {@code deadline-NAME}
 * @param problem what it threw; null: nothing
 * @param log lines that it logged by its context or printed
 */
public record CallbackCall(
        String taskId, int mapIndex, String kind, @Nullable String problem, List<String> log) {

    public CallbackCall {
        log = List.copyOf(log);
    }
}
