package dev.rondo.metadata.why;

import static dev.rondo.metadata.jooq.Tables.BACKFILL;
import static dev.rondo.metadata.jooq.Tables.DAG;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.JOB;
import static dev.rondo.metadata.jooq.Tables.TASK_INSTANCE;
import static org.jooq.impl.DSL.row;

import dev.rondo.core.runstart.RunStart;
import dev.rondo.core.runstart.RunStartFacts;
import dev.rondo.core.runstart.RunStartFacts.OfBackfill;
import dev.rondo.core.state.Instance;
import dev.rondo.core.state.Readiness;
import dev.rondo.core.state.TaskState;
import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.run.RunRow;
import dev.rondo.metadata.why.Answer.Blocking;
import dev.rondo.sdk.RunStrategy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** What neighbouring runs and processes say, read as the scheduler reads it. */
final class WhyReads {

    // A scheduler beats every 5 s: three beats may be lost to a slow database.
    private static final Duration SILENT = Duration.ofSeconds(20);

    private final Transactions transactions;

    WhyReads(Transactions transactions) {
        this.transactions = transactions;
    }

    OptionalLong findRun(String dagId, String runId) {
        Long runNo = transactions.call(db -> db.select(DAG_RUN.RUN_NO)
                .from(DAG_RUN)
                .where(DAG_RUN.DAG_ID.eq(dagId), DAG_RUN.RUN_ID.eq(runId))
                .fetchOne(DAG_RUN.RUN_NO));
        return runNo == null ? OptionalLong.empty() : OptionalLong.of(runNo);
    }

    List<Answer> whyQueued(RunRow row, Instant now) {
        return transactions.call(db -> {
            List<Answer> answers = new ArrayList<>();
            List<Blocking> running = running(db, row);
            for (Readiness each : RunStart.explain(facts(db, row, now), now)) {
                Answer answer = WhyStore.answer(each, List.of());
                answers.add(answer.code().endsWith("max_active_runs") ? WhyStore.answer(each, running) : answer);
            }
            noScheduler(db, now, answers);
            return answers;
        });
    }

    private static RunStartFacts facts(DSLContext db, RunRow row, Instant now) {
        Record dag = db.select(DAG.IS_PAUSED, DAG.RUN_STRATEGY, DAG.MAX_ACTIVE_RUNS)
                .from(DAG)
                .where(DAG.DAG_ID.eq(row.dagId()))
                .fetchSingle();
        RunStrategy strategy = RunStrategy.valueOf(dag.get(DAG.RUN_STRATEGY).toUpperCase(Locale.ROOT));
        return new RunStartFacts(
                row.dagId(),
                row.runAfter(),
                dag.get(DAG.IS_PAUSED),
                strategy,
                dag.get(DAG.MAX_ACTIVE_RUNS),
                db.fetchCount(
                        DAG_RUN,
                        DAG_RUN.DAG_ID.eq(row.dagId()),
                        DAG_RUN.STATE.eq("running"),
                        DAG_RUN.BACKFILL_ID.isNull()),
                ahead(db, row, strategy, now),
                failedBefore(db, row.dagId(), row.runAfter(), row.runNo()),
                backfill(db, row));
    }

    private static int ahead(DSLContext db, RunRow row, RunStrategy strategy, Instant now) {
        if (row.backfillId() == null && strategy == RunStrategy.LATEST_ONLY) {
            return 0; // what is older is superseded
        }
        Condition ahead = row.backfillId() == null
                ? DAG_RUN.BACKFILL_ID
                        .isNull()
                        .and(DAG_RUN.RUN_AFTER
                                .lt(row.runAfter())
                                .or(DAG_RUN.RUN_AFTER.eq(row.runAfter()).and(DAG_RUN.RUN_NO.lt(row.runNo()))))
                : DAG_RUN.BACKFILL_ID.eq(row.backfillId()).and(DAG_RUN.BACKFILL_ORDINAL.lt(row.backfillOrdinal()));
        Condition all = DAG_RUN.DAG_ID
                .eq(row.dagId())
                .and(DAG_RUN.STATE.eq("queued"))
                .and(DAG_RUN.RUN_AFTER.le(now))
                .and(ahead);
        if (row.backfillId() != null || strategy != RunStrategy.SEQUENTIAL_UNTIL_FAILURE) {
            return db.fetchCount(DAG_RUN, all);
        }
        return (int) db
                .select(DAG_RUN.DAG_ID, DAG_RUN.RUN_AFTER, DAG_RUN.RUN_NO)
                .from(DAG_RUN)
                .where(all)
                .orderBy(DAG_RUN.RUN_AFTER)
                .limit(WhyStore.MAX_BLOCKING)
                .fetch()
                .stream()
                .filter(each -> failedBefore(db, each.value1(), each.value2(), each.value3()) == null)
                .count();
    }

    private static @Nullable String failedBefore(DSLContext db, String dagId, Instant runAfter, long runNo) {
        Record before = db.select(DAG_RUN.RUN_ID, DAG_RUN.STATE)
                .from(DAG_RUN)
                .where(
                        DAG_RUN.DAG_ID.eq(dagId),
                        row(DAG_RUN.RUN_AFTER, DAG_RUN.RUN_NO).lt(runAfter, runNo),
                        DAG_RUN.STATE.in("success", "failed"))
                .orderBy(DAG_RUN.RUN_AFTER.desc(), DAG_RUN.RUN_NO.desc())
                .limit(1)
                .fetchOne();
        return before != null && before.get(DAG_RUN.STATE).equals("failed") ? before.get(DAG_RUN.RUN_ID) : null;
    }

