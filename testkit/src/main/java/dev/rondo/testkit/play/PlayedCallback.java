package dev.rondo.testkit.play;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A callback that was called.
 *
 * @param taskId empty: of the DAG
 * @param kind {@code success, failure, retry, skipped} or {@code deadline-NAME}
 * @param problem what it threw; null: nothing
 */
public record PlayedCallback(
        String taskId, int mapIndex, String kind, @Nullable String problem, List<String> log) {
    public PlayedCallback {
        log = List.copyOf(log);
    }
}
