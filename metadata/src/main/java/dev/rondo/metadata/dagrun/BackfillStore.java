package dev.rondo.metadata.dagrun;

import static dev.rondo.metadata.jooq.Tables.BACKFILL;
import static dev.rondo.metadata.jooq.Tables.BACKFILL_TAKE_OVER;
import static dev.rondo.metadata.jooq.Tables.DAG;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import dev.rondo.core.state.RunState;
import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.sets.Columns;
import dev.rondo.metadata.sets.SetStatement;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Backfills as they are made, paused and ended. */
public final class BackfillStore {

    private static final Condition IS_FINISHED =
            DAG_RUN.STATE.in(inline(RunState.SUCCESS.wireName()), inline(RunState.FAILED.wireName()));

    private final Transactions transactions;
    private final SetStatement<TakeOver> choose;

    public BackfillStore(Transactions transactions) {
        this.transactions = transactions;
        Columns<TakeOver> given = new Columns<TakeOver>()
                .bigint("run_no", TakeOver::runNo)
                .bigint("backfill_id", TakeOver::backfillId)
                .integer("ordinal", TakeOver::ordinal)
                .optionalBigint("version_id", TakeOver::versionId);
        this.choose = new SetStatement<>(
                given,
                insertInto(
                                BACKFILL_TAKE_OVER,
                                BACKFILL_TAKE_OVER.RUN_NO,
                                BACKFILL_TAKE_OVER.BACKFILL_ID,
                                BACKFILL_TAKE_OVER.ORDINAL,
                                BACKFILL_TAKE_OVER.VERSION_ID)
                        .select(select(
                                        given.bigint("run_no"),
                                        given.bigint("backfill_id"),
                                        given.integer("ordinal"),
                                        given.bigint("version_id"))
                                .from(given.given())
                                .join(DAG_RUN)
                                .on(DAG_RUN.RUN_NO.eq(given.bigint("run_no")))
                                .where(IS_FINISHED))
                        .onConflictDoNothing()
                        .returningResult(BACKFILL_TAKE_OVER.RUN_NO));
    }

    /**
     * A finished run that a backfill does again.
     *
     * @param ordinal its place in the backfill
     * @param versionId it is moved to this version of its DAG; null: it keeps its own
     */
    public record TakeOver(
            long runNo,
            long backfillId,
            int ordinal,
            @Nullable Long versionId) {}

    /** Enters a backfill; empty: another one of its DAG is not over. */
    public OptionalLong add(NewBackfill backfill, Instant now) {
        Long id = transactions.<@Nullable Long>call(db -> db.insertInto(BACKFILL)
                .set(BACKFILL.DAG_ID, backfill.dagId())
                .set(BACKFILL.FROM_DATE, backfill.from())
                .set(BACKFILL.TO_DATE, backfill.to())
                .set(BACKFILL.REPROCESS, backfill.reprocess())
                .set(BACKFILL.IS_BACKWARDS, backfill.backwards())
                .set(BACKFILL.MAX_ACTIVE_RUNS, backfill.maxActiveRuns())
                .set(BACKFILL.CONF, backfill.conf())
                .set(BACKFILL.IS_PAUSED, false)
                .set(BACKFILL.CREATED_AT, now)
                .set(BACKFILL.UPDATED_AT, now)
                .set(BACKFILL.TRIGGERED_BY, backfill.triggeredBy())
                .set(BACKFILL.ONLY_TASKS, TaskIds.joined(backfill.onlyTasks()))
                .onConflictDoNothing()
                .returningResult(BACKFILL.BACKFILL_ID)
                .fetchOne(BACKFILL.BACKFILL_ID));
        return id == null ? OptionalLong.empty() : OptionalLong.of(id);
    }

    /**
     * Chooses finished runs, which the engine takes over in their order, some at a time: until then each stays as it
     * is. One statement, however many there are.
     *
     * @return the numbers of those that are still finished
     */
    public Set<Long> choose(List<TakeOver> runs) {
        return new HashSet<>(transactions.call(db -> choose.query(db, runs, row -> row.getLong(1))));
    }

    /** Whether a backfill of the DAG is not over. */
    public boolean hasActive(String dagId) {
        return transactions.call(
                db -> db.fetchExists(BACKFILL, BACKFILL.DAG_ID.eq(dagId).and(BACKFILL.COMPLETED_AT.isNull())));
    }

    /** A backfill, as commands see it. */
    public record BackfillAt(long backfillId, String dagId) {}

    /** The backfill of that number. */
    public Optional<BackfillAt> find(long backfillId) {
        return transactions.call(db -> db.select(BACKFILL.BACKFILL_ID, BACKFILL.DAG_ID)
                .from(BACKFILL)
                .where(BACKFILL.BACKFILL_ID.eq(backfillId))
                .fetchOptional(r -> new BackfillAt(r.value1(), r.value2())));
    }

