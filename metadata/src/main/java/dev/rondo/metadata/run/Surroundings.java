package dev.rondo.metadata.run;

import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.OUTBOX;
import static dev.rondo.metadata.jooq.Tables.TASK_INSTANCE;
import static dev.rondo.metadata.jooq.Tables.TASK_TRY;
import static dev.rondo.metadata.jooq.Tables.WORKER;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.currentInstant;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.val;

import dev.rondo.core.protocol.WorkerMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;
import org.jooq.types.DayToSecond;

/** What the engine's transactions touch beside runs: workers, and callbacks under way. */
final class Surroundings {

    // With the wait doubling from 10 s, the last of so many tries is some 85 minutes after the first.
    private static final int MAX_ATTEMPTS = 10;

    private static final Duration FIRST_WAIT = Duration.ofSeconds(10);

    private static final String EMAIL_KINDS = CallbackWrite.EMAIL + "%";

    private final DSLContext context;

    Surroundings(DSLContext context) {
        this.context = context;
    }

    List<String> lockOver(Collection<String> workerIds) {
        return context.select(WORKER.WORKER_ID)
                .from(WORKER)
                .where(WORKER.WORKER_ID.in(workerIds), WORKER.LEASE_UNTIL.lt(currentInstant()))
                .orderBy(WORKER.WORKER_ID)
                .forUpdate()
                .fetch(WORKER.WORKER_ID);
    }

    void markGone(Collection<String> workerIds) {
        context.update(WORKER)
                .set(WORKER.STATE, "gone")
                .where(WORKER.WORKER_ID.in(workerIds))
                .execute();
    }

    OptionalLong registerWorker(String schedulerId, WorkerMessage.Hello hello, Duration lease) {
        Field<Instant> until = currentInstant().add(DayToSecond.valueOf(lease));
        return context.insertInto(WORKER)
                .set(WORKER.WORKER_ID, hello.workerId())
                .set(WORKER.NAME, hello.name())
                .set(WORKER.SCHEDULER_ID, schedulerId)
                .set(WORKER.LEASE_UNTIL, until)
                .set(WORKER.SLOTS, hello.slots())
                .set(WORKER.MEMORY_BYTES, hello.memoryBytes())
                .set(WORKER.QUEUES, String.join(",", hello.queues()))
                .set(WORKER.VERSION, hello.version())
                .set(WORKER.STATE, "online")
                .set(WORKER.CONNECTED_AT, currentInstant())
                .set(WORKER.STREAM_NO, hello.streamNo())
                .onConflict(WORKER.WORKER_ID)
                .doUpdate()
                .set(WORKER.SCHEDULER_ID, excluded(WORKER.SCHEDULER_ID))
                .set(WORKER.LEASE_UNTIL, excluded(WORKER.LEASE_UNTIL))
                .set(WORKER.SLOTS, excluded(WORKER.SLOTS))
                .set(WORKER.MEMORY_BYTES, excluded(WORKER.MEMORY_BYTES))
                .set(WORKER.QUEUES, excluded(WORKER.QUEUES))
                .set(WORKER.STATE, excluded(WORKER.STATE))
                .set(WORKER.CONNECTED_AT, excluded(WORKER.CONNECTED_AT))
                .set(WORKER.STREAM_NO, excluded(WORKER.STREAM_NO))
                .where(excluded(WORKER.STREAM_NO).eq(inline(0L)).or(WORKER.STREAM_NO.lt(excluded(WORKER.STREAM_NO))))
                .returningResult(WORKER.CONNECTED_AT)
                .fetchOptional()
                .map(row -> OptionalLong.of(ChronoUnit.MICROS.between(Instant.EPOCH, row.value1())))
                .orElseGet(OptionalLong::empty);
    }

    OptionalLong heldCallback(long dispatchId) {
        Long outboxId = context.select(OUTBOX.OUTBOX_ID)
                .from(OUTBOX)
                .where(OUTBOX.DISPATCH_ID.eq(dispatchId))
                .and(OUTBOX.DISPATCH_ID.gt(inline(0L)))
                .and(OUTBOX.DONE_AT.isNull())
                .fetchOne(OUTBOX.OUTBOX_ID);
        return outboxId == null ? OptionalLong.empty() : OptionalLong.of(outboxId);
    }

