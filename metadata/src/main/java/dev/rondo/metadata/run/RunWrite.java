package dev.rondo.metadata.run;

import dev.rondo.core.state.RunState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a run becomes.
 *
 * @param reason stable code; null: the states of its tasks say it
 * @param timeoutAt when its own timeout comes; null: never
 * @param queuedAt when it was queued (again); null: as it was
 */
public record RunWrite(
        long runNo,
        RunState state,
        @Nullable String reason,
        long versionId,
        @Nullable Instant startDate,
        @Nullable Instant endDate,
        @Nullable Instant timeoutAt,
        @Nullable Instant queuedAt,
        int clearNumber) {}
