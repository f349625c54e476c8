package dev.rondo.scheduler;

import dev.rondo.metadata.control.RetentionStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what is over for longer than it is kept: answered commands, callbacks and emails that are done, processes and
 * workers that are gone. Without it a table of each grows as long as the installation lives. Runs are never touched.
 */
final class Purge {

    // Some 10 ms each; whoever writes to these tables meanwhile does not notice.
    private static final int ROWS_AT_ONCE = 1_000;

    // What is left is deleted the next time: a chore is not to hold up the others.
    private static final int BATCHES_AT_ONCE = 20;

    private static final Logger LOG = LoggerFactory.getLogger(Purge.class);

    private final RetentionStore store;
    private final Duration retention;
    private final InstantSource clock;

    /** @param retention zero: nothing is ever deleted */
    Purge(RetentionStore store, Duration retention, InstantSource clock) {
        this.store = store;
        this.retention = retention;
        this.clock = clock;
    }

    /** Deletes some of what is over. */
    void pass() {
        if (retention.isZero()) {
            return;
        }
        Instant before = clock.instant().minus(retention);
        Map<String, Integer> deleted = new LinkedHashMap<>();
        delete(deleted, "commands", () -> store.deleteCommands(before, ROWS_AT_ONCE));
        delete(deleted, "callbacks", () -> store.deleteOutbox(before, ROWS_AT_ONCE));
        delete(deleted, "processes", () -> store.deleteJobs(before, ROWS_AT_ONCE));
        delete(deleted, "workers", () -> store.deleteWorkers(before, ROWS_AT_ONCE));
        if (!deleted.isEmpty()) {
            LOG.atInfo()
                    .addKeyValue("days", retention.toDays())
                    .log("what is over for longer than it is kept was deleted: {}", deleted);
        }
    }

    private static void delete(Map<String, Integer> deleted, String what, IntSupplier batch) {
        int all = 0;
        for (int number = 0; number < BATCHES_AT_ONCE; number++) {
            int some = batch.getAsInt();
            all += some;
            if (some < ROWS_AT_ONCE) {
                break;
            }
        }
        if (all > 0) {
            deleted.put(what, all);
        }
    }
}
