package dev.rondo.metadata.run;

import static dev.rondo.metadata.jooq.Tables.TASK_INSTANCE;
import static dev.rondo.metadata.jooq.Tables.TASK_TRY;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.update;
import static org.jooq.impl.DSL.when;

import dev.rondo.core.state.Instance;
import dev.rondo.core.state.TaskState;
import dev.rondo.metadata.run.InstanceWrite.TryEnd;
import dev.rondo.metadata.sets.Columns;
import dev.rondo.metadata.sets.SetStatement;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.ResultQuery;
import org.jspecify.annotations.Nullable;

/** How sets of task instances are written. Each statement finds its rows by the primary key, {@code run_no} first. */
final class InstanceStatements {

    final SetStatement<InstanceWrite> update;
    final SetStatement<NewInstance> insert;
    final SetStatement<InstanceKey> delete;
    final SetStatement<PastTry> keepTry;
    final SetStatement<RunWrites.Note> note;
    final SetStatement<RunWrites.Place> place;

    InstanceStatements() {
        Columns<InstanceWrite> written = written();
        this.update = SetStatement.ofEach(written, updateOf(written));
        Columns<NewInstance> fresh = fresh();
        this.insert = new SetStatement<>(fresh, insertOf(fresh));
        Columns<InstanceKey> keys = keys();
        this.delete = new SetStatement<>(
                keys,
                deleteFrom(TASK_INSTANCE)
                        .using(keys.given())
                        .where(isGiven(keys, TASK_INSTANCE.RUN_NO, TASK_INSTANCE.TASK_ID, TASK_INSTANCE.MAP_INDEX)));
        Columns<PastTry> past = past();
        this.keepTry = new SetStatement<>(past, keepTryOf(past));
        Columns<RunWrites.Note> notes = keys(RunWrites.Note::instance).text("note", RunWrites.Note::text);
        this.note = new SetStatement<>(
                notes,
                update(TASK_INSTANCE)
                        .set(TASK_INSTANCE.NOTE, notes.text("note"))
                        .from(notes.given())
                        .where(isGiven(notes, TASK_INSTANCE.RUN_NO, TASK_INSTANCE.TASK_ID, TASK_INSTANCE.MAP_INDEX)));
        Columns<RunWrites.Place> places = keys(RunWrites.Place::instance)
                .text("pool", RunWrites.Place::pool)
                .integer("pool_slots", RunWrites.Place::slots)
                .integer("priority", RunWrites.Place::priority)
                .text("queue", RunWrites.Place::queue);
        this.place = new SetStatement<>(
                places,
                update(TASK_INSTANCE)
                        .set(TASK_INSTANCE.POOL, places.text("pool"))
                        .set(TASK_INSTANCE.POOL_SLOTS, places.integer("pool_slots"))
                        .set(TASK_INSTANCE.PRIORITY, places.integer("priority"))
                        .set(TASK_INSTANCE.QUEUE, places.text("queue"))
                        .from(places.given())
                        .where(isGiven(places, TASK_INSTANCE.RUN_NO, TASK_INSTANCE.TASK_ID, TASK_INSTANCE.MAP_INDEX)));
    }

    static Columns<InstanceKey> keys() {
        return keys(Function.identity());
    }

    private static <R> Columns<R> keys(Function<R, InstanceKey> key) {
        return new Columns<R>()
                .bigint("run_no", row -> key.apply(row).runNo())
                .text("task_id", row -> key.apply(row).taskId())
                .integer("map_index", row -> key.apply(row).mapIndex());
    }

    static Condition isGiven(Columns<?> given, Field<Long> runNo, Field<String> taskId, Field<Integer> mapIndex) {
        return runNo.eq(given.bigint("run_no"))
                .and(taskId.eq(given.text("task_id")))
                .and(mapIndex.eq(given.integer("map_index")));
    }

    /** NONE is NULL in the table, and nowhere else. */
    static @Nullable String stored(@Nullable TaskState state) {
        return state == null || state == TaskState.NONE ? null : state.wireName();
    }

    private static Columns<InstanceWrite> written() {
        return new Columns<InstanceWrite>()
                .bigint("run_no", InstanceWrite::runNo)
                .text("task_id", InstanceWrite::taskId)
                .integer("map_index", w -> w.instance().mapIndex())
                .text("state", w -> stored(w.instance().state()))
                .integer("try_number", w -> w.instance().tryNumber())
                .integer("max_tries", w -> w.instance().maxTries())
                .integer("lost_tries", w -> w.instance().lostTries())
                .bigint("dispatch_id", w -> w.instance().dispatchId())
                .moment("next_at", w -> w.instance().nextAt())
                .moment("start_date", w -> w.instance().startDate())
                .moment("end_date", w -> w.instance().endDate())
                .integer("result_length", w -> w.instance().resultLength())
                .text("followed", w -> followed(w.instance()))
                .text("reason", InstanceWrite::reason)
                .moment("changed_at", InstanceWrite::at)
                .bool("scheduled", InstanceWrite::scheduled)
                .text("worker_id", InstanceWrite::worker)
                .bool("ended", w -> w.end() != null)
                .bool("fresh", InstanceWrite::fresh)
                .text("message", w -> w.ofEnd(TryEnd::message))
                .optionalInteger("exit_code", w -> w.ofEnd(TryEnd::exitCode))
                .text("map_name", w -> w.ofEnd(TryEnd::mapName))
                .text("rendered", w -> w.ofEnd(TryEnd::rendered))
                .moment("first_look_at", w -> w.ofEnd(TryEnd::firstLookAt))
                .text("look_state", w -> w.ofEnd(TryEnd::lookState));
    }

