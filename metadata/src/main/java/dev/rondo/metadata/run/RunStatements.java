package dev.rondo.metadata.run;

import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.OUTBOX;
import static dev.rondo.metadata.jooq.Tables.POOL;
import static dev.rondo.metadata.jooq.Tables.XCOM;
import static java.util.Objects.requireNonNull;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.octetLength;
import static org.jooq.impl.DSL.partitionBy;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.update;

import dev.rondo.metadata.deadline.Deadlines;
import dev.rondo.metadata.sets.Columns;
import dev.rondo.metadata.sets.SetStatement;
import dev.rondo.metadata.telemetry.TelemetryInsert;
import java.math.BigDecimal;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.ResultQuery;
import org.jooq.impl.SQLDataType;

/** The statements of the hot path, made once. */
final class RunStatements {

    final InstanceStatements instances = new InstanceStatements();
    final Deadlines deadlines = new Deadlines();
    final SweepReads sweeps = new SweepReads();
    final RunStarts starts = new RunStarts();
    final TelemetryInsert telemetry = new TelemetryInsert();
    final SetStatement<Long> lock;
    final SetStatement<Map.Entry<Long, Long>> expect;
    final SetStatement<RunWrite> updateRuns;
    final SetStatement<XComWrite> putXComs;
    final SetStatement<InstanceKey> forgetXComs;
    final SetStatement<CallbackWrite> addCallbacks;
    final SetStatement<PoolChange> changePools;
    final SetStatement<PoolChange> movePools;
    final SetStatement<ResultQuestion> results;

    /** How many more slots of a pool are taken; negative: fewer. */
    record PoolChange(String name, int slots) {}

    RunStatements() {
        Columns<Long> runNos = new Columns<Long>().bigint("run_no", Long::longValue);
        this.lock = new SetStatement<>(runNos, lockOf(runNos));
        Columns<Map.Entry<Long, Long>> versions = new Columns<Map.Entry<Long, Long>>()
                .bigint("run_no", Map.Entry::getKey)
                .bigint("row_version", Map.Entry::getValue);
        this.expect = SetStatement.ofEach(versions, expectOf(versions));
        Columns<RunWrite> runs = runs();
        this.updateRuns = new SetStatement<>(runs, updateOf(runs));
        Columns<XComWrite> xcoms = xcoms();
        this.putXComs = new SetStatement<>(xcoms, putOf(xcoms));
        Columns<InstanceKey> keys = InstanceStatements.keys();
        this.forgetXComs = new SetStatement<>(
                keys,
                deleteFrom(XCOM)
                        .using(keys.given())
                        .where(InstanceStatements.isGiven(keys, XCOM.RUN_NO, XCOM.TASK_ID, XCOM.MAP_INDEX)));
        Columns<CallbackWrite> callbacks = callbacks();
        this.addCallbacks = new SetStatement<>(callbacks, addOf(callbacks));
        Columns<PoolChange> pools =
                new Columns<PoolChange>().text("name", PoolChange::name).integer("slots", PoolChange::slots);
        this.changePools = new SetStatement<>(pools, changeOf(pools, true));
        this.movePools = new SetStatement<>(pools, changeOf(pools, false));
        Columns<ResultQuestion> questions = new Columns<ResultQuestion>()
                .bigint("run_no", ResultQuestion::runNo)
                .text("task_id", ResultQuestion::taskId)
                .integer("max_bytes", ResultQuestion::maxBytes);
        this.results = new SetStatement<>(questions, resultsOf(questions));
    }

    /** Locks in ascending order: the sort lies below the locking. By the primary key. */
    private static Query lockOf(Columns<Long> given) {
        var locked = select(DAG_RUN.RUN_NO)
                .from(DAG_RUN)
                .where(DAG_RUN.RUN_NO.in(select(given.bigint("run_no")).from(given.given())))
                .orderBy(DAG_RUN.RUN_NO)
                .forNoKeyUpdate()
                .asTable("locked");
        return update(DAG_RUN)
                .set(DAG_RUN.ROW_VERSION, DAG_RUN.ROW_VERSION.add(inline(1)))
                .from(locked)
                .where(DAG_RUN.RUN_NO.eq(locked.field(DAG_RUN.RUN_NO)))
                .returning(DAG_RUN.RUN_NO, DAG_RUN.ROW_VERSION);
    }

