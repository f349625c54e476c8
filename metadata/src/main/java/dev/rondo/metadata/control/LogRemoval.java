package dev.rondo.metadata.control;

import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.LOG_REMOVAL;
import static dev.rondo.metadata.jooq.Tables.OUTBOX;
import static dev.rondo.metadata.jooq.Tables.TASK_INSTANCE;
import static dev.rondo.metadata.jooq.Tables.TASK_TRY;
import static org.jooq.impl.DSL.currentInstant;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;

import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.crash.CrashPoint;
import dev.rondo.metadata.log.LogStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.types.DayToSecond;
import org.jspecify.annotations.Nullable;

/**
 * Removes the logs of runs and DAGs that are deleted, after that is committed: a bucket may be slow, or away, and a
 * transaction does not wait for it. What is to be removed is written with the deletion, so that whoever dies over it
 * leaves it to the next. A run that has the id of a deleted one by then keeps its own logs.
 */
public final class LogRemoval {

    // Nobody else is at it meanwhile. After that somebody may be at the same, which does no harm.
    private static final Duration CLAIM = Duration.ofMinutes(1);

    private final Transactions transactions;
    private final LogStore logs;
    private final CrashPoint.Injector crashes;

    public LogRemoval(Transactions transactions, LogStore logs) {
        this(transactions, logs, CrashPoint.Injector.NONE);
    }

    /** The same, for tests of what a killed process leaves. */
    public LogRemoval(Transactions transactions, LogStore logs, CrashPoint.Injector crashes) {
        this.transactions = transactions;
        this.logs = logs;
        this.crashes = crashes;
    }

    /**
     * Logs that are to be removed.
     *
     * @param runId null: of all runs of the DAG
     */
    private record Asked(long id, String dagId, @Nullable String runId) {
        String words() {
            return (runId == null ? "" : "run '" + runId + "' of ") + "dag '" + dagId + "'";
        }
    }

    /** Has the logs of a run removed when the transaction is committed, or of a DAG, where the run is null. */
    static void ask(DSLContext db, String dagId, @Nullable String runId) {
        db.insertInto(LOG_REMOVAL)
                .set(LOG_REMOVAL.DAG_ID, dagId)
                .set(LOG_REMOVAL.RUN_ID, runId)
                .execute();
    }

    /**
     * Removes some of what is to be removed and nobody else is at.
     *
     * @param limit of how many runs and DAGs
     * @return of how many; fewer than the limit: there are no more
     * @throws UncheckedIOException when logs cannot be removed; they are tried again after those behind them
     */
    public int pass(int limit) {
        int removed = 0;
        for (Optional<Asked> next = claim(); next.isPresent(); next = removed < limit ? claim() : Optional.empty()) {
            remove(next.get());
            removed++;
        }
        return removed;
    }

    /** Index: log_removal_next. */
    private Optional<Asked> claim() {
        return transactions.call(db -> db.update(LOG_REMOVAL)
                .set(LOG_REMOVAL.NEXT_AT, currentInstant().add(inline(DayToSecond.valueOf(CLAIM))))
                .where(LOG_REMOVAL.LOG_REMOVAL_ID.eq(select(LOG_REMOVAL.LOG_REMOVAL_ID)
                        .from(LOG_REMOVAL)
                        .where(LOG_REMOVAL.NEXT_AT.le(currentInstant()))
                        .orderBy(LOG_REMOVAL.NEXT_AT, LOG_REMOVAL.LOG_REMOVAL_ID)
                        .limit(1)
                        .forUpdate()
                        .skipLocked()))
                .returningResult(LOG_REMOVAL.LOG_REMOVAL_ID, LOG_REMOVAL.DAG_ID, LOG_REMOVAL.RUN_ID)
                .fetchOptional(r -> new Asked(r.value1(), r.value2(), r.value3())));
    }

    private void remove(Asked asked) {
        String runId = asked.runId();
        try {
            if (runId == null) {
                logs.deleteDag(asked.dagId(), () -> inUse(asked));
            } else {
                logs.deleteRun(asked.dagId(), runId, () -> inUse(asked));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the logs of " + asked.words() + ", which is deleted, cannot be removed; that is tried again every"
                            + " minute: " + e,
                    e);
        }
        crashes.at(CrashPoint.LOGS_REMOVED);
        transactions.run(db -> db.deleteFrom(LOG_REMOVAL)
                .where(LOG_REMOVAL.LOG_REMOVAL_ID.eq(asked.id()))
                .execute());
    }

    /** Dispatches of runs that have the ids now. */
    private Set<Long> inUse(Asked asked) {
        String runId = asked.runId();
        return transactions.call(db -> {
            List<Long> runs = db.select(DAG_RUN.RUN_NO)
                    .from(DAG_RUN)
                    .where(DAG_RUN.DAG_ID.eq(asked.dagId()), runId == null ? noCondition() : DAG_RUN.RUN_ID.eq(runId))
                    .fetch(DAG_RUN.RUN_NO);
            return runs.isEmpty()
                    ? Set.of()
                    : db.select(TASK_INSTANCE.DISPATCH_ID)
                            .from(TASK_INSTANCE)
                            .where(TASK_INSTANCE.RUN_NO.in(runs))
                            .union(select(TASK_TRY.DISPATCH_ID).from(TASK_TRY).where(TASK_TRY.RUN_NO.in(runs)))
                            .union(select(OUTBOX.DISPATCH_ID).from(OUTBOX).where(OUTBOX.RUN_NO.in(runs)))
                            .fetchSet(TASK_INSTANCE.DISPATCH_ID);
        });
    }
}
