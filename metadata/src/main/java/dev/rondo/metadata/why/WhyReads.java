package dev.rondo.metadata.why;

import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.JOB;
import static dev.rondo.metadata.jooq.Tables.TASK_INSTANCE;

import dev.rondo.core.state.Instance;
import dev.rondo.core.state.TaskState;
import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.run.RunRow;
import dev.rondo.metadata.why.Answer.Blocking;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.jooq.DSLContext;
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
            List<Answer> answers = new ArrayList<>(StartReads.why(db, StartReads.Place.of(row), now));
            noScheduler(db, now, answers);
            return answers;
        });
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

    /** The run of that date. */
    List<Blocking> runOf(String dagId, Instant logicalDate) {
        return transactions.call(db -> db.select(DAG_RUN.RUN_ID, DAG_RUN.STATE)
                .from(DAG_RUN)
                .where(DAG_RUN.DAG_ID.eq(dagId), DAG_RUN.LOGICAL_DATE.eq(logicalDate))
                .fetch(r -> new Blocking(dagId, r.value1(), null, null, r.value2())));
    }
}
