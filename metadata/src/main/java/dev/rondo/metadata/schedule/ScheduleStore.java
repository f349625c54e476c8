package dev.rondo.metadata.schedule;

import static dev.rondo.metadata.jooq.Tables.DAG;
import static dev.rondo.metadata.jooq.Tables.DAG_VERSION;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.update;

import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.asset.AssetRuns;
import dev.rondo.metadata.dagrun.NewRun;
import dev.rondo.metadata.dagrun.NewRuns;
import dev.rondo.metadata.sets.Columns;
import dev.rondo.metadata.sets.SetStatement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Creates the runs that are due, and keeps when the next one of each DAG is. */
public final class ScheduleStore {

    private final Transactions transactions;
    private final NewRuns newRuns = new NewRuns();
    private final SetStatement<Kept> keepNext = keepNext();
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
            List<Kept> kept = new ArrayList<>();
            for (DueDag dag : claimed) {
                Optional<Answer> answer = schedules.apply(dag);
                kept.add(Kept.of(dag, answer));
                answer.ifPresent(known -> {
                    runs.addAll(known.due());
                    asked.add(dag.dagId());
                });
            }
            var _ = keepNext.run(db, kept);
            var _ = newRuns.create(db, runs);
            return List.copyOf(asked);
        });
    }

    /** What is kept of a DAG's schedule; version and run null: it cannot be asked, or has no further run. */
    private record Kept(
            String dagId,
            @Nullable Long versionId,
            @Nullable Next next) {

        static Kept of(DueDag dag, Optional<Answer> answer) {
            return new Kept(
                    dag.dagId(),
                    answer.isPresent() ? dag.versionId() : null,
                    answer.map(Answer::next).orElse(null));
        }

        @Nullable
        Instant moment(Function<Next, Instant> which) {
            return next == null ? null : which.apply(next);
        }
    }

    private static SetStatement<Kept> keepNext() {
        Columns<Kept> given = new Columns<Kept>()
                .text("dag_id", Kept::dagId)
                .optionalBigint("version_id", Kept::versionId)
                .moment("logical_date", kept -> kept.moment(Next::logicalDate))
                .moment("interval_start", kept -> kept.moment(Next::intervalStart))
                .moment("interval_end", kept -> kept.moment(Next::intervalEnd))
                .moment("run_after", kept -> kept.moment(Next::runAfter));
        return new SetStatement<>(
                given,
                update(DAG)
                        .set(DAG.PLANNED_VERSION_ID, given.bigint("version_id"))
                        .set(DAG.NEXT_LOGICAL_DATE, given.moment("logical_date"))
                        .set(DAG.NEXT_DATA_INTERVAL_START, given.moment("interval_start"))
                        .set(DAG.NEXT_DATA_INTERVAL_END, given.moment("interval_end"))
                        .set(DAG.NEXT_RUN_AFTER, given.moment("run_after"))
                        .from(given.given())
                        .where(DAG.DAG_ID.eq(given.text("dag_id"))));
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

    /**
     * The jars of DAGs that are due by then, most DAGs first.
     *
     * @param limit of so many jars at most
     * @return by jar how many of its DAGs are
     */
    public Map<String, Integer> jarsDue(Instant until, int limit) {
        Map<String, Integer> due = new LinkedHashMap<>();
        transactions.run(db -> db.select(DAG_VERSION.JAR_HASH, count())
                .from(DAG)
                .join(DAG_VERSION)
                .on(DAG_VERSION.VERSION_ID.eq(DAG.VERSION_ID))
                .where(DAG.IS_ACTIVE.isTrue(), DAG.IS_PAUSED.isFalse(), DAG.NEXT_RUN_AFTER.le(until))
                .groupBy(DAG_VERSION.JAR_HASH)
                .orderBy(count().desc(), DAG_VERSION.JAR_HASH)
                .limit(limit)
                .forEach(each -> due.put(each.value1(), each.value2())));
        return due;
    }

    /** When the next run of any DAG that is not paused is due; empty: none is. */
    public Optional<Instant> nextDue() {
        return transactions.call(db -> Optional.ofNullable(db.select(min(DAG.NEXT_RUN_AFTER))
                .from(DAG)
                .where(DAG.IS_ACTIVE.isTrue(), DAG.IS_PAUSED.isFalse())
                .fetchSingle()
                .value1()));
    }
}
