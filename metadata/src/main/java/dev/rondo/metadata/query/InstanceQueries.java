package dev.rondo.metadata.query;

import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.TASK_INSTANCE;
import static dev.rondo.metadata.jooq.Tables.TASK_TRY;
import static dev.rondo.metadata.jooq.Tables.WORKER;
import static dev.rondo.metadata.jooq.Tables.XCOM;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.row;

import dev.rondo.metadata.Transactions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SelectOnConditionStep;
import org.jooq.SortField;
import org.jspecify.annotations.Nullable;

/** Task instances, their tries and XComs, as the API shows them. */
public final class InstanceQueries {

    // A statement with more parameters than this is slower to send than two.
    private static final int KEYS_AT_ONCE = 500;

    private final Transactions transactions;

    public InstanceQueries(Transactions transactions) {
        this.transactions = transactions;
    }

    /** A task instance with what its run says. {@code state} is null while nothing is decided. */
    public record InstanceRow(
            long runNo,
            String dagId,
            String runId,
            long versionId,
            @Nullable Instant logicalDate,
            Instant runAfter,
            String taskId,
            int mapIndex,
            @Nullable String state,
            int tryNumber,
            int maxTries,
            long dispatchId,
            @Nullable String workerName,
            String pool,
            int poolSlots,
            int priority,
            String queue,
            @Nullable Instant scheduledAt,
            @Nullable Instant queuedAt,
            @Nullable Instant startDate,
            @Nullable Instant endDate,
            @Nullable Instant nextAt,
            @Nullable String reason,
            @Nullable String message,
            @Nullable Integer exitCode,
            @Nullable String mapName,
            @Nullable String rendered,
            @Nullable String note) {}

    /** An earlier try. */
    public record TryRow(
            int tryNumber,
            long dispatchId,
            @Nullable String state,
            @Nullable String workerName,
            @Nullable Instant queuedAt,
            @Nullable Instant startDate,
            @Nullable Instant endDate,
            @Nullable String reason,
            @Nullable String message,
            @Nullable Integer exitCode) {}

    /** A value between tasks. {@code value} is JSON; null when it is in the store, under {@code blobHash}. */
    public record XComRow(
            String dagId,
            String runId,
            @Nullable Instant logicalDate,
            Instant runAfter,
            String taskId,
            int mapIndex,
            String key,
            @Nullable String value,
            @Nullable String blobHash,
            @Nullable String typeName,
            long sizeBytes,
            Instant createdAt) {}

    /**
     * Which instances.
     *
     * @param dagIds empty: of all DAGs
     * @param runIds empty: of all runs
     * @param taskIds empty: of all tasks
     * @param states empty: any; {@code none} stands for those without a state
     */
    public record InstanceFilter(
            List<String> dagIds,
            List<String> runIds,
            List<String> taskIds,
            @Nullable Integer mapIndex,
            List<String> states,
            List<String> pools,
            List<String> queues,
            Times logicalDate,
            Times runAfter,
            Times startDate,
            Times endDate) {

        /** All instances of a run, or of one of its tasks. */
        public static InstanceFilter of(String dagId, String runId, List<String> taskIds, @Nullable Integer mapIndex) {
            return new InstanceFilter(
                    List.of(dagId),
                    List.of(runId),
                    taskIds,
                    mapIndex,
                    List.of(),
                    List.of(),
                    List.of(),
                    Times.ANY,
                    Times.ANY,
                    Times.ANY,
                    Times.ANY);
        }

        public InstanceFilter {
            dagIds = List.copyOf(dagIds);
            runIds = List.copyOf(runIds);
            taskIds = List.copyOf(taskIds);
            queues = List.copyOf(queues);
            states = List.copyOf(states);
            pools = List.copyOf(pools);
        }
    }

    /** Lists instances. */
    public Listed<InstanceRow> list(InstanceFilter filter, String orderBy, Page page) {
        Condition where = conditionOf(filter);
        return transactions.call(db -> new Listed<>(
                select(db)
                        .where(where)
                        .orderBy(order(orderBy), TASK_INSTANCE.RUN_NO, TASK_INSTANCE.TASK_ID, TASK_INSTANCE.MAP_INDEX)
                        .limit(page.limit())
                        .offset(page.offset())
                        .fetch(InstanceQueries::instanceOf),
                db.selectCount()
                        .from(TASK_INSTANCE)
                        .join(DAG_RUN)
                        .on(DAG_RUN.RUN_NO.eq(TASK_INSTANCE.RUN_NO))
                        .where(where)
                        .fetchSingle()
                        .value1()));
    }

