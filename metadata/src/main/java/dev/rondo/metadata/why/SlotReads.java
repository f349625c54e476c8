package dev.rondo.metadata.why;

import static dev.rondo.metadata.jooq.Tables.DAG;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.POOL;
import static dev.rondo.metadata.jooq.Tables.TASK_INSTANCE;
import static dev.rondo.metadata.jooq.Tables.WORKER;
import static org.jooq.impl.DSL.noCondition;

import dev.rondo.core.dagrun.RunType;
import dev.rondo.core.pool.Active;
import dev.rondo.core.pool.BackfillShare;
import dev.rondo.core.pool.Candidate;
import dev.rondo.core.pool.Rank;
import dev.rondo.core.pool.SlotFacts;
import dev.rondo.core.pool.SlotRules;
import dev.rondo.core.state.Instance;
import dev.rondo.core.state.Readiness;
import dev.rondo.core.state.RunModel;
import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.run.RunRow;
import dev.rondo.metadata.why.Answer.Blocking;
import dev.rondo.sdk.spec.OptionsSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** What limits, pools, workers and what waits for the same say, read as the scheduler reads it. */
final class SlotReads {

    private static final List<String> WITH_WORKER = List.of("queued", "running", "restarting");
    private static final List<String> ACTIVE = List.of("queued", "running", "restarting", "deferred");

    private final Transactions transactions;

