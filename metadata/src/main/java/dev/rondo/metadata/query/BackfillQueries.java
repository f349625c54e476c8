package dev.rondo.metadata.query;

import static dev.rondo.metadata.jooq.Tables.BACKFILL;
import static org.jooq.impl.DSL.noCondition;

import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.jooq.tables.records.BackfillRecord;
import java.time.Instant;
import java.util.Optional;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;

/** Backfills, as the API shows them. */
public final class BackfillQueries {

    private final Transactions transactions;

    public BackfillQueries(Transactions transactions) {
        this.transactions = transactions;
    }

    /** A backfill; {@code conf} is a JSON object. */
    public record BackfillRow(
            long id,
            String dagId,
            Instant from,
            Instant to,
            String conf,
            boolean paused,
            String reprocess,
            int maxActiveRuns,
            Instant createdAt,
            @Nullable Instant completedAt,
            Instant updatedAt) {}

    /** Backfills, the newest first; of a DAG, or of all when {@code dagId} is null. */
    public Listed<BackfillRow> list(@Nullable String dagId, Page page) {
        Condition where = dagId == null ? noCondition() : BACKFILL.DAG_ID.eq(dagId);
        return transactions.call(db -> new Listed<>(
                db.selectFrom(BACKFILL)
                        .where(where)
                        .orderBy(BACKFILL.BACKFILL_ID.desc())
                        .limit(page.limit())
                        .offset(page.offset())
                        .fetch(BackfillQueries::rowOf),
                db.fetchCount(BACKFILL, where)));
    }

    /** One backfill. */
    public Optional<BackfillRow> find(long id) {
        return transactions.call(
                db -> db.selectFrom(BACKFILL).where(BACKFILL.BACKFILL_ID.eq(id)).fetchOptional(BackfillQueries::rowOf));
    }

    private static BackfillRow rowOf(BackfillRecord r) {
        return new BackfillRow(
                r.getBackfillId(),
                r.getDagId(),
                r.getFromDate(),
                r.getToDate(),
                r.getConf(),
                r.getIsPaused(),
                r.getReprocess(),
                r.getMaxActiveRuns(),
                r.getCreatedAt(),
                r.getCompletedAt(),
                r.getUpdatedAt());
    }
}