    /** The same of those that have the version given. One that had to be waited for is looked at anew. */
    private static ResultQuery<?> expectOf(Columns<Map.Entry<Long, Long>> given) {
        var locked = select(DAG_RUN.RUN_NO)
                .from(DAG_RUN)
                .join(given.given())
                .on(DAG_RUN.RUN_NO.eq(given.bigint("run_no")))
                .where(DAG_RUN.ROW_VERSION.eq(given.bigint("row_version")))
                .orderBy(DAG_RUN.RUN_NO)
                .forNoKeyUpdate()
                .of(DAG_RUN)
                .asTable("locked");
        return update(DAG_RUN)
                .set(DAG_RUN.ROW_VERSION, DAG_RUN.ROW_VERSION.add(inline(1)))
                .from(locked)
                .where(DAG_RUN.RUN_NO.eq(locked.field(DAG_RUN.RUN_NO)))
                .returning(inline(1));
    }

    private static Columns<RunWrite> runs() {
        return new Columns<RunWrite>()
                .bigint("run_no", RunWrite::runNo)
                .text("state", w -> w.state().wireName())
                .text("reason", RunWrite::reason)
                .bigint("version_id", RunWrite::versionId)
                .moment("start_date", RunWrite::startDate)
                .moment("end_date", RunWrite::endDate)
                .moment("timeout_at", RunWrite::timeoutAt)
                .moment("queued_at", RunWrite::queuedAt)
                .integer("clear_number", RunWrite::clearNumber);
    }

    private static Query updateOf(Columns<RunWrite> given) {
        return update(DAG_RUN)
                .set(DAG_RUN.STATE, given.text("state"))
                .set(DAG_RUN.REASON, given.text("reason"))
                .set(DAG_RUN.VERSION_ID, given.bigint("version_id"))
                .set(DAG_RUN.START_DATE, given.moment("start_date"))
                .set(DAG_RUN.END_DATE, given.moment("end_date"))
                .set(DAG_RUN.TIMEOUT_AT, given.moment("timeout_at"))
                .set(DAG_RUN.QUEUED_AT, coalesce(given.moment("queued_at"), DAG_RUN.QUEUED_AT))
                .set(DAG_RUN.CLEAR_NUMBER, given.integer("clear_number"))
                .from(given.given())
                .where(DAG_RUN.RUN_NO.eq(given.bigint("run_no")));
    }

    private static Columns<XComWrite> xcoms() {
        return new Columns<XComWrite>()
                .bigint("run_no", XComWrite::runNo)
                .text("task_id", XComWrite::taskId)
                .integer("map_index", XComWrite::mapIndex)
                .text("key", XComWrite::key)
                .text("value", XComWrite::value)
                .text("type_name", XComWrite::typeName)
                .moment("created_at", XComWrite::at);
    }

    private static Query putOf(Columns<XComWrite> given) {
        return insertInto(
                        XCOM,
                        XCOM.RUN_NO,
                        XCOM.TASK_ID,
                        XCOM.MAP_INDEX,
                        XCOM.KEY,
                        XCOM.VALUE,
                        XCOM.TYPE_NAME,
                        XCOM.SIZE_BYTES,
                        XCOM.CREATED_AT)
                .select(select(
                                given.bigint("run_no"),
                                given.text("task_id"),
                                given.integer("map_index"),
                                given.text("key"),
                                given.text("value"),
                                given.text("type_name"),
                                octetLength(given.text("value")).cast(SQLDataType.BIGINT),
                                given.moment("created_at"))
                        .from(given.given()))
                .onConflict(XCOM.RUN_NO, XCOM.TASK_ID, XCOM.MAP_INDEX, XCOM.KEY)
                .doUpdate()
                .set(XCOM.VALUE, excluded(XCOM.VALUE))
                .set(XCOM.BLOB_HASH, excluded(XCOM.BLOB_HASH))
                .set(XCOM.TYPE_NAME, excluded(XCOM.TYPE_NAME))
                .set(XCOM.SIZE_BYTES, excluded(XCOM.SIZE_BYTES))
                .set(XCOM.CREATED_AT, excluded(XCOM.CREATED_AT));
    }

