package dev.rondo.core.state;

import dev.rondo.core.dagrun.RunType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a run from its creation on and does not change.
 *
 * @param nextRunAfter when the run that follows it in its schedule is due; needed only where the graph has a
 *     {@code LATEST_ONLY} task; null: none follows
 * @param ignoresPast whether it is the first of its backfill
 * @param part which tasks it is of
 * @param past what the run before it says; asked only where the graph has tasks that depend on the past
 */
public record RunFacts(
        RunType runType,
        @Nullable Instant logicalDate,
        @Nullable Instant dataIntervalEnd,
        @Nullable Instant nextRunAfter,
        boolean ignoresPast,
        RunPart part,
        RunView.PastRun past) {

    /** The facts of a run of all tasks. */
    public RunFacts(
            RunType runType,
            @Nullable Instant logicalDate,
            @Nullable Instant dataIntervalEnd,
            @Nullable Instant nextRunAfter,
            boolean ignoresPast,
            RunView.PastRun past) {
        this(runType, logicalDate, dataIntervalEnd, nextRunAfter, ignoresPast, RunPart.WHOLE, past);
    }

    /** Of a manual run without a date: nothing depends on time or past. */
    public static final RunFacts UNDATED = new RunFacts(RunType.MANUAL, null, null, null, false, NoPast.INSTANCE);

    /** Of a run that is dated by a moment and has no run before it. */
    public static RunFacts dated(RunType runType, Instant logicalDate) {
        return new RunFacts(runType, logicalDate, logicalDate, null, false, NoPast.INSTANCE);
    }

    /** The same after another run. */
    public RunFacts after(RunView.PastRun before) {
        return new RunFacts(runType, logicalDate, dataIntervalEnd, nextRunAfter, ignoresPast, part, before);
    }
}
