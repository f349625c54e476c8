package dev.rondo.metadata.control;

import static dev.rondo.metadata.jooq.Tables.DAG;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.DAG_VERSION;
import static dev.rondo.metadata.jooq.Tables.JOB;
import static dev.rondo.metadata.jooq.Tables.TASK_INSTANCE;
import static org.jooq.impl.DSL.noCondition;

import dev.rondo.core.timetable.Stretch;
import dev.rondo.core.timetable.Timetables;
import dev.rondo.core.timetable.ToldStretch;
import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.dagrun.RunAt;
import dev.rondo.metadata.notice.Notice;
import dev.rondo.metadata.schedule.StoredRunRows;
import dev.rondo.metadata.schedule.StretchRows;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** DAGs, runs and the processes, as commands and heartbeats change them. */
public final class ControlStore {

    private final Transactions transactions;

    public ControlStore(Transactions transactions) {
        this.transactions = transactions;
    }

    /** A DAG with its newest graph. */
    public record DagInForce(String dagId, long versionId, String graph, boolean active, boolean paused) {}

    /** What the timetable class of a DAG told of; nothing where it has none. */
    public Timetables.Stored storedRuns(String dagId) {
        return transactions.call(db -> StoredRunRows.of(db, dagId, null));
    }

    /**
     * What the timetable class of a version told of a stretch. Where it has not told yet, it is asked: the DAG
     * processor has it answer within seconds. That it cannot tell is told once: who asks again has it asked again.
     *
     * @return empty: it is asked
     */
    public Optional<ToldStretch> tellOrAsk(String dagId, long versionId, Stretch stretch, Instant now) {
        return transactions.call(db -> {
            Optional<ToldStretch> told = StretchRows.told(db, dagId, versionId, stretch);
            if (told.isEmpty()) {
                StretchRows.ask(db, dagId, versionId, stretch, now);
            } else if (told.get().problem() != null) {
                StretchRows.forget(db, dagId);
            }
            return told;
        });
    }

    /** The DAG of that id. */
    public Optional<DagInForce> findDag(String dagId) {
        return transactions.call(db -> db.select(
                        DAG.DAG_ID, DAG.VERSION_ID, DAG_VERSION.GRAPH, DAG.IS_ACTIVE, DAG.IS_PAUSED)
                .from(DAG)
                .join(DAG_VERSION)
                .on(DAG_VERSION.VERSION_ID.eq(DAG.VERSION_ID))
                .where(DAG.DAG_ID.eq(dagId))
                .fetchOptional(r -> new DagInForce(r.value1(), r.value2(), r.value3(), r.value4(), r.value5())));
    }

    /** The graph of a version, canonical JSON. */
    public String requireGraph(long versionId) {
        return transactions.call(db -> db.select(DAG_VERSION.GRAPH)
                .from(DAG_VERSION)
                .where(DAG_VERSION.VERSION_ID.eq(versionId))
                .fetchSingle()
                .value1());
    }

    /** Pauses or unpauses; false when there is no such DAG. */
    public boolean setPaused(String dagId, boolean paused) {
        return transactions.call(db -> {
            int changed = db.update(DAG)
                    .set(DAG.IS_PAUSED, paused)
                    .where(DAG.DAG_ID.eq(dagId))
                    .execute();
            Notice.DAG.send(db, dagId);
            return changed == 1;
        });
    }

    /** The run of that id. */
    public Optional<RunAt> findRun(String dagId, String runId) {
        return transactions.call(db -> db.select(
                        DAG_RUN.RUN_NO,
                        DAG_RUN.RUN_ID,
                        DAG_RUN.STATE,
                        DAG_RUN.LOGICAL_DATE,
                        DAG_RUN.RUN_AFTER,
                        DAG_RUN.VERSION_ID)
                .from(DAG_RUN)
                .where(DAG_RUN.DAG_ID.eq(dagId), DAG_RUN.RUN_ID.eq(runId))
                .fetchOptional(r -> new RunAt(r.value1(), r.value2(), r.value3(), r.value4(), r.value5(), r.value6())));
    }

