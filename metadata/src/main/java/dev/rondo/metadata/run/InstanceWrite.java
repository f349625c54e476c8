package dev.rondo.metadata.run;

import dev.rondo.core.state.Instance;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an instance becomes.
 *
 * @param reason stable code of why it is in its state; null: the state says it
 * @param at when the change was decided
 * @param scheduled it became ready for a slot
 * @param worker null: it was not given to a worker; otherwise to which
 * @param end null: no try ended
 * @param fresh what the last try left (message, exit code, rendered fields) is forgotten
 */
public record InstanceWrite(
        long runNo,
        String taskId,
        Instance instance,
        @Nullable String reason,
        Instant at,
        boolean scheduled,
        @Nullable String worker,
        @Nullable TryEnd end,
        boolean fresh) {

    /**
     * What a worker said about the end of a try or look.
     *
     * @param mapName name of a mapped instance; null: its index
     * @param rendered templated fields after rendering, JSON object
     * @param firstLookAt kept for the next look; null: none follows
     * @param lookState kept for the next look
     */
    public record TryEnd(
            @Nullable String message,
            @Nullable Integer exitCode,
            @Nullable String mapName,
            @Nullable String rendered,
            @Nullable Instant firstLookAt,
            @Nullable String lookState) {}

    /** The first look at which a try or look ended; null: none. */
    <T extends @Nullable Object> @Nullable T ofEnd(java.util.function.Function<TryEnd, T> part) {
        return end == null ? null : part.apply(end);
    }
}
