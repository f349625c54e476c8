package dev.rondo.metadata.why;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that holds a run or a task instance back, or that has settled that it does not run.
 *
 * @param code stable, such as {@code upstream_unfinished}
 * @param text one sentence with the values that matter, and what mends it
 * @param becomes the final state that it gets without running; null: it waits
 * @param earliest when it may go by itself at the earliest; null: it waits for an event
 * @param data the values by name
 * @param blocking rows that hold it back, some {@link WhyStore#MAX_BLOCKING} of them at most
 */
public record Answer(
        String code,
        String text,
        @Nullable String becomes,
        @Nullable Instant earliest,
        Map<String, String> data,
        List<Blocking> blocking) {
    public Answer {
        data = Map.copyOf(data);
        blocking = List.copyOf(blocking);
    }

    /**
     * A run, or an instance in it.
     *
     * @param taskId null: the run as a whole
     * @param mapIndex null: the run as a whole; -1: not mapped
     * @param state null: nothing is decided yet
     */
    public record Blocking(
            String dagId,
            String runId,
            @Nullable String taskId,
            @Nullable Integer mapIndex,
            @Nullable String state) {}
}
