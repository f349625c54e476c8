package dev.rondo.metadata.run;

import static dev.rondo.metadata.jooq.Tables.OUTBOX;
import static dev.rondo.metadata.jooq.Tables.WORKER;
import static org.jooq.impl.DSL.currentInstant;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.when;

import dev.rondo.core.protocol.WorkerMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.types.DayToSecond;

/** What the engine's transactions touch beside runs: workers, and callbacks under way. */
final class Surroundings {

    // With the wait doubling from 10 s, the last of so many tries is some three hours after the first.
    private static final int MAX_ATTEMPTS = 10;

    private static final Duration FIRST_WAIT = Duration.ofSeconds(10);

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

    long registerWorker(String schedulerId, WorkerMessage.Hello hello, Duration lease) {
        Field<Instant> until = currentInstant().add(DayToSecond.valueOf(lease));
        Instant now = context.insertInto(WORKER)
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
                .onConflict(WORKER.WORKER_ID)
                .doUpdate()
                .set(WORKER.SCHEDULER_ID, excluded(WORKER.SCHEDULER_ID))
                .set(WORKER.LEASE_UNTIL, excluded(WORKER.LEASE_UNTIL))
                .set(WORKER.SLOTS, excluded(WORKER.SLOTS))
                .set(WORKER.MEMORY_BYTES, excluded(WORKER.MEMORY_BYTES))
                .set(WORKER.QUEUES, excluded(WORKER.QUEUES))
                .set(WORKER.STATE, excluded(WORKER.STATE))
                .set(WORKER.CONNECTED_AT, excluded(WORKER.CONNECTED_AT))
                .returningResult(WORKER.CONNECTED_AT)
                .fetchSingle()
                .value1();
        return ChronoUnit.MICROS.between(Instant.EPOCH, now);
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

    void callbackEnded(long outboxId, long dispatchId, boolean done, String outcome, Instant now) {
        var over = OUTBOX.ATTEMPTS.ge(inline(MAX_ATTEMPTS));
        var ended = done ? inline(now) : when(over, inline(now));
        context.update(OUTBOX)
                .set(OUTBOX.DONE_AT, ended)
                .set(OUTBOX.OUTCOME, outcome)
                .set(OUTBOX.NEXT_AT, now.plus(FIRST_WAIT))
                .where(OUTBOX.OUTBOX_ID.eq(outboxId))
                .and(OUTBOX.DISPATCH_ID.eq(dispatchId))
                .and(OUTBOX.DONE_AT.isNull())
                .execute();
    }
}