    /** Runs of a DAG by logical date, both ends included, the oldest first; null: open. */
    public List<RunAt> runsBetween(String dagId, @Nullable Instant from, @Nullable Instant to, int limit) {
        return transactions.call(db -> db.select(
                        DAG_RUN.RUN_NO,
                        DAG_RUN.RUN_ID,
                        DAG_RUN.STATE,
                        DAG_RUN.LOGICAL_DATE,
                        DAG_RUN.RUN_AFTER,
                        DAG_RUN.VERSION_ID)
                .from(DAG_RUN)
                .where(
                        DAG_RUN.DAG_ID.eq(dagId),
                        from == null ? noCondition() : DAG_RUN.LOGICAL_DATE.ge(from),
                        to == null ? noCondition() : DAG_RUN.LOGICAL_DATE.le(to))
                .orderBy(DAG_RUN.LOGICAL_DATE, DAG_RUN.RUN_NO)
                .limit(limit)
                .fetch(r -> new RunAt(r.value1(), r.value2(), r.value3(), r.value4(), r.value5(), r.value6())));
    }

    /** Writes the note of a run; false when there is no such run. */
    public boolean noteRun(String dagId, String runId, @Nullable String note) {
        return transactions.call(db -> db.update(DAG_RUN)
                        .set(DAG_RUN.NOTE, note)
                        .where(DAG_RUN.DAG_ID.eq(dagId), DAG_RUN.RUN_ID.eq(runId))
                        .execute()
                == 1);
    }

    /** Writes the note of task instances; false when there is none. */
    public boolean noteTask(long runNo, String taskId, @Nullable Integer mapIndex, @Nullable String note) {
        return transactions.call(db -> db.update(TASK_INSTANCE)
                        .set(TASK_INSTANCE.NOTE, note)
                        .where(
                                TASK_INSTANCE.RUN_NO.eq(runNo),
                                TASK_INSTANCE.TASK_ID.eq(taskId),
                                mapIndex == null ? noCondition() : TASK_INSTANCE.MAP_INDEX.eq(mapIndex))
                        .execute()
                > 0);
    }

    /**
     * Deletes a finished run with everything of it, see {@link LogRemoval}; false when it is not finished, or not
     * there.
     */
    public boolean deleteRun(long runNo) {
        return transactions.call(db -> {
            var deleted = db.deleteFrom(DAG_RUN)
                    .where(DAG_RUN.RUN_NO.eq(runNo), DAG_RUN.STATE.in("success", "failed"))
                    .returningResult(DAG_RUN.DAG_ID, DAG_RUN.RUN_ID)
                    .fetchOne();
            if (deleted == null) {
                return false;
            }
            RunRows.deleteOf(db, List.of(runNo));
            LogRemoval.ask(db, deleted.value1(), deleted.value2());
            return true;
        });
    }

    /** A process says that it lives. */
    public void beat(
            String jobId, String kind, String hostname, long pid, @Nullable String url, String version, Instant now) {
        transactions.run(db -> db.insertInto(JOB)
                .set(JOB.JOB_ID, jobId)
                .set(JOB.KIND, kind)
                .set(JOB.HOSTNAME, hostname)
                .set(JOB.PID, pid)
                .set(JOB.URL, url)
                .set(JOB.VERSION, version)
                .set(JOB.STARTED_AT, now)
                .set(JOB.LATEST_HEARTBEAT, now)
                .onConflict(JOB.JOB_ID)
                .doUpdate()
                .set(JOB.LATEST_HEARTBEAT, now)
                .execute());
    }

    /** A process ended in an orderly way. */
    public void ended(String jobId, Instant now) {
        transactions.run(db -> db.update(JOB)
                .set(JOB.ENDED_AT, now)
                .where(JOB.JOB_ID.eq(jobId))
                .execute());
    }
}
