package dev.rondo.metadata.run;

import dev.rondo.core.state.TaskState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A try that goes into history before its instance's row is used for the next. What is null here is taken from that
 * row, which is as the last transaction left it.
 *
 * @param state how the try ended
 */
public record PastTry(
        long runNo,
        String taskId,
        int mapIndex,
        @Nullable TaskState state,
        @Nullable Instant startDate,
        @Nullable Instant endDate,
        @Nullable String reason,
        InstanceWrite.@Nullable TryEnd end) {

    <T extends @Nullable Object> @Nullable T ofEnd(java.util.function.Function<InstanceWrite.TryEnd, T> part) {
        return end == null ? null : part.apply(end);
    }
}