    /**
     * By the index outbox_due. What another scheduler is about to give to a worker is passed over; what was tried often
     * enough is given up, however its tries were lost.
     */
    List<CallbackRow> dueCallbacks(Instant now, int limit) {
        context.update(OUTBOX)
                .set(OUTBOX.DONE_AT, now)
                .set(OUTBOX.OUTCOME, "given up: nothing was heard of it in " + MAX_ATTEMPTS + " attempts")
                .where(waitingCallback(now), OUTBOX.ATTEMPTS.ge(MAX_ATTEMPTS))
                .execute();
        List<Long> due = context.select(OUTBOX.OUTBOX_ID)
                .from(OUTBOX)
                .where(waitingCallback(now))
                .orderBy(OUTBOX.NEXT_AT, OUTBOX.OUTBOX_ID)
                .limit(limit)
                .forUpdate()
                .skipLocked()
                .fetch(OUTBOX.OUTBOX_ID);
        return context.select(
                        OUTBOX.OUTBOX_ID,
                        OUTBOX.IDEMPOTENCY_KEY,
                        OUTBOX.RUN_NO,
                        OUTBOX.TASK_ID,
                        OUTBOX.MAP_INDEX,
                        OUTBOX.TRY_NUMBER,
                        OUTBOX.KIND,
                        coalesce(TASK_TRY.REASON, TASK_INSTANCE.REASON, DAG_RUN.REASON),
                        coalesce(TASK_TRY.MESSAGE, TASK_INSTANCE.MESSAGE))
                .from(OUTBOX)
                .leftJoin(DAG_RUN)
                .on(DAG_RUN.RUN_NO.eq(OUTBOX.RUN_NO))
                .leftJoin(TASK_TRY)
                .on(
                        TASK_TRY.RUN_NO.eq(OUTBOX.RUN_NO),
                        TASK_TRY.TASK_ID.eq(OUTBOX.TASK_ID),
                        TASK_TRY.MAP_INDEX.eq(OUTBOX.MAP_INDEX),
                        TASK_TRY.TRY_NUMBER.eq(OUTBOX.TRY_NUMBER),
                        TASK_TRY.REASON.notLike("lost:%"))
                .leftJoin(TASK_INSTANCE)
                .on(
                        TASK_INSTANCE.RUN_NO.eq(OUTBOX.RUN_NO),
                        TASK_INSTANCE.TASK_ID.eq(OUTBOX.TASK_ID),
                        TASK_INSTANCE.MAP_INDEX.eq(OUTBOX.MAP_INDEX),
                        TASK_INSTANCE.TRY_NUMBER.eq(OUTBOX.TRY_NUMBER))
                .where(OUTBOX.OUTBOX_ID.in(due))
                .orderBy(OUTBOX.OUTBOX_ID)
                .fetch(row -> new CallbackRow(
                        row.value1(),
                        row.value2(),
                        row.value3(),
                        row.value4(),
                        row.value5(),
                        row.value6(),
                        row.value7(),
                        row.value8(),
                        row.value9()));
    }

    private static Condition waitingCallback(Instant now) {
        return waitingCallback(val(now, SQLDataType.INSTANT));
    }

    /** By the index outbox_due. */
    static Condition waitingCallback(Field<Instant> now) {
        return OUTBOX.DONE_AT.isNull().and(OUTBOX.NEXT_AT.le(now)).and(OUTBOX.KIND.notLike(inline(EMAIL_KINDS)));
    }

    /** By the index outbox_held. */
    int takeCallbacksBack(Collection<String> workerIds, Collection<Long> held, Instant now) {
        return context.update(OUTBOX)
                .set(OUTBOX.DISPATCH_ID, 0L)
                .setNull(OUTBOX.WORKER_ID)
                .set(OUTBOX.NEXT_AT, now)
                .where(OUTBOX.DONE_AT.isNull())
                .and(OUTBOX.DISPATCH_ID.gt(inline(0L)))
                .and(OUTBOX.DISPATCH_ID.notIn(held))
                .and(OUTBOX.WORKER_ID.in(workerIds))
                .execute();
    }

    void callbackReturned(long outboxId, long dispatchId, Instant now) {
        context.update(OUTBOX)
                .set(OUTBOX.DISPATCH_ID, 0L)
                .setNull(OUTBOX.WORKER_ID)
                .set(OUTBOX.NEXT_AT, now)
                .where(OUTBOX.OUTBOX_ID.eq(outboxId))
                .and(OUTBOX.DISPATCH_ID.eq(dispatchId))
                .and(OUTBOX.DONE_AT.isNull())
                .execute();
    }

    void callbackDispatched(long outboxId, long dispatchId, String workerId, Instant again) {
        context.update(OUTBOX)
                .set(OUTBOX.DISPATCH_ID, dispatchId)
                .set(OUTBOX.WORKER_ID, workerId)
                .set(OUTBOX.ATTEMPTS, OUTBOX.ATTEMPTS.add(inline(1)))
                .set(OUTBOX.NEXT_AT, again)
                .where(OUTBOX.OUTBOX_ID.eq(outboxId), OUTBOX.DONE_AT.isNull())
                .execute();
    }

    void queueCallbacksAnew(Collection<Long> outboxIds, Instant now) {
        context.update(OUTBOX)
                .set(OUTBOX.NEXT_AT, now)
                .where(OUTBOX.OUTBOX_ID.in(outboxIds), OUTBOX.DONE_AT.isNull())
                .execute();
    }

    void dropCallback(long outboxId, String outcome, Instant now) {
        context.update(OUTBOX)
                .set(OUTBOX.DONE_AT, now)
                .set(OUTBOX.OUTCOME, outcome)
                .where(OUTBOX.OUTBOX_ID.eq(outboxId), OUTBOX.DONE_AT.isNull())
                .execute();
    }

    void callbackEnded(long outboxId, long dispatchId, boolean done, String outcome, Instant now) {
        Integer attempts = context.select(OUTBOX.ATTEMPTS)
                .from(OUTBOX)
                .where(OUTBOX.OUTBOX_ID.eq(outboxId), OUTBOX.DISPATCH_ID.eq(dispatchId), OUTBOX.DONE_AT.isNull())
                .forUpdate()
                .fetchOne(OUTBOX.ATTEMPTS);
        if (attempts == null) {
            return; // it came too late: another attempt is under way, or it is over
        }
        boolean over = done || attempts >= MAX_ATTEMPTS;
        context.update(OUTBOX)
                .set(OUTBOX.DONE_AT, over ? now : null)
                .set(OUTBOX.OUTCOME, outcome)
                .set(OUTBOX.NEXT_AT, now.plus(FIRST_WAIT.multipliedBy(1L << (attempts - 1))))
                .where(OUTBOX.OUTBOX_ID.eq(outboxId))
                .execute();
    }
}
