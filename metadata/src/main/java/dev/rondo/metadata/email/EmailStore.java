package dev.rondo.metadata.email;

import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.DAG_VERSION;
import static dev.rondo.metadata.jooq.Tables.OUTBOX;
import static dev.rondo.metadata.jooq.Tables.TASK_INSTANCE;
import static dev.rondo.metadata.jooq.Tables.TASK_TRY;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.inline;

import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.run.CallbackWrite;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jooq.DSLContext;

/**
 * Emails in the outbox, where the change that asks for them wrote them. A sender claims what is due, sends it outside
 * any transaction and says what became of it; what a sender that died had claimed is due again after the wait of a
 * claim.
 */
public final class EmailStore {

    private static final String KINDS = CallbackWrite.EMAIL + "%";

    // A wait of 30 s, 1, 2, 4 … minutes and then of an hour: the last attempt is four hours after the first.
    private static final Duration FIRST_WAIT = Duration.ofSeconds(30);

    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private static final int MAX_DOUBLINGS = 7;

    private final Transactions transactions;

    public EmailStore(Transactions transactions) {
        this.transactions = transactions;
    }

    /** How long after so many attempts the next one is. */
    public static Duration wait(int attempts) {
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.clamp(attempts - 1L, 0, MAX_DOUBLINGS));
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    /** Takes emails that are due, so that no other sender has them before the wait of this attempt is over. */
    public List<DueEmail> claim(Instant now, int limit) {
        return transactions.call(db -> {
            // By the index outbox_due.
            var due = db.select(OUTBOX.OUTBOX_ID, OUTBOX.ATTEMPTS)
                    .from(OUTBOX)
                    .where(OUTBOX.DONE_AT.isNull(), OUTBOX.NEXT_AT.le(now), OUTBOX.KIND.like(inline(KINDS)))
                    .orderBy(OUTBOX.NEXT_AT, OUTBOX.OUTBOX_ID)
                    .limit(limit)
                    .forUpdate()
                    .skipLocked()
                    .fetch();
            due.forEach(row -> db.update(OUTBOX)
                    .set(OUTBOX.ATTEMPTS, row.value2() + 1)
                    .set(OUTBOX.NEXT_AT, now.plus(wait(row.value2() + 1)))
                    .where(OUTBOX.OUTBOX_ID.eq(row.value1()))
                    .execute());
            List<Long> ids = due.getValues(OUTBOX.OUTBOX_ID);
            forgetDeleted(db, ids, now);
            return read(db, ids);
        });
    }

    private static void forgetDeleted(DSLContext db, List<Long> ids, Instant now) {
        db.update(OUTBOX)
                .set(OUTBOX.DONE_AT, now)
                .set(OUTBOX.OUTCOME, "not sent: the run is deleted")
                .where(OUTBOX.OUTBOX_ID.in(ids))
                .andNotExists(db.selectOne().from(DAG_RUN).where(DAG_RUN.RUN_NO.eq(OUTBOX.RUN_NO)))
                .execute();
    }

    private static List<DueEmail> read(DSLContext db, List<Long> ids) {
        return db.select(
                        OUTBOX.OUTBOX_ID,
                        OUTBOX.IDEMPOTENCY_KEY,
                        OUTBOX.KIND,
                        OUTBOX.ATTEMPTS,
                        OUTBOX.CREATED_AT,
                        DAG_RUN.DAG_ID,
                        DAG_RUN.RUN_ID,
                        OUTBOX.TASK_ID,
                        OUTBOX.MAP_INDEX,
                        OUTBOX.TRY_NUMBER,
                        coalesce(TASK_TRY.REASON, TASK_INSTANCE.REASON).as("why"),
                        coalesce(TASK_TRY.MESSAGE, TASK_INSTANCE.MESSAGE).as("said"),
                        DAG_VERSION.GRAPH)
                .from(OUTBOX)
                .join(DAG_RUN)
                .on(DAG_RUN.RUN_NO.eq(OUTBOX.RUN_NO))
                .join(DAG_VERSION)
                .on(DAG_VERSION.VERSION_ID.eq(DAG_RUN.VERSION_ID))
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
                .where(OUTBOX.OUTBOX_ID.in(ids))
                .orderBy(OUTBOX.OUTBOX_ID)
                .fetch(row -> new DueEmail(
                        row.value1(),
                        row.value2() + "/" + row.value5(),
                        row.value3().substring(CallbackWrite.EMAIL.length()),
                        row.value4(),
                        row.value5(),
                        row.value6(),
                        row.value7(),
                        row.value8(),
                        row.value9(),
                        row.value10(),
                        row.value11(),
                        row.value12(),
                        row.value13()));
    }

    /** It is over with this email, sent or not. */
    public void over(DueEmail email, String outcome, Instant now) {
        transactions.run(db -> db.update(OUTBOX)
                .set(OUTBOX.DONE_AT, now)
                .set(OUTBOX.OUTCOME, outcome)
                .where(OUTBOX.OUTBOX_ID.eq(email.outboxId()), OUTBOX.DONE_AT.isNull())
                .execute());
    }

    /** This attempt did not work; the next one is when the wait of the claim is over. */
    public void failed(DueEmail email, String outcome) {
        transactions.run(db -> db.update(OUTBOX)
                .set(OUTBOX.OUTCOME, outcome)
                .where(OUTBOX.OUTBOX_ID.eq(email.outboxId()), OUTBOX.DONE_AT.isNull())
                .execute());
    }
}
