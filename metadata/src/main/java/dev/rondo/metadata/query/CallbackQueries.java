package dev.rondo.metadata.query;

import static dev.rondo.metadata.jooq.Tables.OUTBOX;
import static org.jooq.impl.DSL.selectOne;

import dev.rondo.metadata.Transactions;

/** Callbacks, as they are asked about. */
public final class CallbackQueries {

    private final Transactions transactions;

    public CallbackQueries(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Whether a run, or a task of it, has a callback that is not done yet. Index: outbox_due, which has only these. */
    public boolean areToCome(long runNo) {
        return transactions.call(
                db -> db.fetchExists(selectOne().from(OUTBOX).where(OUTBOX.DONE_AT.isNull(), OUTBOX.RUN_NO.eq(runNo))));
    }
}
