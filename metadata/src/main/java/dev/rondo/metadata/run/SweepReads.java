package dev.rondo.metadata.run;

import static dev.rondo.metadata.jooq.Tables.BACKFILL_TAKE_OVER;
import static dev.rondo.metadata.jooq.Tables.DAG;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.OUTBOX;
import static dev.rondo.metadata.jooq.Tables.POOL;
import static dev.rondo.metadata.jooq.Tables.TASK_INSTANCE;
import static dev.rondo.metadata.jooq.Tables.WORKER;
import static dev.rondo.metadata.sets.ReadyStatement.moment;
import static java.util.stream.Collectors.toMap;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectDistinct;
import static org.jooq.impl.DSL.selectOne;

import dev.rondo.core.state.RunState;
import dev.rondo.core.state.TaskState;
import dev.rondo.metadata.sets.ReadyStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.impl.SQLDataType;

/**
 * What the slow sweep reads: only what is under way, by the partial indexes {@code task_instance_scheduled, _due} and
 * {@code _held}, {@code dag_run_open_all, _active} and {@code _timeout}. Made once, since nothing else is read for
 * ever.
 */
final class SweepReads {

    private static final List<Field<String>> WAITING =
            names(TaskState.UP_FOR_RETRY, TaskState.UP_FOR_RESCHEDULE, TaskState.DEFERRED);
    private static final List<Field<String>> WITH_WORKER =
            names(TaskState.QUEUED, TaskState.RUNNING, TaskState.RESTARTING);
    private static final List<Field<String>> UNDER_WAY = Stream.of(WAITING, WITH_WORKER, names(TaskState.SCHEDULED))
            .flatMap(List::stream)
            .toList();

    private static final Param<Long> LIMIT = param("limit", SQLDataType.BIGINT);
    private static final Param<Instant> UNTIL = param("until", SQLDataType.INSTANT);

    private final ReadyStatement pools =
            new ReadyStatement(select(POOL.NAME, POOL.SLOTS, POOL.USED_SLOTS, POOL.INCLUDE_DEFERRED)
                    .from(POOL)
                    .orderBy(POOL.NAME));

    private final ReadyStatement pausedDags =
            new ReadyStatement(select(DAG.DAG_ID).from(DAG).where(DAG.IS_PAUSED));

    private final ReadyStatement scheduledByRun = new ReadyStatement(select(TASK_INSTANCE.RUN_NO, count())
            .from(TASK_INSTANCE)
            .where(TASK_INSTANCE.STATE.eq(inline(TaskState.SCHEDULED.wireName())))
            .groupBy(TASK_INSTANCE.RUN_NO)
            .limit(LIMIT));

    private final ReadyStatement activeByRun = new ReadyStatement(select(TASK_INSTANCE.RUN_NO, count())
            .from(TASK_INSTANCE)
            .where(TASK_INSTANCE.STATE.in(WITH_WORKER))
            .groupBy(TASK_INSTANCE.RUN_NO)
            .limit(LIMIT));

    private final ReadyStatement dueInstances = new ReadyStatement(
            select(TASK_INSTANCE.NEXT_AT, TASK_INSTANCE.RUN_NO, TASK_INSTANCE.TASK_ID, TASK_INSTANCE.MAP_INDEX)
                    .from(TASK_INSTANCE)
                    .where(TASK_INSTANCE.STATE.in(WAITING))
                    .and(TASK_INSTANCE.NEXT_AT.lt(UNTIL))
                    .orderBy(TASK_INSTANCE.NEXT_AT)
                    .limit(LIMIT));

    private final ReadyStatement dueRuns = new ReadyStatement(select(DAG_RUN.TIMEOUT_AT, DAG_RUN.RUN_NO)
            .from(DAG_RUN)
            .where(DAG_RUN.STATE.eq(inline(RunState.RUNNING.wireName())))
            .and(DAG_RUN.TIMEOUT_AT.lt(UNTIL))
            .orderBy(DAG_RUN.TIMEOUT_AT)
            .limit(LIMIT));

