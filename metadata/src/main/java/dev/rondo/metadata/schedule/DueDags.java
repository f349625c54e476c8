package dev.rondo.metadata.schedule;

import static dev.rondo.metadata.jooq.Tables.DAG;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.DAG_VERSION;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.lateral;
import static org.jooq.impl.DSL.select;

import dev.rondo.core.newrun.DagFacts;
import dev.rondo.core.newrun.ScheduleFacts;
import dev.rondo.core.timetable.DataInterval;
import dev.rondo.core.timetable.Timetables;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.SelectConditionStep;

/** Reads what decides about the scheduled runs of DAGs: to decide, under a lock, or to say why not, without one. */
public final class DueDags {

    private static final List<String> AUTOMATED = List.of("scheduled", "backfill");

    private DueDags() {}

    /**
     * Locks DAGs whose schedules are to be asked now. The condition only leaves out what the rules would hold back
     * anyway, by the index dag_due and the few rows whose version is new. DAGs of other transactions are passed over.
     */
    static List<DueDag> claim(DSLContext db, Instant now, int limit) {
        return read(
                db,
                dags(
                                db,
                                DAG.IS_ACTIVE
                                        .isTrue()
                                        .and(DAG.NEXT_RUN_AFTER
                                                .le(now)
                                                .and(DAG.IS_PAUSED.isFalse())
                                                .or(DAG.PLANNED_VERSION_ID.isDistinctFrom(DAG.VERSION_ID))))
                        .orderBy(DAG.DAG_ID)
                        .limit(limit)
                        .forNoKeyUpdate()
                        .of(DAG)
                        .skipLocked()
                        .fetch());
    }

    /** The DAG as a claim would read it, without a lock; empty: there is none. */
    public static Optional<DueDag> find(DSLContext db, String dagId) {
        return read(db, dags(db, DAG.DAG_ID.eq(dagId)).fetch()).stream().findFirst();
    }

    private static SelectConditionStep<? extends Record> dags(DSLContext db, Condition which) {
        return db.select(
                        DAG.DAG_ID,
                        DAG.FILE_NAME,
                        DAG.IS_ACTIVE,
                        DAG.IS_PAUSED,
                        DAG.VERSION_ID,
                        DAG.PLANNED_VERSION_ID,
                        DAG.NEXT_RUN_AFTER,
                        DAG.STORED_RUNS_END,
                        DAG_VERSION.GRAPH)
                .from(DAG)
                .join(DAG_VERSION)
                .on(DAG_VERSION.VERSION_ID.eq(DAG.VERSION_ID))
                .where(which);
    }

    private static List<DueDag> read(DSLContext db, Result<? extends Record> rows) {
        List<String> ids = rows.getValues(DAG.DAG_ID);
        Map<String, DataInterval> last = new HashMap<>();
        // Index: that of (dag_id, logical_date), from its end, once a DAG: most have years of runs.
        var newestRun = lateral(select(DAG_RUN.DATA_INTERVAL_START, DAG_RUN.DATA_INTERVAL_END)
                        .from(DAG_RUN)
                        .where(isAutomated(DAG_RUN.DAG_ID.eq(DAG.DAG_ID)))
                        .orderBy(DAG_RUN.LOGICAL_DATE.desc())
                        .limit(1))
                .as("newest");
        db.select(DAG.DAG_ID, newestRun.field(DAG_RUN.DATA_INTERVAL_START), newestRun.field(DAG_RUN.DATA_INTERVAL_END))
                .from(DAG, newestRun)
                .where(DAG.DAG_ID.in(ids))
                .forEach(r -> {
                    if (r.value2() != null && r.value3() != null) {
                        last.put(r.value1(), new DataInterval(r.value2(), r.value3()));
                    }
                });
        Map<String, Integer> open = db.select(DAG_RUN.DAG_ID, count())
                .from(DAG_RUN)
                .where(DAG_RUN.DAG_ID.in(ids), DAG_RUN.STATE.in("queued", "running"))
                .groupBy(DAG_RUN.DAG_ID)
                .fetchMap(DAG_RUN.DAG_ID, count());
        List<DueDag> dags = new ArrayList<>();
        for (Record row : rows) {
            String dagId = row.get(DAG.DAG_ID);
            DataInterval newest = last.get(dagId);
            Long planned = row.get(DAG.PLANNED_VERSION_ID);
            dags.add(new DueDag(
                    row.get(DAG.VERSION_ID),
                    row.get(DAG_VERSION.GRAPH),
                    new DagFacts(dagId, row.get(DAG.FILE_NAME), row.get(DAG.IS_ACTIVE), row.get(DAG.IS_PAUSED)),
                    new ScheduleFacts.Plan(row.get(DAG.VERSION_ID).equals(planned), row.get(DAG.NEXT_RUN_AFTER)),
                    newest,
                    open.getOrDefault(dagId, 0),
                    row.get(DAG.STORED_RUNS_END) == null
                            ? Timetables.Stored.NOTHING
                            : StoredRunRows.of(db, dagId, newest == null ? null : newest.start())));
        }
        return List.copyOf(dags);
    }

    /** Data interval of the automated run of a DAG before its last one; empty: there is none. */
    public static Optional<DataInterval> beforeLast(DSLContext db, String dagId) {
        // Index: that of (dag_id, logical_date).
        return db.select(DAG_RUN.DATA_INTERVAL_START, DAG_RUN.DATA_INTERVAL_END)
                .from(DAG_RUN)
                .where(isAutomated(DAG_RUN.DAG_ID.eq(dagId)), DAG_RUN.DATA_INTERVAL_START.isNotNull())
                .orderBy(DAG_RUN.LOGICAL_DATE.desc())
                .limit(1)
                .offset(1)
                .fetchOptional(r -> new DataInterval(r.value1(), r.value2()));
    }

    private static Condition isAutomated(Condition ofDags) {
        return ofDags.and(DAG_RUN.RUN_TYPE.in(AUTOMATED)).and(DAG_RUN.LOGICAL_DATE.isNotNull());
    }
}
