package dev.rondo.metadata.query;

import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.TASK_INSTANCE;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.sum;

import dev.rondo.metadata.Transactions;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;

/** What moves at the moment: small enough to be read a few times a second while someone looks. */
public final class ChangeQueries {

    private final Transactions transactions;

    public ChangeQueries(Transactions transactions) {
        this.transactions = transactions;
    }

    /** A run and how often it or something of it has changed. */
    public record Moving(long runNo, String dagId, String runId, String state, long rowVersion) {}

    /**
     * The instances of a task that are in one state.
     *
     * @param state null: nothing decided yet
     * @param maxIndex -1: it has one instance, which is not mapped
     * @param tries sum of their try numbers, which tells a try from the next one in the same state
     */
    public record InState(String taskId, @Nullable String state, int count, int maxIndex, long tries) {}

    /** Number of the newest run; 0: there was none. */
    public long newestRun() {
        return transactions.call(db -> db.select(coalesce(max(DAG_RUN.RUN_NO), 0L))
                .from(DAG_RUN)
                .fetchSingle()
                .value1());
    }

    /** The runs that are not finished, the due ones first. Index: dag_run_open_all. */
    public List<Moving> open(int limit) {
        Condition open = DAG_RUN.STATE.in("queued", "running").and(DAG_RUN.RUN_NO.gt(inline(0L)));
        return transactions.call(
                db -> db.select(DAG_RUN.RUN_NO, DAG_RUN.DAG_ID, DAG_RUN.RUN_ID, DAG_RUN.STATE, DAG_RUN.ROW_VERSION)
                        .from(DAG_RUN)
                        .where(open)
                        .orderBy(DAG_RUN.RUN_AFTER, DAG_RUN.RUN_NO)
                        .limit(limit)
                        .fetch(r -> new Moving(r.value1(), r.value2(), r.value3(), r.value4(), r.value5())));
    }

    /** These runs, and those made after a run. Index: the primary key. */
    public List<Moving> these(Collection<Long> runNos, long madeAfter, int limit) {
        return transactions.call(
                db -> db.select(DAG_RUN.RUN_NO, DAG_RUN.DAG_ID, DAG_RUN.RUN_ID, DAG_RUN.STATE, DAG_RUN.ROW_VERSION)
                        .from(DAG_RUN)
                        .where(DAG_RUN.RUN_NO.in(runNos).or(DAG_RUN.RUN_NO.gt(madeAfter)))
                        .orderBy(DAG_RUN.RUN_NO)
                        .limit(limit)
                        .fetch(r -> new Moving(r.value1(), r.value2(), r.value3(), r.value4(), r.value5())));
    }

    /** The tasks of a run by their states. */
    public Map<String, List<InState>> tasks(long runNo) {
        return transactions.call(db -> {
            Map<String, List<InState>> tasks = new LinkedHashMap<>();
            db.select(
                            TASK_INSTANCE.TASK_ID,
                            TASK_INSTANCE.STATE,
                            count(),
                            max(TASK_INSTANCE.MAP_INDEX),
                            sum(TASK_INSTANCE.TRY_NUMBER))
                    .from(TASK_INSTANCE)
                    .where(TASK_INSTANCE.RUN_NO.eq(runNo))
                    .groupBy(TASK_INSTANCE.TASK_ID, TASK_INSTANCE.STATE)
                    .orderBy(TASK_INSTANCE.TASK_ID, TASK_INSTANCE.STATE)
                    .forEach(r -> tasks.computeIfAbsent(r.value1(), t -> new java.util.ArrayList<>())
                            .add(new InState(
                                    r.value1(),
                                    r.value2(),
                                    r.value3(),
                                    r.value4(),
                                    r.value5().longValue())));
            return tasks;
        });
    }
}
