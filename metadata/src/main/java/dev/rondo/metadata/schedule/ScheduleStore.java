package dev.rondo.metadata.schedule;

import static dev.rondo.metadata.jooq.Tables.DAG;
import static org.jooq.impl.DSL.min;

import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.asset.AssetRuns;
import dev.rondo.metadata.dagrun.NewRun;
import dev.rondo.metadata.dagrun.NewRuns;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Creates the runs that are due, and keeps when the next one of each DAG is. */
public final class ScheduleStore {

    private final Transactions transactions;
    private final NewRuns newRuns = new NewRuns();
    private final AssetRuns assetRuns = new AssetRuns(new SplittableRandom());

    public ScheduleStore(Transactions transactions) {
        this.transactions = transactions;
    }

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
            List<DueDag> claimed = DueDags.claim(db, now, limit);
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
