package dev.rondo.metadata.control;

import static dev.rondo.metadata.jooq.Tables.COMMAND;
import static dev.rondo.metadata.jooq.Tables.JOB;
import static dev.rondo.metadata.jooq.Tables.OUTBOX;
import static dev.rondo.metadata.jooq.Tables.TELEMETRY;
import static dev.rondo.metadata.jooq.Tables.WORKER;
import static org.jooq.impl.DSL.select;

import dev.rondo.core.command.Command;
import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.command.AuditTrail;
import java.time.Instant;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;

/**
 * Deletes what is over and of no use to anybody any more: never runs, nor what belongs to them. Each call deletes some
 * in a short transaction of its own; rows that another scheduler is deleting are passed over. Seldom called, and so
 * without an index of its own, which every writer would pay for.
 */
public final class RetentionStore {

    private final Transactions transactions;

    public RetentionStore(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Commands that were answered before a moment, apart from answers to approvals: who answered what is part of a run.
     *
     * @return how many were deleted
     */
    public int deleteCommands(Instant before, int limit) {
        return transactions.call(db -> {
            AuditTrail.forget(db);
            return delete(
                    db,
                    COMMAND,
                    COMMAND.COMMAND_ID,
                    COMMAND.DONE_AT.lt(before).and(COMMAND.KIND.ne(Command.AnswerApproval.class.getSimpleName())),
                    limit);
        });
    }

    /** Callbacks and emails that were over before a moment. */
    public int deleteOutbox(Instant before, int limit) {
        return delete(OUTBOX, OUTBOX.OUTBOX_ID, OUTBOX.DONE_AT.lt(before), limit);
    }

    /** What was to be told outside since before a moment, and nobody tells any more. */
    public int deleteTelemetry(Instant before, int limit) {
        return delete(TELEMETRY, TELEMETRY.TELEMETRY_ID, TELEMETRY.NEXT_AT.lt(before), limit);
    }

    /** Processes that have ended before a moment, or of which nothing was heard since. */
    public int deleteJobs(Instant before, int limit) {
        return delete(
                JOB,
                JOB.JOB_ID,
                JOB.ENDED_AT.lt(before).or(JOB.ENDED_AT.isNull().and(JOB.LATEST_HEARTBEAT.lt(before))),
                limit);
    }

    /** Workers that are gone, and whose leases were over before a moment. Tries that ran on them keep their ids. */
    public int deleteWorkers(Instant before, int limit) {
        return delete(WORKER, WORKER.WORKER_ID, WORKER.STATE.eq("gone").and(WORKER.LEASE_UNTIL.lt(before)), limit);
    }

    private <R extends Record, K> int delete(Table<R> table, TableField<R, K> key, Condition over, int limit) {
        return transactions.call(db -> delete(db, table, key, over, limit));
    }

    private static <R extends Record, K> int delete(
            DSLContext db, Table<R> table, TableField<R, K> key, Condition over, int limit) {
        return db.deleteFrom(table)
                .where(key.in(select(key)
                        .from(table)
                        .where(over)
                        .orderBy(key)
                        .limit(limit)
                        .forUpdate()
                        .skipLocked()))
                .execute();
    }
}
