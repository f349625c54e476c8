package dev.rondo.metadata.control;

import static dev.rondo.metadata.jooq.Tables.WORKER;
import static dev.rondo.metadata.sets.ReadyStatement.moment;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.currentInstant;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.update;

import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.sets.ReadyStatement;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jooq.impl.SQLDataType;
import org.jooq.types.DayToSecond;

/** The leases of workers, by the clock of the database alone. */
public final class LeaseStore {

    private final Transactions transactions;
    private final ReadyStatement renew;
    private final ReadyStatement nearest;

    /**
     * One that is not marked gone.
     *
     * @param left until its lease is over; negative: it is over
     */
    public record Lease(String workerId, Duration left) {}

    /**
     * What a look found.
     *
     * @param renewed those of the asked whose leases were not over, and begin anew
     * @param nearest those that are over or will be first, in that order
     */
    public record Look(Set<String> renewed, List<Lease> nearest) {}

    /** A store that gives leases of that length. */
    public LeaseStore(Transactions transactions, Duration lease) {
        this.transactions = transactions;
        this.renew = new ReadyStatement(update(WORKER)
                .set(WORKER.LEASE_UNTIL, currentInstant().add(inline(DayToSecond.valueOf(lease))))
                .where(
                        WORKER.WORKER_ID.eq(any(param("workers", SQLDataType.VARCHAR.array()))),
                        WORKER.STATE.ne(inline("gone")),
                        // One that is over stays over: what it covered may be on its way to another worker.
                        WORKER.LEASE_UNTIL.ge(currentInstant()))
                .returningResult(WORKER.WORKER_ID));
        this.nearest = new ReadyStatement(select(WORKER.WORKER_ID, WORKER.LEASE_UNTIL, currentInstant())
                .from(WORKER)
                .where(WORKER.STATE.ne(inline("gone")))
                .orderBy(WORKER.LEASE_UNTIL)
                .limit(param("limit", SQLDataType.BIGINT)));
    }

    /** Notes that workers take nothing more; one that is gone stays that. */
    public void drain(Collection<String> workerIds) {
        transactions.call(db -> db.update(WORKER)
                .set(WORKER.STATE, "draining")
                .where(WORKER.WORKER_ID.in(workerIds), WORKER.STATE.eq("online"))
                .execute());
    }

    /**
     * Renews leases, and looks which are over next.
     *
     * @param workerIds whose leases to renew
     * @param limit how many of the nearest are told
     */
    public Look renew(Collection<String> workerIds, int limit) {
        return transactions.call(db -> {
            List<String> renewed = workerIds.isEmpty()
                    ? List.of()
                    : renew.query(db, row -> row.getString(1), (Object) workerIds.toArray(String[]::new));
            List<Lease> next = nearest.query(
                    db, row -> new Lease(row.getString(1), Duration.between(moment(row, 3), moment(row, 2))), (long)
                            limit);
            return new Look(Set.copyOf(renewed), next);
        });
    }
}
