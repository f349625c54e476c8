package dev.rondo.metadata.control;

import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.OUTBOX;
import static dev.rondo.metadata.jooq.Tables.TASK_INSTANCE;
import static dev.rondo.metadata.jooq.Tables.VARIABLE;
import static dev.rondo.metadata.jooq.Tables.XCOM;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;

import dev.rondo.metadata.Transactions;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** What bodies ask about while they run. */
public final class QuestionStore {

    // A pull of a mapped task's results; more than the longest mapping.
    private static final int MAX_VALUES = 100_000;

    private final Transactions transactions;

    public QuestionStore(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * A value between tasks.
     *
     * @param json null: it is large
     * @param blobHash where in the store it is; null: it is not there
     */
    public record Value(
            int mapIndex, @Nullable String json, @Nullable String blobHash) {}

    /** A run by name. */
    public record NamedRun(
            long runNo,
            String dagId,
            String runId,
            String state,
            @Nullable Instant logicalDate,
            long versionId) {}

    /** The run of a number. */
    public Optional<NamedRun> findRun(long runNo) {
        return run(DAG_RUN.RUN_NO.eq(runNo));
    }

    /** The run of that id, or of that logical date when the id is null. */
    public Optional<NamedRun> findRun(String dagId, @Nullable String runId, @Nullable Instant logicalDate) {
        return run(DAG_RUN.DAG_ID
                .eq(dagId)
                .and(runId == null ? DAG_RUN.LOGICAL_DATE.eq(logicalDate) : DAG_RUN.RUN_ID.eq(runId)));
    }

    private Optional<NamedRun> run(Condition where) {
        return transactions.call(db -> db.select(
                        DAG_RUN.RUN_NO,
                        DAG_RUN.DAG_ID,
                        DAG_RUN.RUN_ID,
                        DAG_RUN.STATE,
                        DAG_RUN.LOGICAL_DATE,
                        DAG_RUN.VERSION_ID)
                .from(DAG_RUN)
                .where(where)
                .fetchOptional(
                        r -> new NamedRun(r.value1(), r.value2(), r.value3(), r.value4(), r.value5(), r.value6())));
    }

    /** Whether the dispatch is the newest of its instance, or of a callback, and not over. */
    public boolean isUnderWay(long runNo, String taskId, int mapIndex, long dispatchId) {
        return transactions.call(db -> db.fetchExists(OUTBOX, callbackUnderWay(runNo, dispatchId))
                || db.fetchExists(TASK_INSTANCE, tryUnderWay(runNo, taskId, mapIndex, dispatchId)));
    }

    /** Whether a worker may be watching for the next look of the instance, whose newest dispatch this is. */
    public boolean isWaiting(long runNo, String taskId, int mapIndex, long dispatchId) {
        return transactions.call(db -> db.fetchExists(
                TASK_INSTANCE,
                isNewest(runNo, taskId, mapIndex, dispatchId).and(TASK_INSTANCE.STATE.eq("up_for_reschedule"))));
    }

    private static Condition callbackUnderWay(long runNo, long dispatchId) {
        return OUTBOX.DISPATCH_ID
                .eq(dispatchId)
                .and(OUTBOX.DISPATCH_ID.gt(inline(0L)))
                .and(OUTBOX.RUN_NO.eq(runNo))
                .and(OUTBOX.DONE_AT.isNull());
    }

    private static Condition tryUnderWay(long runNo, String taskId, int mapIndex, long dispatchId) {
        return isNewest(runNo, taskId, mapIndex, dispatchId).and(TASK_INSTANCE.STATE.in("queued", "running"));
    }

    private static Condition isNewest(long runNo, String taskId, int mapIndex, long dispatchId) {
        return TASK_INSTANCE
                .RUN_NO
                .eq(runNo)
                .and(TASK_INSTANCE.TASK_ID.eq(taskId))
                .and(TASK_INSTANCE.MAP_INDEX.eq(mapIndex))
                .and(TASK_INSTANCE.DISPATCH_ID.eq(dispatchId));
    }

    /** Values under a key, in map order; of one instance, or of all when the index is null. */
    public List<Value> values(long runNo, String taskId, @Nullable Integer mapIndex, String key) {
        return transactions.call(db -> db.select(XCOM.MAP_INDEX, XCOM.VALUE, XCOM.BLOB_HASH)
                .from(XCOM)
                .where(
                        XCOM.RUN_NO.eq(runNo),
                        XCOM.TASK_ID.eq(taskId),
                        XCOM.KEY.eq(key),
                        mapIndex == null ? noCondition() : XCOM.MAP_INDEX.eq(mapIndex))
                .orderBy(XCOM.MAP_INDEX)
                .limit(MAX_VALUES)
                .fetch(r -> new Value(r.value1(), r.value2(), r.value3())));
    }

    /**
     * Keeps a value that a body pushed, if its dispatch is still under way when it is written: a host that was frozen
     * must not write into the next try.
     *
     * @return whether it is kept
     */
    public boolean put(long dispatchId, Pushed pushed) {
        return transactions.call(db -> {
            boolean underWay = holds(db, dispatchId, pushed);
            if (underWay) {
                keep(db, pushed);
            }
            return underWay;
        });
    }

    /**
     * A value that a body pushed under a key.
     *
     * @param json null: it is in the store
     * @param blobHash where; null: it is not there
     * @param sizeBytes of the JSON
     * @param type name of its type; null: not known
     */
    public record Pushed(
            long runNo,
            String taskId,
            int mapIndex,
            String key,
            @Nullable String json,
            @Nullable String blobHash,
            long sizeBytes,
            @Nullable String type,
            Instant at) {

        /** One for the tables. */
        public static Pushed small(
                long runNo, String taskId, int mapIndex, String key, String json, @Nullable String type, Instant at) {
            long sizeBytes = json.getBytes(StandardCharsets.UTF_8).length;
            return new Pushed(runNo, taskId, mapIndex, key, json, null, sizeBytes, type, at);
        }
    }

    // Locks the row that says so until the value is written: its state cannot change in between.
    private static boolean holds(DSLContext db, long dispatchId, Pushed pushed) {
        return db.select(TASK_INSTANCE.STATE)
                        .from(TASK_INSTANCE)
                        .where(tryUnderWay(pushed.runNo(), pushed.taskId(), pushed.mapIndex(), dispatchId))
                        .forShare()
                        .fetchOptional()
                        .isPresent()
                || db.select(OUTBOX.DISPATCH_ID)
                        .from(OUTBOX)
                        .where(callbackUnderWay(pushed.runNo(), dispatchId))
                        .forShare()
                        .fetchOptional()
                        .isPresent();
    }

    private static void keep(DSLContext db, Pushed pushed) {
        int ignored = db.insertInto(XCOM)
                .set(XCOM.RUN_NO, pushed.runNo())
                .set(XCOM.TASK_ID, pushed.taskId())
                .set(XCOM.MAP_INDEX, pushed.mapIndex())
                .set(XCOM.KEY, pushed.key())
                .set(XCOM.VALUE, pushed.json())
                .set(XCOM.BLOB_HASH, pushed.blobHash())
                .set(XCOM.TYPE_NAME, pushed.type())
                .set(XCOM.SIZE_BYTES, pushed.sizeBytes())
                .set(XCOM.CREATED_AT, pushed.at())
                .onConflict(XCOM.RUN_NO, XCOM.TASK_ID, XCOM.MAP_INDEX, XCOM.KEY)
                .doUpdate()
                .set(XCOM.VALUE, pushed.json())
                .set(XCOM.BLOB_HASH, pushed.blobHash())
                .set(XCOM.TYPE_NAME, pushed.type())
                .set(XCOM.SIZE_BYTES, pushed.sizeBytes())
                .set(XCOM.CREATED_AT, pushed.at())
                .execute();
    }

    /** States of tasks in a run, each with all its instances in map order; {@code none} where nothing is decided. */
    public Map<String, List<String>> states(long runNo, List<String> taskIds) {
        return transactions.call(db -> {
            Map<String, List<String>> states = new LinkedHashMap<>();
            db.select(TASK_INSTANCE.TASK_ID, TASK_INSTANCE.STATE)
                    .from(TASK_INSTANCE)
                    .where(TASK_INSTANCE.RUN_NO.eq(runNo), TASK_INSTANCE.TASK_ID.in(taskIds))
                    .orderBy(TASK_INSTANCE.TASK_ID, TASK_INSTANCE.MAP_INDEX)
                    .forEach(r -> states.computeIfAbsent(r.value1(), t -> new ArrayList<>())
                            .add(r.value2() == null ? "none" : r.value2()));
            return states;
        });
    }

    /** The value of a variable. */
    public Optional<String> findVariable(String key) {
        return transactions.call(db -> db.select(VARIABLE.VALUE)
                .from(VARIABLE)
                .where(VARIABLE.KEY.eq(key))
                .fetchOptional(VARIABLE.VALUE));
    }
}
