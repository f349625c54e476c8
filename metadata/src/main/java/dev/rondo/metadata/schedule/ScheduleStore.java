package dev.rondo.metadata.schedule;

import static dev.rondo.metadata.jooq.Tables.DAG;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.DAG_VERSION;
import static org.jooq.impl.DSL.min;

import dev.rondo.core.timetable.Timetables;
import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.asset.AssetRuns;
import dev.rondo.metadata.dagrun.NewRun;
import dev.rondo.metadata.dagrun.NewRuns;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.Record3;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Creates the runs that are due, and keeps when the next one of each DAG is. */
public final class ScheduleStore {

    private static final List<String> AUTOMATED = List.of("scheduled", "backfill");

    private final Transactions transactions;
    private final NewRuns newRuns = new NewRuns();
    private final AssetRuns assetRuns = new AssetRuns(new SplittableRandom());

    public ScheduleStore(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * A DAG whose schedule is to be asked.
     *
     * @param graph canonical JSON
     * @param isPaused whether it is switched off: no run of it may be created, but its next one is kept
     * @param lastStart data interval of its last automated run; null: it had none
     * @param openRuns how many of its runs are queued or running
     * @param stored what its timetable class told of, later than its last run
     */
    public record DueDag(
            String dagId,
            long versionId,
            String graph,
            boolean isPaused,
            @Nullable Instant lastStart,
            @Nullable Instant lastEnd,
            int openRuns,
            Timetables.Stored stored) {}

    /** What its schedule answered. {@code next} null: no further run. */
    public record Answer(List<NewRun> due, @Nullable Next next) {
        public Answer {
            due = List.copyOf(due);
        }
    }

    /** The run after those that are due. */
    public record Next(Instant logicalDate, Instant intervalStart, Instant intervalEnd, Instant runAfter) {}

    /**
     * Claims DAGs that are due or whose schedule has changed, creates what their schedules ask for, and keeps what is
     * next; one transaction. Another scheduler's claims are passed over. A run that exists already is left as it is: so
     * a firing that comes twice does no harm.
     *
     * @param schedules empty: this one cannot be asked; nothing of it is created, and it is claimed again the next time
     * @return ids of the DAGs that were claimed and could be asked
     */
    public List<String> createDue(Instant now, int limit, Function<DueDag, Optional<Answer>> schedules) {
        return transactions.call(db -> {
            List<DueDag> claimed = claim(db, now, limit);
            List<NewRun> runs = new ArrayList<>();
            List<String> asked = new ArrayList<>();
            for (DueDag dag : claimed) {
                Optional<Answer> answer = schedules.apply(dag);
                keepNext(db, dag, answer);
                answer.ifPresent(known -> {
                    runs.addAll(known.due());
                    asked.add(dag.dagId());
                });
            }
            var ignored = newRuns.create(db, runs);
            return List.copyOf(asked);
        });
    }

    // Index: dag_due, and the few rows whose version is new.
    private static List<DueDag> claim(DSLContext db, Instant now, int limit) {
        var rows = db.select(DAG.DAG_ID, DAG.VERSION_ID, DAG_VERSION.GRAPH, DAG.IS_PAUSED, DAG.STORED_RUNS_END)
                .from(DAG)
                .join(DAG_VERSION)
                .on(DAG_VERSION.VERSION_ID.eq(DAG.VERSION_ID))
                .where(
                        DAG.IS_ACTIVE.isTrue(),
                        DAG.NEXT_RUN_AFTER
                                .le(now)
                                .and(DAG.IS_PAUSED.isFalse())
                                .or(DAG.PLANNED_VERSION_ID.isDistinctFrom(DAG.VERSION_ID)))
                .orderBy(DAG.DAG_ID)
                .limit(limit)
                .forNoKeyUpdate()
                .of(DAG)
                .skipLocked()
                .fetch();
        List<String> ids = rows.getValues(DAG.DAG_ID);
        Map<String, Record3<String, Instant, Instant>> last = new HashMap<>();
        db.select(DAG_RUN.DAG_ID, DAG_RUN.DATA_INTERVAL_START, DAG_RUN.DATA_INTERVAL_END)
                .distinctOn(DAG_RUN.DAG_ID)
                .from(DAG_RUN)
                .where(DAG_RUN.DAG_ID.in(ids), DAG_RUN.RUN_TYPE.in(AUTOMATED), DAG_RUN.LOGICAL_DATE.isNotNull())
                .orderBy(DAG_RUN.DAG_ID, DAG_RUN.LOGICAL_DATE.desc())
                .forEach(r -> last.put(r.value1(), r));
        Map<String, Integer> open = new HashMap<>();
        db.select(DAG_RUN.DAG_ID, DSL.count())
                .from(DAG_RUN)
                .where(DAG_RUN.DAG_ID.in(ids), DAG_RUN.STATE.in("queued", "running"))
                .groupBy(DAG_RUN.DAG_ID)
                .forEach(r -> open.put(r.value1(), r.value2()));
        return rows.map(r -> {
            Record3<String, Instant, Instant> run = last.get(r.value1());
            boolean ownTimetable = r.value5() != null;
            return new DueDag(
                    r.value1(),
                    r.value2(),
                    r.value3(),
                    r.value4(),
                    run == null ? null : run.value2(),
                    run == null ? null : run.value3(),
                    open.getOrDefault(r.value1(), 0),
                    ownTimetable
                            ? StoredRunRows.of(db, r.value1(), run == null ? null : run.value2())
                            : Timetables.Stored.NOTHING);
        });
    }

    private static void keepNext(DSLContext db, DueDag dag, Optional<Answer> answer) {
        Next next = answer.map(Answer::next).orElse(null);
        db.update(DAG)
                .set(DAG.PLANNED_VERSION_ID, answer.isPresent() ? dag.versionId() : null)
                .set(DAG.NEXT_LOGICAL_DATE, next == null ? null : next.logicalDate())
                .set(DAG.NEXT_DATA_INTERVAL_START, next == null ? null : next.intervalStart())
                .set(DAG.NEXT_DATA_INTERVAL_END, next == null ? null : next.intervalEnd())
                .set(DAG.NEXT_RUN_AFTER, next == null ? null : next.runAfter())
                .where(DAG.DAG_ID.eq(dag.dagId()))
                .execute();
    }

    /**
     * Makes the runs that updates of assets call for where nobody did: the DAG was paused or had no place for a run.
     * DAGs of other transactions are passed over: those look themselves.
     *
     * @param limit as many DAGs are looked at in one transaction
     * @return ids of the DAGs that have a new run
     */
    public List<String> createForAssets(Instant now, int limit) {
        List<String> created = new ArrayList<>();
        String last = "";
        AssetPass pass;
        do {
            String after = last;
            pass = transactions.call(db -> {
                List<String> waiting = assetRuns.lockWaiting(db, after, limit);
                return new AssetPass(waiting, assetRuns.create(db, waiting, now));
            });
            created.addAll(pass.created());
            last = pass.waiting().isEmpty() ? last : pass.waiting().getLast();
        } while (pass.waiting().size() == limit);
        return List.copyOf(created);
    }

    private record AssetPass(List<String> waiting, List<String> created) {}

    /** When the next run of any DAG that is not paused is due; empty: none is. */
    public Optional<Instant> nextDue() {
        return transactions.call(db -> Optional.ofNullable(db.select(min(DAG.NEXT_RUN_AFTER))
                .from(DAG)
                .where(DAG.IS_ACTIVE.isTrue(), DAG.IS_PAUSED.isFalse())
                .fetchSingle()
                .value1()));
    }
}
