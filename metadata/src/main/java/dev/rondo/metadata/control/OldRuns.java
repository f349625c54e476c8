package dev.rondo.metadata.control;

import static dev.rondo.metadata.jooq.Tables.BACKFILL;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.OUTBOX;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.jooq.tables.DagRun;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jooq.Condition;

/**
 * Runs that ended long ago, and on which nothing depends any more: neither the newest one of a DAG, nor one before a
 * run that is not over, nor one of a backfill that goes on, nor one with a callback that is not done. They are deleted
 * whole; their logs go after that, see {@link LogRemoval}. Any number of processes may do so at once, beside all other
 * work.
 */
public final class OldRuns {

    /** As many go in a transaction of some 100 ms, unless they have thousands of instances each. */
    public static final int AT_ONCE = 100;

    private static final List<String> OVER = List.of("success", "failed");

    private final Transactions transactions;

    public OldRuns(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Which.
     *
     * @param before they ended before this moment
     * @param dagIds of these DAGs; empty: of all
     */
    public record Choice(Instant before, Set<String> dagIds) {
        public Choice {
            dagIds = Set.copyOf(dagIds);
        }
    }

    /** How many there are of a DAG, and when the first and the last of them may have begun. */
    public record Found(String dagId, int runs, Instant first, Instant last) {}

    /** What there is, by DAG. */
    public List<Found> find(Choice choice) {
        return transactions.call(
                db -> db.select(DAG_RUN.DAG_ID, count(), min(DAG_RUN.RUN_AFTER), max(DAG_RUN.RUN_AFTER))
                        .from(DAG_RUN)
                        .where(isOld(choice))
                        .groupBy(DAG_RUN.DAG_ID)
                        .orderBy(DAG_RUN.DAG_ID)
                        .fetch(r -> new Found(r.value1(), r.value2(), r.value3(), r.value4())));
    }

    /**
     * Deletes some, the oldest first, in one transaction.
     *
     * @param limit how many at most
     * @return how many; fewer than the limit: there are no more, but for those that another process has to itself
     */
    public int delete(Choice choice, int limit) {
        return transactions.call(db -> {
            var old = db.select(DAG_RUN.RUN_NO, DAG_RUN.DAG_ID, DAG_RUN.RUN_ID)
                    .from(DAG_RUN)
                    .where(isOld(choice))
                    .orderBy(DAG_RUN.RUN_NO)
                    .limit(limit)
                    .forUpdate()
                    .of(DAG_RUN)
                    .skipLocked()
                    .fetch();
            old.forEach(run -> LogRemoval.ask(db, run.value2(), run.value3()));
            List<Long> runNos = old.getValues(DAG_RUN.RUN_NO);
            RunRows.deleteOf(db, runNos);
            return db.deleteFrom(DAG_RUN).where(DAG_RUN.RUN_NO.in(runNos)).execute();
        });
    }

    private static Condition isOld(Choice choice) {
        DagRun later = DAG_RUN.as("later");
        DagRun next = DAG_RUN.as("next");
        Condition newest = notExists(selectOne()
                .from(later)
                .where(
                        later.DAG_ID.eq(DAG_RUN.DAG_ID),
                        row(later.RUN_AFTER, later.RUN_NO).gt(row(DAG_RUN.RUN_AFTER, DAG_RUN.RUN_NO))));
        Condition nextIsOver = field(select(next.STATE)
                        .from(next)
                        .where(next.DAG_ID.eq(DAG_RUN.DAG_ID), next.LOGICAL_DATE.gt(DAG_RUN.LOGICAL_DATE))
                        .orderBy(next.LOGICAL_DATE)
                        .limit(1))
                .in(OVER);
        return DAG_RUN.STATE
                .in(OVER)
                .and(DAG_RUN.END_DATE.lt(choice.before()))
                .and(choice.dagIds().isEmpty() ? noCondition() : DAG_RUN.DAG_ID.in(choice.dagIds()))
                .and(newest.not())
                .and(DAG_RUN.LOGICAL_DATE.isNull().or(nextIsOver))
                .and(DAG_RUN.BACKFILL_ID
                        .isNull()
                        .or(exists(selectOne()
                                .from(BACKFILL)
                                .where(
                                        BACKFILL.BACKFILL_ID.eq(DAG_RUN.BACKFILL_ID),
                                        BACKFILL.COMPLETED_AT.isNotNull()))))
                .and(notExists(
                        selectOne().from(OUTBOX).where(OUTBOX.RUN_NO.eq(DAG_RUN.RUN_NO), OUTBOX.DONE_AT.isNull())));
    }
}
