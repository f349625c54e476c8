package dev.rondo.metadata.run;

import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.asset.AssetRuns;
import dev.rondo.metadata.sets.SetStatement;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * The state of runs, for the engine: everything that belongs together happens in one transaction, in the order of locks
 * run, DAG, task, pool.
 */
public final class RunStateStore {

    private final Transactions transactions;
    private final RunStatements statements = new RunStatements();
    private final AssetRuns assetRuns = new AssetRuns(new SplittableRandom());

    public RunStateStore(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Runs the work and commits. The work may run more than once, when the transaction lost a race; what it keeps
     * outside the database must stand that.
     *
     * @throws StaleRunException a run that was expected to be as it is in memory is not, nothing happened
     */
    public <T extends @Nullable Object> T transact(Function<RunTransaction, T> work) {
        try {
            return transactions.pipelined(pipeline -> work.apply(new RunTransaction(pipeline, statements, assetRuns)));
        } catch (DataAccessException e) {
            if (SetStatement.NOT_EACH.equals(e.sqlState())) {
                throw new StaleRunException(e);
            }
            throw e;
        }
    }
}
