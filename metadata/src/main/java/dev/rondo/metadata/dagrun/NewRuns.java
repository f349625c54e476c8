package dev.rondo.metadata.dagrun;

import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.select;

import dev.rondo.core.state.RunState;
import dev.rondo.metadata.deadline.Deadlines;
import dev.rondo.metadata.sets.Columns;
import dev.rondo.metadata.sets.SetStatement;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Query;

/** Makes runs, any number in one statement. */
public final class NewRuns {

    private final SetStatement<NewRun> insert;
    private final Deadlines deadlines = new Deadlines();

    public NewRuns() {
        Columns<NewRun> given = columns();
        this.insert = new SetStatement<>(given, insertOf(given));
    }

    /**
     * Makes the runs that are not there yet, and their deadlines: one of the same DAG with the same id or logical date
     * is left as it is.
     *
     * @return those that were made
     */
    public List<CreatedRun> create(DSLContext transaction, List<NewRun> runs) {
        List<CreatedRun> created = insert.query(
                transaction, runs, row -> new CreatedRun(row.getLong(1), row.getString(2), row.getString(3)));
        // Those of backfills have no deadlines: they are not even looked for.
        if (runs.stream().anyMatch(run -> run.backfillId() == null)) {
            deadlines.create(
                    transaction, created.stream().map(CreatedRun::runNo).toList());
        }
        return created;
    }

    private static Columns<NewRun> columns() {
        return new Columns<NewRun>()
                .text("dag_id", NewRun::dagId)
                .text("run_id", NewRun::runId)
                .moment("logical_date", NewRun::logicalDate)
                .moment("data_interval_start", NewRun::dataIntervalStart)
                .moment("data_interval_end", NewRun::dataIntervalEnd)
                .moment("run_after", NewRun::runAfter)
                .text("run_type", run -> run.runType().wireName())
                .bigint("version_id", NewRun::versionId)
                .text("conf", NewRun::conf)
                .moment("queued_at", NewRun::queuedAt)
                .text("triggered_by", NewRun::triggeredBy)
                .text("triggering_user", NewRun::triggeringUser)
                .text("note", NewRun::note)
                .optionalBigint("backfill_id", NewRun::backfillId)
                .optionalInteger("backfill_ordinal", NewRun::backfillOrdinal)
                .text("only_tasks", run -> TaskIds.joined(run.onlyTasks()));
    }

    private static Query insertOf(Columns<NewRun> given) {
        return insertInto(
                        DAG_RUN,
                        DAG_RUN.DAG_ID,
                        DAG_RUN.RUN_ID,
                        DAG_RUN.LOGICAL_DATE,
                        DAG_RUN.DATA_INTERVAL_START,
                        DAG_RUN.DATA_INTERVAL_END,
                        DAG_RUN.RUN_AFTER,
                        DAG_RUN.RUN_TYPE,
                        DAG_RUN.STATE,
                        DAG_RUN.VERSION_ID,
                        DAG_RUN.CONF,
                        DAG_RUN.QUEUED_AT,
                        DAG_RUN.TRIGGERED_BY,
                        DAG_RUN.TRIGGERING_USER,
                        DAG_RUN.NOTE,
                        DAG_RUN.BACKFILL_ID,
                        DAG_RUN.BACKFILL_ORDINAL,
                        DAG_RUN.ONLY_TASKS)
                .select(select(
                                given.text("dag_id"),
                                given.text("run_id"),
                                given.moment("logical_date"),
                                given.moment("data_interval_start"),
                                given.moment("data_interval_end"),
                                given.moment("run_after"),
                                given.text("run_type"),
                                inline(RunState.QUEUED.wireName()),
                                given.bigint("version_id"),
                                given.text("conf"),
                                given.moment("queued_at"),
                                given.text("triggered_by"),
                                given.text("triggering_user"),
                                given.text("note"),
                                given.bigint("backfill_id"),
                                given.integer("backfill_ordinal"),
                                given.text("only_tasks"))
                        .from(given.given()))
                .onConflictDoNothing()
                .returningResult(DAG_RUN.RUN_NO, DAG_RUN.DAG_ID, DAG_RUN.RUN_ID);
    }
}