    private static @Nullable OfBackfill backfill(DSLContext db, RunRow row) {
        Long id = row.backfillId();
        return id == null
                ? null
                : db.select(BACKFILL.IS_PAUSED, BACKFILL.COMPLETED_AT, BACKFILL.MAX_ACTIVE_RUNS)
                        .from(BACKFILL)
                        .where(BACKFILL.BACKFILL_ID.eq(id))
                        .fetchSingle(r -> new OfBackfill(
                                id,
                                r.value1() && r.value2() == null,
                                r.value3(),
                                db.fetchCount(DAG_RUN, DAG_RUN.BACKFILL_ID.eq(id), DAG_RUN.STATE.eq("running"))));
    }

    private static List<Blocking> running(DSLContext db, RunRow row) {
        return db.select(DAG_RUN.RUN_ID, DAG_RUN.STATE)
                .from(DAG_RUN)
                .where(
                        DAG_RUN.DAG_ID.eq(row.dagId()),
                        DAG_RUN.STATE.eq("running"),
                        row.backfillId() == null
                                ? DAG_RUN.BACKFILL_ID.isNull()
                                : DAG_RUN.BACKFILL_ID.eq(row.backfillId()))
                .orderBy(DAG_RUN.RUN_AFTER, DAG_RUN.RUN_NO)
                .limit(WhyStore.MAX_BLOCKING)
                .fetch(r -> new Blocking(row.dagId(), r.value1(), null, null, r.value2()));
    }

    static void noScheduler(DSLContext db, Instant now, List<Answer> answers) {
        boolean alive = db.fetchExists(
                JOB,
                JOB.KIND.eq("scheduler").and(JOB.ENDED_AT.isNull()).and(JOB.LATEST_HEARTBEAT.ge(now.minus(SILENT))));
        if (!alive) {
            answers.add(new Answer(
                    "no_scheduler",
                    "no scheduler has been heard of for " + SILENT.toSeconds()
                            + " s; start one with `rondo scheduler` or `rondo standalone`",
                    null,
                    null,
                    Map.of(),
                    List.of()));
        }
    }

    /** It is past waiting for a slot: where it is, and why. */
    List<Answer> whyThere(RunRow row, String taskId, Instance instance) {
        return transactions.call(db -> db.select(
                        TASK_INSTANCE.WORKER_ID, TASK_INSTANCE.QUEUED_AT, TASK_INSTANCE.REASON, TASK_INSTANCE.MESSAGE)
                .from(TASK_INSTANCE)
                .where(
                        TASK_INSTANCE.RUN_NO.eq(row.runNo()),
                        TASK_INSTANCE.TASK_ID.eq(taskId),
                        TASK_INSTANCE.MAP_INDEX.eq(instance.mapIndex()))
                .fetch(r -> there(
                        instance, Objects.requireNonNullElse(r.value1(), ""), r.value2(), r.value3(), r.value4())));
    }

    private static Answer there(
            Instance instance,
            String worker,
            @Nullable Instant since,
            @Nullable String reason,
            @Nullable String message) {
        TaskState state = instance.state();
        String because = reason == null ? "" : " (" + reason + (message == null ? "" : ": " + message) + ")";
        String text = switch (state) {
            case QUEUED -> "worker " + worker + " has it since " + since + " and has not begun it yet";
            case RUNNING -> "it runs on worker " + worker + " since " + instance.startDate();
            case RESTARTING -> "it was cleared while it ran: worker " + worker + " is stopping it";
            case DEFERRED ->
                "it waits for an answer"
                        + (instance.nextAt() == null ? "" : ", until " + instance.nextAt() + " at the latest");
            default -> "it is " + state.wireName() + because + "; clear it to run it again";
        };
        return new Answer(
                "is_" + state.wireName(),
                text,
                null,
                null,
                reason == null ? Map.of() : Map.of("reason", reason),
                List.of());
    }

    /** Instances of a task that are neither success nor skipped in the run of that date. */
    List<Blocking> undone(String dagId, Instant logicalDate, String taskId, int limit) {
        return transactions.call(db -> db.select(
                        DAG_RUN.RUN_ID, TASK_INSTANCE.TASK_ID, TASK_INSTANCE.MAP_INDEX, TASK_INSTANCE.STATE)
                .from(DAG_RUN)
                .join(TASK_INSTANCE)
                .on(TASK_INSTANCE.RUN_NO.eq(DAG_RUN.RUN_NO))
                .where(
                        DAG_RUN.DAG_ID.eq(dagId),
                        DAG_RUN.LOGICAL_DATE.eq(logicalDate),
                        TASK_INSTANCE.TASK_ID.eq(taskId),
                        TASK_INSTANCE.STATE.isNull().or(TASK_INSTANCE.STATE.notIn("success", "skipped")))
                .orderBy(TASK_INSTANCE.MAP_INDEX)
                .limit(limit)
                .fetch(r -> new Blocking(dagId, r.value1(), r.value2(), r.value3(), r.value4())));
    }
}