    private static SelectOnConditionStep<Record> select(DSLContext db) {
        return db.select(
                        TASK_INSTANCE.asterisk(),
                        DAG_RUN.DAG_ID,
                        DAG_RUN.RUN_ID,
                        DAG_RUN.VERSION_ID,
                        DAG_RUN.LOGICAL_DATE,
                        DAG_RUN.RUN_AFTER,
                        WORKER.NAME)
                .from(TASK_INSTANCE)
                .join(DAG_RUN)
                .on(DAG_RUN.RUN_NO.eq(TASK_INSTANCE.RUN_NO))
                .leftJoin(WORKER)
                .on(WORKER.WORKER_ID.eq(TASK_INSTANCE.WORKER_ID));
    }

    private static SortField<?> order(String orderBy) {
        boolean down = orderBy.startsWith("-");
        var field = switch (down ? orderBy.substring(1) : orderBy) {
            case "start_date" -> TASK_INSTANCE.START_DATE;
            case "end_date" -> TASK_INSTANCE.END_DATE;
            case "state" -> TASK_INSTANCE.STATE;
            case "task_id" -> TASK_INSTANCE.TASK_ID;
            case "map_index" -> TASK_INSTANCE.MAP_INDEX;
            case "logical_date" -> DAG_RUN.LOGICAL_DATE;
            case "run_after" -> DAG_RUN.RUN_AFTER;
            case "try_number" -> TASK_INSTANCE.TRY_NUMBER;
            default -> TASK_INSTANCE.RUN_NO;
        };
        return down ? field.desc().nullsLast() : field.asc().nullsLast();
    }

    private static Condition conditionOf(InstanceFilter f) {
        Condition where = f.dagIds().isEmpty() ? noCondition() : DAG_RUN.DAG_ID.in(f.dagIds());
        where = f.runIds().isEmpty() ? where : where.and(DAG_RUN.RUN_ID.in(f.runIds()));
        where = f.taskIds().isEmpty() ? where : where.and(TASK_INSTANCE.TASK_ID.in(f.taskIds()));
        where = f.mapIndex() == null ? where : where.and(TASK_INSTANCE.MAP_INDEX.eq(f.mapIndex()));
        if (!f.states().isEmpty()) {
            Condition state = TASK_INSTANCE.STATE.in(f.states());
            boolean none = f.states().contains("none") || f.states().contains("no_status");
            where = where.and(none ? state.or(TASK_INSTANCE.STATE.isNull()) : state);
        }
        where = f.pools().isEmpty() ? where : where.and(TASK_INSTANCE.POOL.in(f.pools()));
        where = f.queues().isEmpty() ? where : where.and(TASK_INSTANCE.QUEUE.in(f.queues()));
        return where.and(f.logicalDate().within(DAG_RUN.LOGICAL_DATE))
                .and(f.runAfter().within(DAG_RUN.RUN_AFTER))
                .and(f.startDate().within(TASK_INSTANCE.START_DATE))
                .and(f.endDate().within(TASK_INSTANCE.END_DATE));
    }

    /** One instance. */
    public Optional<InstanceRow> find(String dagId, String runId, String taskId, int mapIndex) {
        InstanceFilter filter = InstanceFilter.of(dagId, runId, List.of(taskId), mapIndex);
        return list(filter, "", new Page(1, 0)).rows().stream().findFirst();
    }

    /** Names an instance. */
    public record InstanceKey(String dagId, String runId, String taskId, int mapIndex) {}

    /** The instances of these keys that exist, in no order. */
    public List<InstanceRow> find(List<InstanceKey> keys) {
        List<InstanceRow> found = new ArrayList<>();
        for (int from = 0; from < keys.size(); from += KEYS_AT_ONCE) {
            List<InstanceKey> some = keys.subList(from, Math.min(keys.size(), from + KEYS_AT_ONCE));
            var rows = some.stream()
                    .map(k -> row(k.dagId(), k.runId(), k.taskId(), k.mapIndex()))
                    .toList();
            found.addAll(transactions.call(db -> select(db)
                    .where(row(DAG_RUN.DAG_ID, DAG_RUN.RUN_ID, TASK_INSTANCE.TASK_ID, TASK_INSTANCE.MAP_INDEX)
                            .in(rows))
                    .fetch(InstanceQueries::instanceOf)));
        }
        return found;
    }

