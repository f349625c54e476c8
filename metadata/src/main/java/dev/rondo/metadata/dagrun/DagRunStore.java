package dev.rondo.metadata.dagrun;

import static dev.rondo.metadata.jooq.Tables.DAG_RUN;

import dev.rondo.core.state.RunState;
import dev.rondo.metadata.Transactions;
import java.util.List;
import java.util.Optional;

/** Runs as they are made and asked for by name. */
public final class DagRunStore {

    private final Transactions transactions;
    private final NewRuns newRuns = new NewRuns();

    public DagRunStore(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Makes the runs that are not there yet.
     *
     * @return those that were made
     */
    public List<CreatedRun> create(List<NewRun> runs) {
        return transactions.call(context -> newRuns.create(context, runs));
    }

    /** The state of a run; empty: there is no such run. */
    public Optional<RunState> findState(String dagId, String runId) {
        return transactions.call(context -> context.select(DAG_RUN.STATE)
                .from(DAG_RUN)
                .where(DAG_RUN.DAG_ID.eq(dagId))
                .and(DAG_RUN.RUN_ID.eq(runId))
                .fetchOptional(DAG_RUN.STATE)
                .map(RunState::ofWireName));
    }
}
