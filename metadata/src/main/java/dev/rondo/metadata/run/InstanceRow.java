package dev.rondo.metadata.run;

import dev.rondo.core.state.TaskState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task instance as the engine loads it; the fields are those of {@link dev.rondo.core.state.Instance}, with the id of
 * the task in place of its number, and what only dispatching needs.
 *
 * @param firstLookAt of a sensor: when the first look of the try began
 * @param lookState of a sensor: what it asked to be given back, JSON
 */
public record InstanceRow(
        long runNo,
        String taskId,
        int mapIndex,
        TaskState state,
        int tryNumber,
        int maxTries,
        int lostTries,
        long dispatchId,
        @Nullable String workerId,
        @Nullable Instant nextAt,
        @Nullable Instant startDate,
        @Nullable Instant endDate,
        int resultLength,
        @Nullable List<String> followed,
        @Nullable Instant firstLookAt,
        @Nullable String lookState) {}
