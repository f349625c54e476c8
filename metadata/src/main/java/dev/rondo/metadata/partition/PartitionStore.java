package dev.rondo.metadata.partition;

import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.val;

import dev.rondo.metadata.Transactions;
import org.jooq.impl.SQLDataType;

/** Makes the partitions of task instances, tries and XComs before the runs that need them. */
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
}
