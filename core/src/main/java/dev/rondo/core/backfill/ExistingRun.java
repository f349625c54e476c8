package dev.rondo.core.backfill;

import dev.rondo.core.state.RunState;
import java.time.Instant;
import java.util.Objects;

/** A run that is there before the backfill; one without a logical date is of no interest to it. */
public record ExistingRun(String runId, Instant logicalDate, RunState state) {

    public ExistingRun {
        Objects.requireNonNull(runId);
        Objects.requireNonNull(logicalDate);
        Objects.requireNonNull(state);
    }
}
