package dev.rondo.metadata.telemetry;

import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.DAG_VERSION;
import static dev.rondo.metadata.jooq.Tables.TELEMETRY;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;

import dev.rondo.metadata.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;

/**
 * What waits to be told to a receiver. Whoever tells claims some of it, tells it outside any transaction and deletes
 * it; what one that died had claimed is there again when its claim is over.
 */
public final class TelemetryStore {

    private final Transactions transactions;
    private final Duration claim;

    /**
     * What waits in a database.
     *
     * @param claim how long what was claimed is not given to others
     */
    public TelemetryStore(Transactions transactions, Duration claim) {
        this.transactions = transactions;
        this.claim = claim;
    }

    /**
     * Takes the oldest that wait, so that nobody else has them before the claim is over. What is deleted is skipped.
     */
    public List<TelemetryRow> claim(Receiver receiver, Instant now, int limit) {
        return transactions.call(db -> {
            // By the index telemetry_waiting; what others have claimed is little, and passed over.
            List<Long> ids = db.select(TELEMETRY.TELEMETRY_ID)
                    .from(TELEMETRY)
                    .where(TELEMETRY.RECEIVER.eq(receiver.wireName()), TELEMETRY.NEXT_AT.le(now))
                    .orderBy(TELEMETRY.TELEMETRY_ID)
                    .limit(limit)
                    .forUpdate()
                    .skipLocked()
                    .fetch(TELEMETRY.TELEMETRY_ID);
            if (ids.isEmpty()) {
                return List.of();
            }
            db.deleteFrom(TELEMETRY)
                    .where(TELEMETRY.TELEMETRY_ID.in(ids))
                    .andNotExists(db.selectOne().from(DAG_RUN).where(DAG_RUN.RUN_NO.eq(TELEMETRY.RUN_NO)))
                    .execute();
            db.update(TELEMETRY)
                    .set(TELEMETRY.NEXT_AT, now.plus(claim))
                    .where(TELEMETRY.TELEMETRY_ID.in(ids))
                    .execute();
            return read(db, ids);
        });
    }

    private static List<TelemetryRow> read(DSLContext db, List<Long> ids) {
        return db.select(TELEMETRY.fields())
                .select(
                        DAG_RUN.DAG_ID,
                        DAG_RUN.RUN_ID,
                        DAG_RUN.RUN_TYPE,
                        DAG_RUN.LOGICAL_DATE,
                        DAG_RUN.DATA_INTERVAL_START,
                        DAG_RUN.DATA_INTERVAL_END,
                        DAG_RUN.RUN_AFTER,
                        DAG_RUN.VERSION_ID)
                .from(TELEMETRY)
                .join(DAG_RUN)
                .on(DAG_RUN.RUN_NO.eq(TELEMETRY.RUN_NO))
                .where(TELEMETRY.TELEMETRY_ID.in(ids))
                .orderBy(TELEMETRY.TELEMETRY_ID)
                .fetch(row -> new TelemetryRow(
                        row.get(TELEMETRY.TELEMETRY_ID),
                        Moment.ofWireName(row.get(TELEMETRY.MOMENT)),
                        new TelemetryRow.Run(
                                row.get(TELEMETRY.RUN_NO),
                                row.get(DAG_RUN.DAG_ID),
                                row.get(DAG_RUN.RUN_ID),
                                row.get(DAG_RUN.RUN_TYPE),
                                row.get(DAG_RUN.LOGICAL_DATE),
                                row.get(DAG_RUN.DATA_INTERVAL_START),
                                row.get(DAG_RUN.DATA_INTERVAL_END),
                                row.get(DAG_RUN.RUN_AFTER),
                                row.get(DAG_RUN.VERSION_ID)),
                        row.get(TELEMETRY.CLEAR_NUMBER),
                        row.get(TELEMETRY.TASK_ID),
                        row.get(TELEMETRY.MAP_INDEX),
                        row.get(TELEMETRY.TRY_NUMBER),
                        row.get(TELEMETRY.LOST_TRIES),
                        row.get(TELEMETRY.STATE),
                        row.get(TELEMETRY.REASON),
                        row.get(TELEMETRY.QUEUED_AT),
                        row.get(TELEMETRY.START_DATE),
                        row.get(TELEMETRY.END_DATE)));
    }

    /** It is over with these: they were told, or never will be. */
    public void over(Collection<Long> ids) {
        transactions.run(db ->
                db.deleteFrom(TELEMETRY).where(TELEMETRY.TELEMETRY_ID.in(ids)).execute());
    }

    /** These could not be told: anybody may try it again at once. */
    public void release(Collection<Long> ids, Instant now) {
        transactions.run(db -> db.update(TELEMETRY)
                .set(TELEMETRY.NEXT_AT, now)
                .where(TELEMETRY.TELEMETRY_ID.in(ids))
                .execute());
    }

    /**
     * Forgets the oldest of what waits, beyond so many.
     *
     * @return how many were forgotten
     */
    public int trim(Receiver receiver, int most) {
        return transactions.call(db -> db.deleteFrom(TELEMETRY)
                .where(TELEMETRY.RECEIVER.eq(receiver.wireName()))
                .and(TELEMETRY.TELEMETRY_ID.le(select(TELEMETRY.TELEMETRY_ID)
                        .from(TELEMETRY)
                        .where(TELEMETRY.RECEIVER.eq(receiver.wireName()))
                        .orderBy(TELEMETRY.TELEMETRY_ID.desc())
                        .offset(inline(most))
                        .limit(inline(1))))
                .execute());
    }

    /** The graph of a version of a DAG. */
    public Optional<String> graph(long versionId) {
        return transactions.call(db -> db.select(DAG_VERSION.GRAPH)
                .from(DAG_VERSION)
                .where(DAG_VERSION.VERSION_ID.eq(versionId))
                .fetchOptional(DAG_VERSION.GRAPH));
    }
}