    /** The earlier tries of an instance, the first one first. */
    public List<TryRow> tries(long runNo, String taskId, int mapIndex) {
        return transactions.call(db -> db.select(TASK_TRY.asterisk(), WORKER.NAME)
                .from(TASK_TRY)
                .leftJoin(WORKER)
                .on(WORKER.WORKER_ID.eq(TASK_TRY.WORKER_ID))
                .where(TASK_TRY.RUN_NO.eq(runNo), TASK_TRY.TASK_ID.eq(taskId), TASK_TRY.MAP_INDEX.eq(mapIndex))
                .orderBy(TASK_TRY.TRY_NUMBER, TASK_TRY.DISPATCH_ID)
                .limit(1_000) // a try number has few dispatches; more than this is a loop nobody reads
                .fetch(r -> new TryRow(
                        r.get(TASK_TRY.TRY_NUMBER),
                        r.get(TASK_TRY.DISPATCH_ID),
                        r.get(TASK_TRY.STATE),
                        r.get(WORKER.NAME),
                        r.get(TASK_TRY.QUEUED_AT),
                        r.get(TASK_TRY.START_DATE),
                        r.get(TASK_TRY.END_DATE),
                        r.get(TASK_TRY.REASON),
                        r.get(TASK_TRY.MESSAGE),
                        r.get(TASK_TRY.EXIT_CODE))));
    }

    /** The XComs of a task in a run; of one instance, or of all when {@code mapIndex} is null. */
    public Listed<XComRow> xcoms(
            String dagId,
            String runId,
            @Nullable String taskId,
            @Nullable Integer mapIndex,
            @Nullable String key,
            Page page) {
        Condition where = DAG_RUN.DAG_ID.eq(dagId).and(DAG_RUN.RUN_ID.eq(runId));
        where = taskId == null ? where : where.and(XCOM.TASK_ID.eq(taskId));
        where = mapIndex == null ? where : where.and(XCOM.MAP_INDEX.eq(mapIndex));
        Condition all = key == null ? where : where.and(XCOM.KEY.eq(key));
        return transactions.call(db -> new Listed<>(
                db.select(XCOM.asterisk(), DAG_RUN.DAG_ID, DAG_RUN.RUN_ID, DAG_RUN.LOGICAL_DATE, DAG_RUN.RUN_AFTER)
                        .from(XCOM)
                        .join(DAG_RUN)
                        .on(DAG_RUN.RUN_NO.eq(XCOM.RUN_NO))
                        .where(all)
                        .orderBy(XCOM.TASK_ID, XCOM.MAP_INDEX, XCOM.KEY)
                        .limit(page.limit())
                        .offset(page.offset())
                        .fetch(r -> new XComRow(
                                r.get(DAG_RUN.DAG_ID),
                                r.get(DAG_RUN.RUN_ID),
                                r.get(DAG_RUN.LOGICAL_DATE),
                                r.get(DAG_RUN.RUN_AFTER),
                                r.get(XCOM.TASK_ID),
                                r.get(XCOM.MAP_INDEX),
                                r.get(XCOM.KEY),
                                r.get(XCOM.VALUE),
                                r.get(XCOM.BLOB_HASH),
                                r.get(XCOM.TYPE_NAME),
                                r.get(XCOM.SIZE_BYTES),
                                r.get(XCOM.CREATED_AT))),
                db.selectCount()
                        .from(XCOM)
                        .join(DAG_RUN)
                        .on(DAG_RUN.RUN_NO.eq(XCOM.RUN_NO))
                        .where(all)
                        .fetchSingle()
                        .value1()));
    }

    private static InstanceRow instanceOf(Record r) {
        return new InstanceRow(
                r.get(TASK_INSTANCE.RUN_NO),
                r.get(DAG_RUN.DAG_ID),
                r.get(DAG_RUN.RUN_ID),
                r.get(DAG_RUN.VERSION_ID),
                r.get(DAG_RUN.LOGICAL_DATE),
                r.get(DAG_RUN.RUN_AFTER),
                r.get(TASK_INSTANCE.TASK_ID),
                r.get(TASK_INSTANCE.MAP_INDEX),
                r.get(TASK_INSTANCE.STATE),
                r.get(TASK_INSTANCE.TRY_NUMBER),
                r.get(TASK_INSTANCE.MAX_TRIES),
                r.get(TASK_INSTANCE.DISPATCH_ID),
                r.get(WORKER.NAME),
                r.get(TASK_INSTANCE.POOL),
                r.get(TASK_INSTANCE.POOL_SLOTS),
                r.get(TASK_INSTANCE.PRIORITY),
                r.get(TASK_INSTANCE.QUEUE),
                r.get(TASK_INSTANCE.SCHEDULED_AT),
                r.get(TASK_INSTANCE.QUEUED_AT),
                r.get(TASK_INSTANCE.START_DATE),
                r.get(TASK_INSTANCE.END_DATE),
                r.get(TASK_INSTANCE.NEXT_AT),
                r.get(TASK_INSTANCE.REASON),
                r.get(TASK_INSTANCE.MESSAGE),
                r.get(TASK_INSTANCE.EXIT_CODE),
                r.get(TASK_INSTANCE.MAP_NAME),
                r.get(TASK_INSTANCE.RENDERED),
                r.get(TASK_INSTANCE.NOTE));
    }
}