    private final ReadyStatement stalled = new ReadyStatement(select(DAG_RUN.RUN_NO)
            .from(DAG_RUN)
            .where(DAG_RUN.STATE.eq(inline(RunState.RUNNING.wireName())))
            .and(notExists(selectOne()
                    .from(TASK_INSTANCE)
                    .where(TASK_INSTANCE.RUN_NO.eq(DAG_RUN.RUN_NO))
                    .and(TASK_INSTANCE.STATE.in(UNDER_WAY))))
            .limit(LIMIT));

    private final ReadyStatement dagsWithQueuedRuns = new ReadyStatement(selectDistinct(DAG_RUN.DAG_ID)
            .from(DAG_RUN)
            .join(DAG)
            .on(DAG.DAG_ID.eq(DAG_RUN.DAG_ID))
            .where(DAG_RUN.STATE.eq(inline(RunState.QUEUED.wireName())))
            .and(DAG_RUN.RUN_NO.gt(inline(0L)))
            .and(DAG_RUN.RUN_AFTER.le(UNTIL))
            .and(DAG.IS_PAUSED.isFalse()));

    private final ReadyStatement held = new ReadyStatement(select(
                    TASK_INSTANCE.WORKER_ID,
                    TASK_INSTANCE.RUN_NO,
                    DAG_RUN.DAG_ID,
                    TASK_INSTANCE.TASK_ID,
                    TASK_INSTANCE.MAP_INDEX,
                    TASK_INSTANCE.DISPATCH_ID,
                    TASK_INSTANCE.STATE)
            .from(TASK_INSTANCE)
            .join(DAG_RUN)
            .on(DAG_RUN.RUN_NO.eq(TASK_INSTANCE.RUN_NO))
            .where(TASK_INSTANCE.WORKER_ID.eq(any(param("workers", SQLDataType.VARCHAR.array()))))
            .and(TASK_INSTANCE.STATE.in(WITH_WORKER)));

    private final ReadyStatement waitingOf = new ReadyStatement(select(
                    TASK_INSTANCE.WORKER_ID,
                    TASK_INSTANCE.RUN_NO,
                    DAG_RUN.DAG_ID,
                    TASK_INSTANCE.TASK_ID,
                    TASK_INSTANCE.MAP_INDEX,
                    TASK_INSTANCE.DISPATCH_ID,
                    TASK_INSTANCE.STATE)
            .from(TASK_INSTANCE)
            .join(DAG_RUN)
            .on(DAG_RUN.RUN_NO.eq(TASK_INSTANCE.RUN_NO))
            .where(TASK_INSTANCE.STATE.in(WAITING))
            .and(TASK_INSTANCE.NEXT_AT.gt(UNTIL))
            .and(TASK_INSTANCE.STATE.eq(inline(TaskState.UP_FOR_RESCHEDULE.wireName())))
            .and(TASK_INSTANCE.WORKER_ID.eq(any(param("workers", SQLDataType.VARCHAR.array()))))
            .and(TASK_INSTANCE.LOOK_STATE.isNull()));

    private final ReadyStatement goneHolders = new ReadyStatement(selectDistinct(TASK_INSTANCE.WORKER_ID)
            .from(TASK_INSTANCE)
            .join(WORKER)
            .on(WORKER.WORKER_ID.eq(TASK_INSTANCE.WORKER_ID))
            .where(TASK_INSTANCE.STATE.in(WITH_WORKER))
            .and(WORKER.STATE.eq(inline("gone"))));

    private final ReadyStatement gone = new ReadyStatement(select(WORKER.WORKER_ID)
            .from(WORKER)
            .where(WORKER.WORKER_ID.eq(any(param("workers", SQLDataType.VARCHAR.array()))))
            .and(WORKER.STATE.eq(inline("gone")).or(WORKER.SCHEDULER_ID.ne(param("scheduler", SQLDataType.VARCHAR)))));