    /**
     * The runs of a backfill that had failed by then, and have not been done again, in its order: all of its runs are
     * looked at, by the index {@code dag_run_all_of_backfill}.
     */
    public List<RunAt> failedRuns(long backfillId, Instant by, int limit) {
        return transactions.call(db -> db.select(
                        DAG_RUN.RUN_NO,
                        DAG_RUN.RUN_ID,
                        DAG_RUN.STATE,
                        DAG_RUN.LOGICAL_DATE,
                        DAG_RUN.RUN_AFTER,
                        DAG_RUN.VERSION_ID)
                .from(DAG_RUN)
                .where(
                        DAG_RUN.BACKFILL_ID.eq(backfillId),
                        DAG_RUN.STATE.eq(RunState.FAILED.wireName()),
                        by.equals(Instant.MAX)
                                ? noCondition()
                                : DAG_RUN.END_DATE.isNull().or(DAG_RUN.END_DATE.le(by)))
                .orderBy(DAG_RUN.BACKFILL_ORDINAL)
                .limit(limit)
                .fetch(r -> new RunAt(r.value1(), r.value2(), r.value3(), r.value4(), r.value5(), r.value6())));
    }

    /**
     * Pauses a backfill or lets it go on; false when it is over, or not there.
     *
     * <p>Whoever starts runs holds their DAG: it is waited for, so that what it starts has started before the pause,
     * and what starts after this has read it. The backfill first, as all lock.
     */
    public boolean pause(long backfillId, boolean paused, Instant now) {
        return transactions.call(db -> {
            String dagId = db.update(BACKFILL)
                    .set(BACKFILL.IS_PAUSED, paused)
                    .set(BACKFILL.UPDATED_AT, now)
                    .where(BACKFILL.BACKFILL_ID.eq(backfillId), BACKFILL.COMPLETED_AT.isNull())
                    .returningResult(BACKFILL.DAG_ID)
                    .fetchOne(BACKFILL.DAG_ID);
            if (dagId == null) {
                return false;
            }
            var _ = db.select(DAG.DAG_ID)
                    .from(DAG)
                    .where(DAG.DAG_ID.eq(dagId))
                    .forNoKeyUpdate()
                    .fetch();
            return true;
        });
    }

    /**
     * Ends a backfill: its queued runs fail, and those that it has not yet taken over stay as they are; false when it
     * is over, or not there.
     */
    public boolean cancel(long backfillId, Instant now) {
        return transactions.call(db -> {
            int ended = db.update(BACKFILL)
                    .set(BACKFILL.COMPLETED_AT, now)
                    .set(BACKFILL.UPDATED_AT, now)
                    .where(BACKFILL.BACKFILL_ID.eq(backfillId), BACKFILL.COMPLETED_AT.isNull())
                    .execute();
            if (ended == 0) {
                return false;
            }
            db.deleteFrom(BACKFILL_TAKE_OVER)
                    .where(BACKFILL_TAKE_OVER.BACKFILL_ID.eq(backfillId))
                    .execute();
            db.update(DAG_RUN)
                    .set(DAG_RUN.STATE, RunState.FAILED.wireName())
                    .set(DAG_RUN.REASON, "backfill_cancelled")
                    .set(DAG_RUN.END_DATE, now)
                    .set(DAG_RUN.ROW_VERSION, DAG_RUN.ROW_VERSION.plus(1))
                    .where(DAG_RUN.BACKFILL_ID.eq(backfillId), DAG_RUN.STATE.eq(RunState.QUEUED.wireName()))
                    .execute();
            return true;
        });
    }

    /** Ends the backfills none of whose runs is under way, or waits to be taken over, any more. */
    public int finish(Instant now) {
        return finish(noCondition(), now);
    }

    /** Ends the backfill of a DAG, if none of its runs is under way, or waits to be taken over, any more. */
    public boolean finish(String dagId, Instant now) {
        return finish(BACKFILL.DAG_ID.eq(dagId), now) > 0;
    }

    private int finish(Condition which, Instant now) {
        return transactions.call(db -> {
            // Locked first: an update that had to wait for a retry would judge the runs as they were before it.
            List<Long> open = db.select(BACKFILL.BACKFILL_ID)
                    .from(BACKFILL)
                    .where(BACKFILL.COMPLETED_AT.isNull(), which)
                    .orderBy(BACKFILL.BACKFILL_ID)
                    .forNoKeyUpdate()
                    .fetch(BACKFILL.BACKFILL_ID);
            return open.isEmpty() ? 0 : finish(db, open, now);
        });
    }

    private static int finish(DSLContext db, List<Long> backfillIds, Instant now) {
        return db.update(BACKFILL)
                .set(BACKFILL.COMPLETED_AT, now)
                .set(BACKFILL.UPDATED_AT, now)
                .where(
                        BACKFILL.BACKFILL_ID.in(backfillIds),
                        BACKFILL.COMPLETED_AT.isNull(),
                        notExists(selectOne()
                                .from(DAG_RUN)
                                .where(
                                        // By the index dag_run_in_places.
                                        DAG_RUN.DAG_ID.eq(BACKFILL.DAG_ID),
                                        DAG_RUN.BACKFILL_ID.eq(BACKFILL.BACKFILL_ID),
                                        DAG_RUN.STATE.in(RunState.QUEUED.wireName(), RunState.RUNNING.wireName()))),
                        notExists(selectOne()
                                .from(BACKFILL_TAKE_OVER)
                                .where(BACKFILL_TAKE_OVER.BACKFILL_ID.eq(BACKFILL.BACKFILL_ID))))
                .execute();
    }
}
