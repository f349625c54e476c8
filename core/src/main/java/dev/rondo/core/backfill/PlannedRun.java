package dev.rondo.core.backfill;

import dev.rondo.core.timetable.RunInfo;
import java.time.Instant;
import java.util.Locale;

/** What a backfill does about one logical date. */
public sealed interface PlannedRun {

    /** Place in the backfill, from 1; runs go in this order. */
    int ordinal();

    Instant logicalDate();

    /** A new run of type backfill, queued. */
    record Created(int ordinal, String runId, RunInfo run) implements PlannedRun {
        @Override
        public Instant logicalDate() {
            return run.logicalDate();
        }
    }

    /**
     * An existing run is cleared, whole, and becomes this backfill's: type backfill, queued, with the backfill's conf.
     * It keeps its id and its dates.
     */
    record Cleared(int ordinal, ExistingRun run) implements PlannedRun {
        @Override
        public Instant logicalDate() {
            return run.logicalDate();
        }
    }

    /** An existing run is left as it is. */
    record NotCreated(int ordinal, ExistingRun run, Reason reason) implements PlannedRun {
        @Override
        public Instant logicalDate() {
            return run.logicalDate();
        }
    }

    /** Why an existing run is left as it is. */
    enum Reason {
        /** It is finished, and {@link Reprocess} spares it. */
        ALREADY_EXISTS,
        /** It is queued or running. */
        IN_FLIGHT;

        /** The words of the API. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }
}
