package dev.rondo.metadata.query;

import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.DEADLINE;
import static dev.rondo.metadata.jooq.Tables.OUTBOX;
import static org.jooq.impl.DSL.concat;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;

import dev.rondo.core.state.RunState;
import dev.rondo.metadata.Transactions;
import dev.rondo.sdk.spec.DeadlineSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Deadlines that are open or were missed, as the API shows them. */
public final class DeadlineQueries {

    // Beside a run or a task: whoever wants more of them asks for the list.
    private static final int MOST_FACTS = 100;

    private final Transactions transactions;

    public DeadlineQueries(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * A deadline.
     *
     * @param taskId null: of the run as a whole
     * @param missedAt null: it is open
     * @param callback what became of its callback: {@code waiting}, {@code success}, or what went wrong; null: it has
     *     none, or was not missed
     */
    public record DeadlineRow(
            String dagId,
            String runId,
            @Nullable String taskId,
            String name,
            Instant dueAt,
            @Nullable Instant missedAt,
            @Nullable String callback) {}

    /**
     * Deadlines, the latest first.
     *
     * @param dagId null: of all DAGs
     * @param runId null: of all runs
     * @param scope of these DAGs alone
     * @param missed whether only the missed, or only the open ones; null: both
     */
    public Listed<DeadlineRow> list(
            @Nullable String dagId, @Nullable String runId, DagScope scope, @Nullable Boolean missed, Page page) {
        List<Condition> where = new ArrayList<>();
        where.add(dagId == null ? noCondition() : DAG_RUN.DAG_ID.eq(dagId));
        where.add(scope.on(DAG_RUN.DAG_ID));
        where.add(runId == null ? noCondition() : DAG_RUN.RUN_ID.eq(runId));
        if (missed != null) {
            where.add(missed ? DEADLINE.MISSED_AT.isNotNull() : DEADLINE.MISSED_AT.isNull());
        }
        return transactions.call(db -> new Listed<>(
                rows(db, where, page.limit(), page.offset()),
                db.fetchCount(db.selectOne()
                        .from(DEADLINE)
                        .join(DAG_RUN)
                        .on(DAG_RUN.RUN_NO.eq(DEADLINE.RUN_NO))
                        .where(where))));
    }

    /**
     * Those of a run, or of a task in it and of its run as a whole, at most a hundred, the latest first.
     *
     * @param taskId null: of the run and all of its tasks
     */
    public List<DeadlineRow> of(String dagId, String runId, @Nullable String taskId) {
        Condition task = taskId == null ? noCondition() : DEADLINE.TASK_ID.in("", taskId);
        return transactions.call(
                db -> rows(db, List.of(DAG_RUN.DAG_ID.eq(dagId), DAG_RUN.RUN_ID.eq(runId), task), MOST_FACTS, 0));
    }

    /**
     * Those of a DAG's runs that are not over, at most a hundred, the latest first: by the index
     * {@code dag_run_active}.
     */
    public List<DeadlineRow> ofActiveRuns(String dagId) {
        Condition active = DAG_RUN.STATE.in(inline(RunState.QUEUED.wireName()), inline(RunState.RUNNING.wireName()));
        return transactions.call(db -> rows(db, List.of(DAG_RUN.DAG_ID.eq(dagId), active), MOST_FACTS, 0));
    }

    private static List<DeadlineRow> rows(DSLContext db, List<Condition> where, int limit, int offset) {
        // The key that the scheduler gives the callback.
        var key = concat(
                DEADLINE.RUN_NO,
                inline("/"),
                DEADLINE.TASK_ID,
                inline("/" + DeadlineSpec.CALLBACK),
                DEADLINE.NAME,
                inline("/clear"),
                DEADLINE.CLEAR_NUMBER);
        return db.select(
                        DAG_RUN.DAG_ID,
                        DAG_RUN.RUN_ID,
                        DEADLINE.TASK_ID,
                        DEADLINE.NAME,
                        DEADLINE.DUE_AT,
                        DEADLINE.MISSED_AT,
                        OUTBOX.OUTBOX_ID,
                        OUTBOX.DONE_AT,
                        OUTBOX.OUTCOME)
                .from(DEADLINE)
                .join(DAG_RUN)
                .on(DAG_RUN.RUN_NO.eq(DEADLINE.RUN_NO))
                .leftJoin(OUTBOX)
                .on(OUTBOX.IDEMPOTENCY_KEY.eq(key))
                .where(where)
                .orderBy(
                        DEADLINE.DUE_AT.desc(),
                        DEADLINE.RUN_NO.desc(),
                        DEADLINE.TASK_ID,
                        DEADLINE.NAME,
                        DEADLINE.CLEAR_NUMBER)
                .limit(limit)
                .offset(offset)
                .fetch(row -> new DeadlineRow(
                        row.value1(),
                        row.value2(),
                        row.value3().isEmpty() ? null : row.value3(),
                        row.value4(),
                        row.value5(),
                        row.value6(),
                        callback(row.value7(), row.value8(), row.value9())));
    }

    private static @Nullable String callback(
            @Nullable Long outboxId, @Nullable Instant doneAt, @Nullable String outcome) {
        if (outboxId == null) {
            return null;
        }
        return doneAt == null || outcome == null ? "waiting" : outcome;
    }
}