    private final ReadyStatement takeOvers = new ReadyStatement(
            select(BACKFILL_TAKE_OVER.RUN_NO).from(BACKFILL_TAKE_OVER).limit(inline(1)));

    private final ReadyStatement dueCallbacks = new ReadyStatement(select(OUTBOX.OUTBOX_ID)
            .from(OUTBOX)
            .where(Surroundings.waitingCallback(UNTIL))
            .limit(inline(1)));

    private static List<Field<String>> names(TaskState... states) {
        return Stream.of(states)
                .<Field<String>>map(state -> inline(state.wireName()))
                .toList();
    }

    List<PoolRow> pools(DSLContext context) {
        return pools.query(
                context, row -> new PoolRow(row.getString(1), row.getInt(2), row.getInt(3), row.getBoolean(4)));
    }

    Set<String> pausedDags(DSLContext context) {
        return Set.copyOf(pausedDags.query(context, row -> row.getString(1)));
    }

    private record OfRun(long runNo, int count) {}

    Map<Long, Integer> scheduledByRun(DSLContext context, long limit) {
        return byRun(scheduledByRun, context, limit);
    }

    Map<Long, Integer> activeByRun(DSLContext context, long limit) {
        return byRun(activeByRun, context, limit);
    }

    private static Map<Long, Integer> byRun(ReadyStatement statement, DSLContext context, long limit) {
        return statement.query(context, row -> new OfRun(row.getLong(1), row.getInt(2)), limit).stream()
                .collect(toMap(OfRun::runNo, OfRun::count));
    }

    List<DueRow> due(DSLContext context, Instant until, long limit) {
        List<DueRow> due = new ArrayList<>(dueInstances.query(
                context,
                row -> new DueRow(moment(row, 1), row.getLong(2), row.getString(3), row.getInt(4)),
                until,
                limit));
        due.addAll(dueRuns.query(context, row -> new DueRow(moment(row, 1), row.getLong(2), null, -1), until, limit));
        return due;
    }

    List<Long> stalled(DSLContext context, long limit) {
        return stalled.query(context, row -> row.getLong(1), limit);
    }

    Set<String> dagsWithQueuedRuns(DSLContext context, Instant now) {
        return Set.copyOf(dagsWithQueuedRuns.query(context, row -> row.getString(1), now));
    }

    List<HeldRow> heldBy(DSLContext context, Collection<String> workerIds) {
        if (workerIds.isEmpty()) {
            return List.of();
        }
        return held.query(context, SweepReads::heldRow, (Object) workerIds.toArray(String[]::new));
    }

    List<HeldRow> waitingOf(DSLContext context, Collection<String> workerIds, Instant now) {
        return workerIds.isEmpty()
                ? List.of()
                : waitingOf.query(context, SweepReads::heldRow, now, workerIds.toArray(String[]::new));
    }

    private static HeldRow heldRow(ResultSet row) throws SQLException {
        return new HeldRow(
                row.getString(1),
                row.getLong(2),
                row.getString(3),
                row.getString(4),
                row.getInt(5),
                row.getLong(6),
                TaskState.ofWireName(row.getString(7)));
    }

    List<String> goneHolders(DSLContext context) {
        return goneHolders.query(context, row -> row.getString(1));
    }

    Set<String> gone(DSLContext context, String schedulerId, Collection<String> workerIds) {
        return workerIds.isEmpty()
                ? Set.of()
                : Set.copyOf(
                        gone.query(context, row -> row.getString(1), workerIds.toArray(String[]::new), schedulerId));
    }

    boolean hasDueCallbacks(DSLContext context, Instant now) {
        return !dueCallbacks.query(context, row -> row.getLong(1), now).isEmpty();
    }

    boolean hasTakeOvers(DSLContext context) {
        return !takeOvers.query(context, row -> row.getLong(1)).isEmpty();
    }
}