    private static Columns<CallbackWrite> callbacks() {
        return new Columns<CallbackWrite>()
                .text("idempotency_key", CallbackWrite::idempotencyKey)
                .bigint("run_no", CallbackWrite::runNo)
                .text("task_id", CallbackWrite::taskId)
                .integer("map_index", CallbackWrite::mapIndex)
                .integer("try_number", CallbackWrite::tryNumber)
                .text("kind", CallbackWrite::kind)
                .moment("created_at", CallbackWrite::at);
    }

    private static Query addOf(Columns<CallbackWrite> given) {
        return insertInto(
                        OUTBOX,
                        OUTBOX.IDEMPOTENCY_KEY,
                        OUTBOX.RUN_NO,
                        OUTBOX.TASK_ID,
                        OUTBOX.MAP_INDEX,
                        OUTBOX.TRY_NUMBER,
                        OUTBOX.KIND,
                        OUTBOX.CREATED_AT,
                        OUTBOX.NEXT_AT)
                .select(select(
                                given.text("idempotency_key"),
                                given.bigint("run_no"),
                                given.text("task_id"),
                                given.integer("map_index"),
                                given.integer("try_number"),
                                given.text("kind"),
                                given.moment("created_at"),
                                given.moment("created_at"))
                        .from(given.given()))
                .onConflictDoNothing();
    }

    /**
     * Within its limit a pool never gets fuller than it is large: one in which a change does not fit is not among the
     * returned.
     */
    private static Query changeOf(Columns<PoolChange> given, boolean limited) {
        var locked = select(POOL.NAME, given.integer("slots"))
                .from(POOL)
                .join(given.given())
                .on(POOL.NAME.eq(given.text("name")))
                .orderBy(POOL.NAME)
                .forNoKeyUpdate()
                .of(POOL)
                .asTable("locked");
        Field<Integer> slots = requireNonNull(locked.field(given.integer("slots")));
        Condition fits = slots.le(inline(0))
                .or(POOL.SLOTS.lt(inline(0)))
                .or(POOL.USED_SLOTS.add(slots).le(POOL.SLOTS));
        return update(POOL)
                .set(POOL.USED_SLOTS, POOL.USED_SLOTS.add(slots))
                .from(locked)
                .where(POOL.NAME.eq(locked.field(POOL.NAME)).and(limited ? fits : noCondition()))
                .returning(POOL.NAME, POOL.SLOTS, POOL.USED_SLOTS, POOL.INCLUDE_DEFERRED);
    }

    /** Values by primary key; none of a task whose values are too large together. */
    private static Query resultsOf(Columns<ResultQuestion> given) {
        Field<BigDecimal> allBytes = sum(XCOM.SIZE_BYTES)
                .over(partitionBy(XCOM.RUN_NO, XCOM.TASK_ID))
                .as("all_bytes");
        Field<Integer> maxBytes = given.integer("max_bytes").as("max_bytes");
        var found = select(XCOM.RUN_NO, XCOM.TASK_ID, XCOM.MAP_INDEX, XCOM.VALUE, allBytes, maxBytes)
                .from(given.given())
                .join(XCOM)
                .on(XCOM.RUN_NO.eq(given.bigint("run_no")))
                .and(XCOM.TASK_ID.eq(given.text("task_id")))
                .where(XCOM.KEY.eq(inline(XComWrite.RETURN_VALUE)))
                .and(XCOM.VALUE.isNotNull())
                .asTable("found");
        return select(
                        found.field(XCOM.RUN_NO),
                        found.field(XCOM.TASK_ID),
                        found.field(XCOM.MAP_INDEX),
                        found.field(XCOM.VALUE))
                .from(found)
                .where(requireNonNull(found.field(allBytes))
                        .le(requireNonNull(found.field(maxBytes)).cast(BigDecimal.class)));
    }
}