    SlotReads(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Its rules hold: what keeps it from a slot. */
    List<Answer> whyScheduled(RunRow row, RunModel model, Instance instance, Instant now) {
        return transactions.call(db -> {
            List<Answer> answers = new ArrayList<>();
            if (db.fetchExists(DAG, DAG.DAG_ID.eq(row.dagId()).and(DAG.IS_PAUSED))) {
                answers.add(new Answer(
                        "dag_paused",
                        "DAG '" + row.dagId() + "' is paused; run `rondo dags unpause " + row.dagId() + "`",
                        null,
                        null,
                        Map.of("dag_id", row.dagId()),
                        List.of()));
            }
            OptionsSpec options = model.graph().task(instance.task()).options();
            limits(db, row, model, instance, options, answers);
            WhyReads.noScheduler(db, now, answers);
            return answers;
        });
    }

    private static void limits(
            DSLContext db, RunRow row, RunModel model, Instance instance, OptionsSpec options, List<Answer> answers) {
        Candidate candidate = Candidate.of(model.graph(), instance.task());
        StoredSlots facts =
                new StoredSlots(db, row, model, instance.task(), candidate, Workers.of(db, options.queue()));
        if (facts.workers().slots() == 0) {
            answers.add(new Answer(
                    "no_worker",
                    "no worker serves queue '" + options.queue() + "'; start one with `rondo worker`",
                    null,
                    null,
                    Map.of("queue", options.queue()),
                    List.of()));
        }
        for (Readiness limit : SlotRules.holding(candidate, facts)) {
            Answer answer = WhyStore.answer(limit, List.of());
            answers.add(WhyStore.answer(limit, holders(db, row, options, candidate.taskId(), answer.code())));
        }
        rank(db, row, model, instance, options, answers);
    }

    /** What is given a slot before it, or that nothing is. */
    private static void rank(
            DSLContext db, RunRow row, RunModel model, Instance instance, OptionsSpec options, List<Answer> answers) {
        boolean backfill = row.runType() == RunType.BACKFILL;
        Rank own = Rank.of(
                backfill,
                model.graph().weight(instance.task()),
                row.logicalDate(),
                instance.mapIndex(),
                row.runNo(),
                model.graph().task(instance.task()).taskId());
        List<Waiting> before = Waiting.of(db, options.pool(), options.queue()).stream()
                .filter(each -> each.rank().compareTo(own) < 0)
                .sorted(Comparator.comparing(Waiting::rank))
                .toList();
        Map<String, String> data = Map.of(
                "pool",
                options.pool(),
                "queue",
                options.queue(),
                "priority",
                String.valueOf(own.weight()),
                "backfill",
                String.valueOf(backfill),
                "ahead",
                String.valueOf(before.size()));
        if (!before.isEmpty()) {
            answers.add(new Answer(
                    "behind_others",
                    (before.size() < Waiting.LIMIT ? "" : "at least ") + before.size()
                            + (before.size() == 1 ? " instance waits" : " instances wait") + " for pool '"
                            + options.pool() + "' or workers of queue '" + options.queue()
                            + "' and " + (before.size() == 1 ? "goes" : "go") + " before it, by priority and date"
                            + (backfill ? "; " + BackfillShare.TEXT : ""),
                    null,
                    null,
                    data,
                    before.stream()
                            .limit(WhyStore.MAX_BLOCKING)
                            .map(Waiting::blocking)
                            .toList()));
        } else if (answers.isEmpty()) {
            answers.add(new Answer(
                    "next_in_line",
                    "every rule and limit lets it go, and nothing that waits goes before it: it is given to a worker with"
                            + " the scheduler's next look",
                    null,
                    null,
                    data,
                    List.of()));
        }
    }

    /** An instance that waits for a slot. */
    private record Waiting(Rank rank, Blocking blocking) {

        // Beyond this nobody reads the number.
        static final int LIMIT = 10_000;

        static List<Waiting> of(DSLContext db, String pool, String queue) {
            return db.select(
                            DAG_RUN.DAG_ID,
                            DAG_RUN.RUN_ID,
                            DAG_RUN.RUN_TYPE,
                            DAG_RUN.LOGICAL_DATE,
                            TASK_INSTANCE.RUN_NO,
                            TASK_INSTANCE.TASK_ID,
                            TASK_INSTANCE.MAP_INDEX,
                            TASK_INSTANCE.PRIORITY)
                    .from(TASK_INSTANCE)
                    .join(DAG_RUN)
                    .on(DAG_RUN.RUN_NO.eq(TASK_INSTANCE.RUN_NO))
                    .join(DAG)
                    .on(DAG.DAG_ID.eq(DAG_RUN.DAG_ID))
                    .where(
                            TASK_INSTANCE.STATE.eq("scheduled"),
                            TASK_INSTANCE.POOL.eq(pool).or(TASK_INSTANCE.QUEUE.eq(queue)),
                            DAG.IS_PAUSED.isFalse())
                    .limit(LIMIT)
                    .fetch(SlotReads::waiting);
        }
    }

    private static Waiting waiting(Record row) {
        Rank rank = Rank.of(
                row.get(DAG_RUN.RUN_TYPE).equals(RunType.BACKFILL.wireName()),
                row.get(TASK_INSTANCE.PRIORITY),
                row.get(DAG_RUN.LOGICAL_DATE),
                row.get(TASK_INSTANCE.MAP_INDEX),
                row.get(TASK_INSTANCE.RUN_NO),
                row.get(TASK_INSTANCE.TASK_ID));
        return new Waiting(
                rank,
                new Blocking(
                        row.get(DAG_RUN.DAG_ID),
                        row.get(DAG_RUN.RUN_ID),
                        row.get(TASK_INSTANCE.TASK_ID),
                        row.get(TASK_INSTANCE.MAP_INDEX),
                        "scheduled"));
    }

    /** What is taken, as the tables have it. */
    private record StoredSlots(
            DSLContext db, RunRow row, RunModel model, int task, Candidate candidate, Workers workers)
            implements SlotFacts {

        @Override
        public @Nullable Integer freeSlots() {
            return db.select(POOL.SLOTS, POOL.USED_SLOTS)
                    .from(POOL)
                    .where(POOL.NAME.eq(candidate.pool()))
                    .fetchOne(pool -> pool.value1() < 0 ? Integer.MAX_VALUE : pool.value1() - pool.value2());
        }

        @Override
        public int activeInRun() {
            return Active.inRun(model);
        }

        @Override
        public int activeOfTaskInRun() {
            return Active.ofTask(model, task);
        }

        @Override
        public boolean hasWorker() {
            // That there is no worker at all is an answer of its own.
            return workers.slots() == 0 || workers.slots() > workers.taken();
        }

        @Override
        public int activeOfTask() {
            return active(db, row.dagId(), candidate.taskId());
        }
    }

    private static int active(DSLContext db, String dagId, String taskId) {
        return db.fetchCount(db.selectOne()
                .from(TASK_INSTANCE)
                .join(DAG_RUN)
                .on(DAG_RUN.RUN_NO.eq(TASK_INSTANCE.RUN_NO))
                .where(
                        DAG_RUN.DAG_ID.eq(dagId),
                        DAG_RUN.STATE.eq("running"),
                        TASK_INSTANCE.TASK_ID.eq(taskId),
                        TASK_INSTANCE.STATE.in(ACTIVE)));
    }

    /** Instances that have what it waits for. */
    private static List<Blocking> holders(DSLContext db, RunRow row, OptionsSpec options, String taskId, String code) {
        Condition which = switch (code) {
            case "pool_full" -> TASK_INSTANCE.POOL.eq(options.pool());
            case "run_full" -> TASK_INSTANCE.RUN_NO.eq(row.runNo());
            case "task_full" -> DAG_RUN.DAG_ID.eq(row.dagId()).and(TASK_INSTANCE.TASK_ID.eq(taskId));
            case "task_full_in_run" -> TASK_INSTANCE.RUN_NO.eq(row.runNo()).and(TASK_INSTANCE.TASK_ID.eq(taskId));
            default -> noCondition();
        };
        return db.select(
                        DAG_RUN.DAG_ID,
                        DAG_RUN.RUN_ID,
                        TASK_INSTANCE.TASK_ID,
                        TASK_INSTANCE.MAP_INDEX,
                        TASK_INSTANCE.STATE)
                .from(TASK_INSTANCE)
                .join(DAG_RUN)
                .on(DAG_RUN.RUN_NO.eq(TASK_INSTANCE.RUN_NO))
                .where(TASK_INSTANCE.STATE.in(WITH_WORKER), which)
                .orderBy(TASK_INSTANCE.RUN_NO, TASK_INSTANCE.TASK_ID, TASK_INSTANCE.MAP_INDEX)
                .limit(WhyStore.MAX_BLOCKING)
                .fetch(r -> new Blocking(r.value1(), r.value2(), r.value3(), r.value4(), r.value5()));
    }

    /** Slots of the workers that serve a queue, and how many are taken. */
    private record Workers(int slots, int taken) {
        static Workers of(DSLContext db, String queue) {
            int slots = 0;
            List<String> ids = new ArrayList<>();
            for (Record each : db.select(WORKER.WORKER_ID, WORKER.SLOTS, WORKER.QUEUES)
                    .from(WORKER)
                    .where(WORKER.STATE.eq("online"))
                    .fetch()) {
                if (Arrays.asList(each.get(WORKER.QUEUES).split(",", -1)).contains(queue)) {
                    slots += each.get(WORKER.SLOTS);
                    ids.add(each.get(WORKER.WORKER_ID));
                }
            }
            return new Workers(
                    slots,
                    ids.isEmpty()
                            ? 0
                            : db.fetchCount(
                                    TASK_INSTANCE,
                                    TASK_INSTANCE.WORKER_ID.in(ids),
                                    TASK_INSTANCE.STATE.in(WITH_WORKER)));
        }
    }
}
