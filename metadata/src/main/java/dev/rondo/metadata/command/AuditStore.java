package dev.rondo.metadata.command;

import dev.rondo.metadata.Transactions;
import java.time.Instant;

/** Records what was done outside of the database. */
public final class AuditStore {

    private final Transactions transactions;

    public AuditStore(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Writes it down, in a transaction of its own. */
    public void write(AuditTrail.Entry entry, Change change, Instant now) {
        transactions.run(db -> AuditTrail.write(db, entry, change, now));
    }
}
