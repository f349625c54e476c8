package dev.rondo.metadata.why;

import static dev.rondo.metadata.jooq.Tables.DAG;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.POOL;
import static dev.rondo.metadata.jooq.Tables.TASK_INSTANCE;
import static dev.rondo.metadata.jooq.Tables.WORKER;
import static org.jooq.impl.DSL.noCondition;

import dev.rondo.core.dagrun.RunType;
import dev.rondo.core.graph.Graph;
import dev.rondo.core.pool.Active;
import dev.rondo.core.pool.BackfillShare;
import dev.rondo.core.pool.Candidate;
import dev.rondo.core.pool.Rank;
import dev.rondo.core.pool.SlotFacts;
import dev.rondo.core.pool.SlotRules;
import dev.rondo.core.pool.WorkerMemory;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
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

    /**
     * Its rules hold: what keeps it from a slot.
     *
     * @param workers that serve its queue
     */
    List<Answer> whyScheduled(RunRow row, RunModel model, Instance instance, Workers workers, Instant now) {
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
            limits(db, row, model, instance, options, workers, answers);
            WhyReads.noScheduler(db, now, answers);
            return answers;
        });
    }

    private static void limits(
            DSLContext db,
            RunRow row,
            RunModel model,
            Instance instance,
            OptionsSpec options,
            Workers workers,
            List<Answer> answers) {
        Candidate candidate = Candidate.of(model.graph(), instance.task());
        StoredSlots facts = new StoredSlots(db, row, model, instance.task(), candidate, heap(options), workers);
        workers.none(options).ifPresent(answers::add);
        for (Readiness limit : SlotRules.holding(candidate, facts)) {
            Answer answer = WhyStore.answer(limit, List.of());
            answers.add(WhyStore.answer(limit, holders(db, row, options, workers, answer.code(), candidate.taskId())));
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
            DSLContext db, RunRow row, RunModel model, int task, Candidate candidate, long heap, Workers workers)
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
            // That no worker could ever take it is an answer of its own.
            return workers.noneCouldTake(heap) || workers.canTake(heap);
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
    private static List<Blocking> holders(
            DSLContext db, RunRow row, OptionsSpec options, Workers workers, String code, String taskId) {
        Condition which = switch (code) {
            case "pool_full" -> TASK_INSTANCE.POOL.eq(options.pool());
            case "run_full" -> TASK_INSTANCE.RUN_NO.eq(row.runNo());
            case "task_full" -> DAG_RUN.DAG_ID.eq(row.dagId()).and(TASK_INSTANCE.TASK_ID.eq(taskId));
            case "task_full_in_run" -> TASK_INSTANCE.RUN_NO.eq(row.runNo()).and(TASK_INSTANCE.TASK_ID.eq(taskId));
            case "workers_full" -> TASK_INSTANCE.WORKER_ID.in(workers.ids());
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

    private static long heap(OptionsSpec options) {
        Long heap = options.heapBytes();
        return heap == null ? 0 : heap;
    }

    /** The workers that serve a queue, and what they hold; not to be asked within a transaction. */
    Workers workers(String queue, Function<Long, Graph> graphs) {
        List<Online> online = new ArrayList<>();
        List<Holding> held = transactions.call(db -> {
            online.clear();
            db.select(WORKER.WORKER_ID, WORKER.SLOTS, WORKER.MEMORY_BYTES, WORKER.QUEUES)
                    .from(WORKER)
                    .where(WORKER.STATE.eq("online"))
                    .orderBy(WORKER.WORKER_ID)
                    .forEach(each -> {
                        if (Arrays.asList(each.value4().split(",", -1)).contains(queue)) {
                            online.add(new Online(each.value1(), new WorkerMemory(each.value2(), each.value3())));
                        }
                    });
            return online.isEmpty()
                    ? List.of()
                    : db.select(TASK_INSTANCE.WORKER_ID, DAG_RUN.VERSION_ID, TASK_INSTANCE.TASK_ID)
                            .from(TASK_INSTANCE)
                            .join(DAG_RUN)
                            .on(DAG_RUN.RUN_NO.eq(TASK_INSTANCE.RUN_NO))
                            .where(
                                    TASK_INSTANCE.WORKER_ID.in(
                                            online.stream().map(Online::id).toList()),
                                    TASK_INSTANCE.STATE.in(WITH_WORKER))
                            .fetch(each -> new Holding(each.value1(), each.value2(), each.value3()));
        });
        Map<String, List<Long>> heaps = new HashMap<>();
        for (Holding each : held) {
            heaps.computeIfAbsent(each.workerId(), id -> new ArrayList<>())
                    .add(each.heap(graphs.apply(each.versionId())));
        }
        return new Workers(online, heaps);
    }

    private record Online(String id, WorkerMemory memory) {}

    /** An instance that a worker has. */
    private record Holding(String workerId, long versionId, String taskId) {
        long heap(Graph graph) {
            OptionalInt task = graph.find(taskId);
            return task.isEmpty()
                    ? 0
                    : SlotReads.heap(graph.task(task.getAsInt()).options());
        }
    }

    /** Workers of a queue, and the heaps of what each of them holds. */
    record Workers(List<Online> online, Map<String, List<Long>> heaps) {

        List<String> ids() {
            return online.stream().map(Online::id).toList();
        }

        boolean noneCouldTake(long heap) {
            return online.stream().noneMatch(each -> each.memory().fitsAlone(heap));
        }

        boolean canTake(long heap) {
            return online.stream().anyMatch(each -> {
                List<Long> held = heaps.getOrDefault(each.id(), List.of());
                return held.size() < each.memory().slots()
                        && each.memory().fits(heap, () -> held.stream().mapToLong(Long::longValue));
            });
        }

        /** That no worker could ever take it. */
        Optional<Answer> none(OptionsSpec options) {
            if (online.isEmpty()) {
                return Optional.of(new Answer(
                        "no_worker",
                        "no worker serves queue '" + options.queue() + "'; start one with `rondo worker`",
                        null,
                        null,
                        Map.of("queue", options.queue()),
                        List.of()));
            }
            long heap = heap(options);
            long most = online.stream()
                    .mapToLong(each -> each.memory().bytes())
                    .max()
                    .orElseThrow();
            return noneCouldTake(heap)
                    ? Optional.of(new Answer(
                            "no_worker_with_memory",
                            "it takes a heap of " + (heap >> 20) + " MiB, and no worker of queue '" + options.queue()
                                    + "' has more than " + (most >> 20)
                                    + " MiB for its tasks; start one on a larger machine, or give the task less with"
                                    + " .memory(\"…\")",
                            null,
                            null,
                            Map.of(
                                    "queue",
                                    options.queue(),
                                    "heap_bytes",
                                    String.valueOf(heap),
                                    "memory_bytes",
                                    String.valueOf(most)),
                            List.of()))
                    : Optional.empty();
        }
    }
}