    private static @Nullable String followed(Instance instance) {
        return instance.followed() == null ? null : String.join(",", instance.followed());
    }

    private static ResultQuery<?> updateOf(Columns<InstanceWrite> given) {
        Condition ended = given.bool("ended").or(given.bool("fresh"));
        Condition dispatched = given.text("worker_id").isNotNull();
        return update(TASK_INSTANCE)
                .set(TASK_INSTANCE.STATE, given.text("state"))
                .set(TASK_INSTANCE.TRY_NUMBER, given.integer("try_number"))
                .set(TASK_INSTANCE.MAX_TRIES, given.integer("max_tries"))
                .set(TASK_INSTANCE.LOST_TRIES, given.integer("lost_tries"))
                .set(TASK_INSTANCE.DISPATCH_ID, given.bigint("dispatch_id"))
                .set(TASK_INSTANCE.NEXT_AT, given.moment("next_at"))
                .set(TASK_INSTANCE.START_DATE, given.moment("start_date"))
                .set(TASK_INSTANCE.END_DATE, given.moment("end_date"))
                .set(TASK_INSTANCE.RESULT_LENGTH, given.integer("result_length"))
                .set(TASK_INSTANCE.FOLLOWED, given.text("followed"))
                .set(TASK_INSTANCE.REASON, given.text("reason"))
                .set(
                        TASK_INSTANCE.SCHEDULED_AT,
                        when(given.bool("scheduled"), given.moment("changed_at"))
                                .otherwise(TASK_INSTANCE.SCHEDULED_AT))
                .set(TASK_INSTANCE.WORKER_ID, coalesce(given.text("worker_id"), TASK_INSTANCE.WORKER_ID))
                .set(
                        TASK_INSTANCE.QUEUED_AT,
                        when(dispatched, given.moment("changed_at")).otherwise(TASK_INSTANCE.QUEUED_AT))
                .set(TASK_INSTANCE.MESSAGE, when(ended, given.text("message")).otherwise(TASK_INSTANCE.MESSAGE))
                .set(
                        TASK_INSTANCE.EXIT_CODE,
                        when(ended, given.integer("exit_code")).otherwise(TASK_INSTANCE.EXIT_CODE))
                .set(TASK_INSTANCE.RENDERED, when(ended, given.text("rendered")).otherwise(TASK_INSTANCE.RENDERED))
                .set(TASK_INSTANCE.MAP_NAME, coalesce(given.text("map_name"), TASK_INSTANCE.MAP_NAME))
                .set(
                        TASK_INSTANCE.FIRST_LOOK_AT,
                        when(ended, given.moment("first_look_at")).otherwise(TASK_INSTANCE.FIRST_LOOK_AT))
                .set(
                        TASK_INSTANCE.LOOK_STATE,
                        when(ended, given.text("look_state")).otherwise(TASK_INSTANCE.LOOK_STATE))
                .from(given.given())
                .where(isGiven(given, TASK_INSTANCE.RUN_NO, TASK_INSTANCE.TASK_ID, TASK_INSTANCE.MAP_INDEX))
                .returning(inline(1));
    }

    private static Columns<NewInstance> fresh() {
        return new Columns<NewInstance>()
                .bigint("run_no", n -> n.write().runNo())
                .text("task_id", n -> n.write().taskId())
                .integer("map_index", n -> n.write().instance().mapIndex())
                .text("state", n -> stored(n.write().instance().state()))
                .integer("try_number", n -> n.write().instance().tryNumber())
                .integer("max_tries", n -> n.write().instance().maxTries())
                .bigint("dispatch_id", n -> n.write().instance().dispatchId())
                .text("worker_id", n -> n.write().worker())
                .text("pool", NewInstance::pool)
                .integer("pool_slots", NewInstance::poolSlots)
                .integer("priority", NewInstance::priority)
                .text("queue", NewInstance::queue)
                .moment("scheduled_at", n -> n.write().scheduled() ? n.write().at() : null)
                .moment(
                        "queued_at",
                        n -> n.write().worker() == null ? null : n.write().at())
                .moment("next_at", n -> n.write().instance().nextAt())
                .moment("start_date", n -> n.write().instance().startDate())
                .moment("end_date", n -> n.write().instance().endDate())
                .integer("result_length", n -> n.write().instance().resultLength())
                .text("followed", n -> followed(n.write().instance()))
                .text("reason", n -> n.write().reason());
    }

