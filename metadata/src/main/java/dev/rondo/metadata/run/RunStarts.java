package dev.rondo.metadata.run;

import static dev.rondo.metadata.jooq.Tables.BACKFILL;
import static dev.rondo.metadata.jooq.Tables.BACKFILL_TAKE_OVER;
import static dev.rondo.metadata.jooq.Tables.DAG;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.array;
import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.lateral;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.update;
import static org.jooq.impl.DSL.when;

import dev.rondo.core.state.RunState;
import dev.rondo.metadata.jooq.tables.DagRun;
import dev.rondo.metadata.sets.ReadyStatement;
import dev.rondo.sdk.RunStrategy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.Param;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.impl.SQLDataType;

/**
 * Which queued runs may start. A run waits for its time, for its DAG to be unpaused, and for a place: among the DAG's
 * active runs, or among those of its backfill. By the index {@code dag_run_active}.
 */
final class RunStarts {

    /** Why a run failed that gave way to a newer one and never began. */
    static final String SUPERSEDED = "superseded";

    private static final String QUEUED = RunState.QUEUED.wireName();
    private static final String RUNNING = RunState.RUNNING.wireName();

    private static final Param<String[]> DAG_IDS = param("dag_ids", SQLDataType.VARCHAR.array());
    private static final Param<Instant> NOW = param("now", SQLDataType.INSTANT);

    private final ReadyStatement lock = new ReadyStatement(select(DAG.DAG_ID, DAG.RUN_STRATEGY)
            .from(DAG)
            .where(DAG.DAG_ID.eq(any(DAG_IDS)))
            .orderBy(DAG.DAG_ID)
            .forNoKeyUpdate());

    private final ReadyStatement take = take(ofDags().unionAll(ofBackfills()));

    /** Returns those of them under latest_only, whose waiting runs supersede each other. */
    Set<String> lockDags(DSLContext context, SortedSet<String> dagIds) {
        Set<String> latestOnly = new HashSet<>();
        var _ = lock.query(
                context,
                row -> row.getString(2).equals(RunStrategy.LATEST_ONLY.wireName()) && latestOnly.add(row.getString(1)),
                (Object) dagIds.toArray(String[]::new));
        return latestOnly;
    }

    /** Answers the new version of each that may start, by its number. */
    SortedMap<Long, Long> startable(DSLContext context, SortedSet<String> dagIds, InstantSource clock) {
        SortedMap<Long, Long> versions = new TreeMap<>();
        if (dagIds.isEmpty()) {
            return versions;
        }
        // Counted in statements of their own: a statement does not see what was committed while it waited for a lock.
        Set<String> latestOnly = lockDags(context, dagIds);
        Instant now = clock.instant();
        if (!latestOnly.isEmpty()) {
            supersede(context, latestOnly, now);
        }
        String[] ids = dagIds.toArray(String[]::new);
        // As the text has them: twice for the runs of DAGs, of which some wait for those before them, and once for
        // those of backfills.
        var _ = take.query(context, row -> versions.put(row.getLong(1), row.getLong(2)), now, now, ids, now, ids);
        return versions;
    }

    // An array, and no join: how many there are is not known, and by the planner's guess a backfill has so many that it
    // would read all runs of all DAGs.
    private static ReadyStatement take(Select<Record1<Long>> picked) {
        return new ReadyStatement(update(DAG_RUN)
                .set(DAG_RUN.ROW_VERSION, DAG_RUN.ROW_VERSION.add(inline(1)))
                .where(DAG_RUN.RUN_NO.eq(any(array(picked))))
                .returning(DAG_RUN.RUN_NO, DAG_RUN.ROW_VERSION));
    }

    private static Select<Record1<Long>> ofDags() {
        DagRun queued = DAG_RUN.as("queued");
        DagRun active = DAG_RUN.as("active");
        Field<Integer> limit = when(DAG.RUN_STRATEGY.eq(inline(RunStrategy.PARALLEL.wireName())), DAG.MAX_ACTIVE_RUNS)
                .otherwise(inline(1));
        Field<Integer> running = selectCount()
                .from(active)
                .where(active.DAG_ID.eq(DAG.DAG_ID))
                .and(active.STATE.eq(inline(RUNNING)))
                .and(active.BACKFILL_ID.isNull())
                .asField();
        var next = lateral(queuedRuns(queued)
                        .and(queued.DAG_ID.eq(DAG.DAG_ID))
                        .and(queued.BACKFILL_ID.isNull())
                        .and(notHeldByFailure(queued))
                        .and(firstInLine(queued))
                        .orderBy(inOrder(queued))
                        .limit(greatest(limit.minus(running), inline(0)))
                        .forNoKeyUpdate()
                        .skipLocked())
                .as("next");
        return select(next.field(queued.RUN_NO))
                .from(DAG, next)
                .where(DAG.DAG_ID.eq(any(DAG_IDS)))
                .and(DAG.IS_PAUSED.isFalse());
    }

