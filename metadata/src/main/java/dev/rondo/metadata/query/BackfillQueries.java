package dev.rondo.metadata.query;

import static dev.rondo.metadata.jooq.Tables.ASKED_STRETCH;
import static dev.rondo.metadata.jooq.Tables.BACKFILL;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static org.jooq.impl.DSL.count;

import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.dagrun.TaskIds;
import dev.rondo.metadata.jooq.tables.records.BackfillRecord;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Backfills, as the API shows them. */
public final class BackfillQueries {

    private final Transactions transactions;

    public BackfillQueries(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * A backfill; {@code conf} is a JSON object.
     *
     * @param onlyTasks the tasks that it is of; empty: all
     * @param runs how many of its runs are in a state, by state
     */
    public record BackfillRow(
            long id,
            String dagId,
            Instant from,
            Instant to,
            String conf,
            boolean paused,
            String reprocess,
            boolean backwards,
            int maxActiveRuns,
            Instant createdAt,
            @Nullable Instant completedAt,
            Instant updatedAt,
            @Nullable String triggeredBy,
            List<String> onlyTasks,
            Map<String, Integer> runs) {}

    /** When the timetable class of a DAG told of a stretch that it was asked for; empty: not yet. */
    public Optional<Instant> findTold(String dagId, Instant first, Instant last) {
        return transactions.call(db -> db.select(ASKED_STRETCH.TOLD_AT)
                .from(ASKED_STRETCH)
                .where(
                        ASKED_STRETCH.DAG_ID.eq(dagId),
                        ASKED_STRETCH.FIRST_DATE.eq(first),
                        ASKED_STRETCH.LAST_DATE.eq(last),
                        ASKED_STRETCH.TOLD_AT.isNotNull())
                .fetchOptional(ASKED_STRETCH.TOLD_AT));
    }

    /** What may be asked of backfills. */
    public static final Filters FILTERS =
            Filters.of(Filters.ofDags(BACKFILL.DAG_ID), Filters.is("dag_id", BACKFILL.DAG_ID));

    /** By what backfills are ordered; otherwise the newest first. */
    public static final Orders ORDERS = Orders.of(
            "-id",
            Map.of(
                    "id", BACKFILL.BACKFILL_ID,
                    "dag_id", BACKFILL.DAG_ID,
                    "from_date", BACKFILL.FROM_DATE,
                    "to_date", BACKFILL.TO_DATE,
                    "created_at", BACKFILL.CREATED_AT,
                    "completed_at", BACKFILL.COMPLETED_AT),
            BACKFILL.BACKFILL_ID);

    /** Lists backfills. */
    public Listed<BackfillRow> list(Wanted wanted, Ordered order, Page page) {
        Condition where = wanted.condition();
        return transactions.call(db -> new Listed<>(
                rowsOf(
                        db,
                        db.selectFrom(BACKFILL)
                                .where(where)
                                .orderBy(order.fields())
                                .limit(page.limit())
                                .offset(page.offset())
                                .fetch()),
                db.fetchCount(BACKFILL, where)));
    }

    /** One backfill. */
    public Optional<BackfillRow> find(long id) {
        return transactions
                .call(db -> rowsOf(
                        db,
                        db.selectFrom(BACKFILL)
                                .where(BACKFILL.BACKFILL_ID.eq(id))
                                .fetch()))
                .stream()
                .findFirst();
    }

    private static List<BackfillRow> rowsOf(DSLContext db, List<BackfillRecord> records) {
        // By the index dag_run_all_of_backfill.
        Map<Long, Map<String, Integer>> runs = new HashMap<>();
        db.select(DAG_RUN.BACKFILL_ID, DAG_RUN.STATE, count())
                .from(DAG_RUN)
                .where(DAG_RUN.BACKFILL_ID.in(
                        records.stream().map(BackfillRecord::getBackfillId).toList()))
                .groupBy(DAG_RUN.BACKFILL_ID, DAG_RUN.STATE)
                .forEach(row -> runs.computeIfAbsent(row.value1(), id -> new TreeMap<>())
                        .put(row.value2(), row.value3()));
        return records.stream()
                .map(each -> rowOf(each, runs.getOrDefault(each.getBackfillId(), Map.of())))
                .toList();
    }

    private static BackfillRow rowOf(BackfillRecord r, Map<String, Integer> runs) {
        return new BackfillRow(
                r.getBackfillId(),
                r.getDagId(),
                r.getFromDate(),
                r.getToDate(),
                r.getConf(),
                r.getIsPaused(),
                r.getReprocess(),
                r.getIsBackwards(),
                r.getMaxActiveRuns(),
                r.getCreatedAt(),
                r.getCompletedAt(),
                r.getUpdatedAt(),
                r.getTriggeredBy(),
                TaskIds.listed(r.getOnlyTasks()),
                runs);
    }
}
