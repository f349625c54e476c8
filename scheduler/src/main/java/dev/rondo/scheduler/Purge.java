package dev.rondo.scheduler;

import dev.rondo.metadata.control.OldRuns;
import dev.rondo.metadata.control.RetentionStore;
import dev.rondo.metadata.partition.PartitionStore;
import dev.rondo.scheduler.engine.CrashPoint;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what is over for longer than it is kept: answered commands, callbacks and emails that are done, processes and
 * workers that are gone, without which a table of each grows as long as the installation lives; and runs, where
 * somebody said for how long these are kept.
 */
final class Purge {

    // Some 10 ms each; whoever writes to these tables meanwhile does not notice.
    private static final int ROWS_AT_ONCE = 1_000;

    // What is left is deleted the next time: a chore is not to hold up the others.
    private static final int BATCHES_AT_ONCE = 20;

    private static final Logger LOG = LoggerFactory.getLogger(Purge.class);

    private final RetentionStore store;
    private final OldRuns runs;
    private final PartitionStore partitions;
    private final Scheduler.Kept kept;
    private final InstantSource clock;
    private final CrashPoint.Injector crashes;

    Purge(RetentionStore store, OldRuns runs, PartitionStore partitions, Scheduler.Kept kept, InstantSource clock) {
        this(store, runs, partitions, kept, clock, CrashPoint.Injector.NONE);
    }

    Purge(
            RetentionStore store,
            OldRuns runs,
            PartitionStore partitions,
            Scheduler.Kept kept,
            InstantSource clock,
            CrashPoint.Injector crashes) {
        this.store = store;
        this.runs = runs;
        this.partitions = partitions;
        this.kept = kept;
        this.clock = clock;
        this.crashes = crashes;
    }

    /** Deletes some of what is over. */
    void pass() {
        Instant now = clock.instant();
        if (!kept.rest().isZero()) {
            tell(kept.rest(), deleteRest(now.minus(kept.rest())));
        }
        if (!kept.runs().isZero()) {
            tell(kept.runs(), deleteRuns(now.minus(kept.runs())));
        }
    }

    private Map<String, Integer> deleteRest(Instant before) {
        Map<String, Integer> deleted = new LinkedHashMap<>();
        delete(deleted, "commands", ROWS_AT_ONCE, () -> store.deleteCommands(before, ROWS_AT_ONCE));
        delete(deleted, "callbacks", ROWS_AT_ONCE, () -> store.deleteOutbox(before, ROWS_AT_ONCE));
        delete(deleted, "telemetry", ROWS_AT_ONCE, () -> store.deleteTelemetry(before, ROWS_AT_ONCE));
        delete(deleted, "processes", ROWS_AT_ONCE, () -> store.deleteJobs(before, ROWS_AT_ONCE));
        delete(deleted, "workers", ROWS_AT_ONCE, () -> store.deleteWorkers(before, ROWS_AT_ONCE));
        return deleted;
    }

    private Map<String, Integer> deleteRuns(Instant before) {
        OldRuns.Choice old = new OldRuns.Choice(before, Set.of());
        Map<String, Integer> deleted = new LinkedHashMap<>();
        delete(deleted, "runs", OldRuns.AT_ONCE, () -> runs.delete(old, OldRuns.AT_ONCE));
        int unused = partitions.dropUnused();
        if (unused > 0) {
            deleted.put("partitions", unused);
        }
        return deleted;
    }

    private static void tell(Duration kept, Map<String, Integer> deleted) {
        if (!deleted.isEmpty()) {
            LOG.atInfo()
                    .addKeyValue("days", kept.toDays())
                    .log("what is over for longer than it is kept was deleted: {}", deleted);
        }
    }

    private void delete(Map<String, Integer> deleted, String what, int atOnce, IntSupplier batch) {
        int all = 0;
        for (int number = 0; number < BATCHES_AT_ONCE; number++) {
            int some = batch.getAsInt();
            crashes.at(CrashPoint.AFTER_ROWS_DELETED);
            all += some;
            if (some < atOnce) {
                break;
            }
        }
        if (all > 0) {
            deleted.put(what, all);
        }
    }
}