    /**
     * In their order: none goes before one that is yet to be taken over, which may have been asked for as what comes
     * before it. A backfill that is over, paused or not, holds none of its runs back: they were cleared since.
     */
    private static Select<Record1<Long>> ofBackfills() {
        DagRun queued = DAG_RUN.as("queued");
        DagRun active = DAG_RUN.as("active");
        Field<Integer> running = selectCount()
                .from(active)
                .where(active.DAG_ID.eq(BACKFILL.DAG_ID))
                .and(active.STATE.eq(inline(RUNNING)))
                .and(active.BACKFILL_ID.eq(BACKFILL.BACKFILL_ID))
                .asField();
        var next = lateral(queuedRuns(queued)
                        .and(queued.DAG_ID.eq(BACKFILL.DAG_ID))
                        .and(queued.BACKFILL_ID.eq(BACKFILL.BACKFILL_ID))
                        .andNotExists(select(inline(1))
                                .from(BACKFILL_TAKE_OVER)
                                .where(BACKFILL_TAKE_OVER.BACKFILL_ID.eq(queued.BACKFILL_ID))
                                .and(BACKFILL_TAKE_OVER.ORDINAL.lt(queued.BACKFILL_ORDINAL)))
                        .orderBy(queued.BACKFILL_ORDINAL)
                        .limit(greatest(BACKFILL.MAX_ACTIVE_RUNS.minus(running), inline(0)))
                        .forNoKeyUpdate()
                        .skipLocked())
                .as("next");
        return select(next.field(queued.RUN_NO))
                .from(BACKFILL.join(DAG).on(DAG.DAG_ID.eq(BACKFILL.DAG_ID)), next)
                .where(BACKFILL.DAG_ID.eq(any(DAG_IDS)))
                .and(BACKFILL.IS_PAUSED.isFalse().or(BACKFILL.COMPLETED_AT.isNotNull()))
                .and(DAG.IS_PAUSED.isFalse());
    }

    private static org.jooq.SelectConditionStep<Record1<Long>> queuedRuns(DagRun queued) {
        return select(queued.RUN_NO)
                .from(queued)
                .where(queued.STATE.eq(inline(QUEUED)))
                .and(queued.RUN_AFTER.le(NOW));
    }

    private static List<OrderField<?>> inOrder(DagRun queued) {
        return List.of(queued.RUN_AFTER, queued.RUN_NO);
    }

    /** In the same order; runs that a calendar moves to one moment are told apart by their numbers. */
    private static Condition isBefore(DagRun one, DagRun other) {
        return row(one.RUN_AFTER, one.RUN_NO).lt(row(other.RUN_AFTER, other.RUN_NO));
    }

    /**
     * Under the sequential strategies: no older run waits. Another scheduler may have it locked, to find out that it
     * may not start it; skipping what is locked must not put the next one before it.
     */
    private static Condition firstInLine(DagRun queued) {
        DagRun older = DAG_RUN.as("older");
        return DAG.RUN_STRATEGY
                .notIn(
                        inline(RunStrategy.SEQUENTIAL.wireName()),
                        inline(RunStrategy.SEQUENTIAL_UNTIL_FAILURE.wireName()))
                .or(notExists(select(inline(1))
                        .from(older)
                        .where(older.DAG_ID.eq(queued.DAG_ID))
                        .and(older.STATE.eq(inline(QUEUED)))
                        .and(older.BACKFILL_ID.isNull())
                        .and(older.RUN_AFTER.le(NOW))
                        .and(isBefore(older, queued))));
    }

    /** Under sequential_until_failure: the newest finished run before it did not fail. */
    private static Condition notHeldByFailure(DagRun queued) {
        DagRun before = DAG_RUN.as("before");
        Field<String> outcome = select(before.STATE)
                .from(before)
                .where(before.DAG_ID.eq(queued.DAG_ID))
                .and(isBefore(before, queued))
                .and(before.STATE.in(inline(RunState.SUCCESS.wireName()), inline(RunState.FAILED.wireName())))
                .orderBy(before.RUN_AFTER.desc(), before.RUN_NO.desc())
                .limit(inline(1))
                .asField();
        return DAG.RUN_STRATEGY
                .ne(inline(RunStrategy.SEQUENTIAL_UNTIL_FAILURE.wireName()))
                .or(outcome.isDistinctFrom(inline(RunState.FAILED.wireName())));
    }

    /** Under latest_only: of what waits only the newest stays, the others fail without having begun. */
    private static void supersede(DSLContext context, Set<String> dagIds, Instant now) {
        DagRun older = DAG_RUN.as("older");
        DagRun newer = DAG_RUN.as("newer");
        var picked = select(older.RUN_NO)
                .from(older)
                .join(DAG)
                .on(DAG.DAG_ID.eq(older.DAG_ID))
                .where(DAG.DAG_ID.in(dagIds))
                .and(DAG.IS_PAUSED.isFalse())
                .and(older.STATE.eq(inline(QUEUED)))
                .and(older.BACKFILL_ID.isNull())
                .andExists(select(inline(1))
                        .from(newer)
                        .where(newer.DAG_ID.eq(older.DAG_ID))
                        .and(newer.STATE.eq(inline(QUEUED)))
                        .and(newer.BACKFILL_ID.isNull())
                        .and(newer.RUN_AFTER.le(now))
                        .and(isBefore(older, newer)))
                .forNoKeyUpdate()
                .of(older)
                .skipLocked()
                .asTable("picked");
        context.update(DAG_RUN)
                .set(DAG_RUN.STATE, RunState.FAILED.wireName())
                .set(DAG_RUN.REASON, SUPERSEDED)
                .set(DAG_RUN.END_DATE, now)
                .set(DAG_RUN.ROW_VERSION, DAG_RUN.ROW_VERSION.add(inline(1)))
                .from(picked)
                .where(DAG_RUN.RUN_NO.eq(picked.field(older.RUN_NO)))
                .execute();
    }
}
