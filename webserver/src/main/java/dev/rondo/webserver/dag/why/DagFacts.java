package dev.rondo.webserver.dag.why;

import dev.rondo.core.timetable.Timetables;
import dev.rondo.metadata.query.DagQueries.DagRow;
import dev.rondo.metadata.query.DagQueries.ImportErrorRow;
import dev.rondo.sdk.spec.DagSpec;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the rules judge by.
 *
 * @param importError why the newest file of the DAG did not take effect; null: it did
 * @param stored what its timetable class told of; nothing where it has none
 * @param runningRuns how many of its runs are running
 * @param queuedRuns how many of its runs wait
 */
public record DagFacts(
        DagRow dag,
        DagSpec spec,
        @Nullable ImportErrorRow importError,
        Timetables.Stored stored,
        int runningRuns,
        int queuedRuns,
        Instant now) {}
