package dev.rondo.metadata.partition;

import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.val;

import dev.rondo.metadata.Transactions;
import org.jooq.impl.SQLDataType;

/** Makes the partitions of task instances, tries and XComs before the runs that need them, and drops those of none. */
public final class PartitionStore {

    /** As many runs share a partition, as in the first migration. */
    public static final long RUNS_EACH = 100_000;

    /** A partition is made so many runs before it is needed: days, at any rate that a database stands. */
    public static final long AHEAD = 150_000;

    private final Transactions transactions;

    public PartitionStore(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Makes what is missing; any number of schedulers may call it at once.
     *
     * @param ahead so many runs beyond the newest one are to have their place
     * @param runsEach size of a new partition
     * @return how many were made, of each table
     */
    public int ensure(long ahead, long runsEach) {
        return transactions.call(
                db -> db.select(function("ensure_partitions", SQLDataType.INTEGER, val(ahead), val(runsEach)))
                        .fetchSingle()
                        .value1());
    }

    /**
     * Drops what no run is left of, in this partition and the one after it: a transaction that has a number and is not
     * committed is not so far behind. A lock that takes longer is not waited for; the next call tries again.
     *
     * @return how many were dropped, of each table
     */
    public int dropUnused() {
        return transactions.call(db -> db.select(function("drop_unused_partitions", SQLDataType.INTEGER))
                .fetchSingle()
                .value1());
    }
}