    private static Query insertOf(Columns<NewInstance> given) {
        return insertInto(
                        TASK_INSTANCE,
                        TASK_INSTANCE.RUN_NO,
                        TASK_INSTANCE.TASK_ID,
                        TASK_INSTANCE.MAP_INDEX,
                        TASK_INSTANCE.STATE,
                        TASK_INSTANCE.TRY_NUMBER,
                        TASK_INSTANCE.MAX_TRIES,
                        TASK_INSTANCE.DISPATCH_ID,
                        TASK_INSTANCE.WORKER_ID,
                        TASK_INSTANCE.POOL,
                        TASK_INSTANCE.POOL_SLOTS,
                        TASK_INSTANCE.PRIORITY,
                        TASK_INSTANCE.QUEUE,
                        TASK_INSTANCE.SCHEDULED_AT,
                        TASK_INSTANCE.QUEUED_AT,
                        TASK_INSTANCE.NEXT_AT,
                        TASK_INSTANCE.START_DATE,
                        TASK_INSTANCE.END_DATE,
                        TASK_INSTANCE.RESULT_LENGTH,
                        TASK_INSTANCE.FOLLOWED,
                        TASK_INSTANCE.REASON)
                .select(select(
                                given.bigint("run_no"),
                                given.text("task_id"),
                                given.integer("map_index"),
                                given.text("state"),
                                given.integer("try_number"),
                                given.integer("max_tries"),
                                given.bigint("dispatch_id"),
                                given.text("worker_id"),
                                given.text("pool"),
                                given.integer("pool_slots"),
                                given.integer("priority"),
                                given.text("queue"),
                                given.moment("scheduled_at"),
                                given.moment("queued_at"),
                                given.moment("next_at"),
                                given.moment("start_date"),
                                given.moment("end_date"),
                                given.integer("result_length"),
                                given.text("followed"),
                                given.text("reason"))
                        .from(given.given()));
    }

    private static Columns<PastTry> past() {
        return new Columns<PastTry>()
                .bigint("run_no", PastTry::runNo)
                .text("task_id", PastTry::taskId)
                .integer("map_index", PastTry::mapIndex)
                .text("state", p -> stored(p.state()))
                .moment("start_date", PastTry::startDate)
                .moment("end_date", PastTry::endDate)
                .text("reason", PastTry::reason)
                .text("message", p -> p.ofEnd(TryEnd::message))
                .optionalInteger("exit_code", p -> p.ofEnd(TryEnd::exitCode))
                .text("rendered", p -> p.ofEnd(TryEnd::rendered));
    }

    private static Query keepTryOf(Columns<PastTry> given) {
        return insertInto(
                        TASK_TRY,
                        TASK_TRY.RUN_NO,
                        TASK_TRY.TASK_ID,
                        TASK_TRY.MAP_INDEX,
                        TASK_TRY.TRY_NUMBER,
                        TASK_TRY.DISPATCH_ID,
                        TASK_TRY.STATE,
                        TASK_TRY.WORKER_ID,
                        TASK_TRY.QUEUED_AT,
                        TASK_TRY.START_DATE,
                        TASK_TRY.END_DATE,
                        TASK_TRY.REASON,
                        TASK_TRY.MESSAGE,
                        TASK_TRY.EXIT_CODE,
                        TASK_TRY.RENDERED)
                .select(select(
                                TASK_INSTANCE.RUN_NO,
                                TASK_INSTANCE.TASK_ID,
                                TASK_INSTANCE.MAP_INDEX,
                                TASK_INSTANCE.TRY_NUMBER,
                                TASK_INSTANCE.DISPATCH_ID,
                                coalesce(given.text("state"), TASK_INSTANCE.STATE),
                                TASK_INSTANCE.WORKER_ID,
                                TASK_INSTANCE.QUEUED_AT,
                                coalesce(given.moment("start_date"), TASK_INSTANCE.START_DATE),
                                coalesce(given.moment("end_date"), TASK_INSTANCE.END_DATE),
                                coalesce(given.text("reason"), TASK_INSTANCE.REASON),
                                coalesce(given.text("message"), TASK_INSTANCE.MESSAGE),
                                coalesce(given.integer("exit_code"), TASK_INSTANCE.EXIT_CODE),
                                coalesce(given.text("rendered"), TASK_INSTANCE.RENDERED))
                        .from(TASK_INSTANCE)
                        .join(given.given())
                        .on(isGiven(given, TASK_INSTANCE.RUN_NO, TASK_INSTANCE.TASK_ID, TASK_INSTANCE.MAP_INDEX)))
                .onConflictDoNothing();
    }
}
