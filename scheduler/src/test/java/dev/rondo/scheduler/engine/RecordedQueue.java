package dev.rondo.scheduler.engine;

import static dev.rondo.metadata.jooq.Tables.DAG;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.POOL;
import static dev.rondo.metadata.jooq.Tables.TASK_INSTANCE;
import static dev.rondo.metadata.jooq.Tables.WORKER;

import dev.rondo.core.pool.Rank;
import dev.rondo.core.protocol.Dispatch;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.TestDag;
import dev.rondo.scheduler.testing.TestTask;
import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonBoolean;
import dev.rondo.sdk.internal.json.JsonNumber;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One recorded queue: what waits, what is taken and what gets a slot; put into the tables as it was found. */
final class RecordedQueue {

    private final JsonObject json;
    private final List<Waiting> waiting = new ArrayList<>();
    private final Map<String, Integer> taken = new HashMap<>();

    /** A scheduled instance of a DAG that is not paused. */
    private record Waiting(String name, Rank rank, long runNo, int maxActiveTasks) {}

    RecordedQueue(JsonObject json) {
        this.json = json;
    }

    String id() {
        return text(json, "id");
    }

    /** How many instances workers have room for. */
    int workerSlots() {
        return number(json, "executor_free_slots");
    }

    /** Everything that is given a slot, by name. */
    List<String> queued() {
        return names("queued_after_all_passes");
    }

    /** The first of them, in their order. */
    List<String> queuedFirst() {
        return names("queued_first_pass");
    }

    private List<String> names(String field) {
        return ((JsonArray) json.require(field))
                .elements().stream().map(each -> ((JsonString) each).value()).toList();
    }

    /** Makes the tables hold this and nothing else. */
    void store(EngineHarness harness) {
        harness.query(db -> {
            db.deleteFrom(TASK_INSTANCE).execute();
            db.deleteFrom(DAG_RUN).execute();
            db.deleteFrom(WORKER).execute();
            return db.deleteFrom(POOL).execute();
        });
        for (JsonValue dag : ((JsonArray) json.require("dags")).elements()) {
            store(harness, (JsonObject) dag);
        }
        JsonObject pools = (JsonObject) json.require("pools");
        harness.query(db -> {
            pools.members()
                    .forEach((name, pool) -> db.insertInto(POOL)
                            .set(POOL.NAME, name)
                            .set(POOL.SLOTS, number((JsonObject) pool, "slots"))
                            .set(POOL.INCLUDE_DEFERRED, flag((JsonObject) pool, "include_deferred"))
                            .set(POOL.USED_SLOTS, taken.getOrDefault(name, 0))
                            .execute());
            return null;
        });
    }

    private void store(EngineHarness harness, JsonObject dag) {
        String dagId = text(dag, "dag_id");
        TestDag published = TestDag.named(dagId).maxActiveTasks(number(dag, "max_active_tasks"));
        Map<String, JsonObject> tasks = new HashMap<>();
        for (JsonValue each : ((JsonArray) dag.require("tasks")).elements()) {
            JsonObject task = (JsonObject) each;
            tasks.put(text(task, "id"), task);
            TestTask made = published
                    .task(text(task, "id"))
                    .priority(number(task, "priority_weight"))
                    .pool(text(task, "pool"), number(task, "pool_slots"));
            limit(task, "max_active_tis_per_dag").ifPresent(made::maxActivePerDag);
            limit(task, "max_active_tis_per_dagrun").ifPresent(made::maxActivePerRun);
        }
        harness.publish(published);
        harness.query(db -> db.update(DAG)
                .set(DAG.IS_PAUSED, flag(dag, "paused"))
                .where(DAG.DAG_ID.eq(dagId))
                .execute());
        for (JsonValue run : ((JsonArray) dag.require("runs")).elements()) {
            store(harness, dag, published, tasks, (JsonObject) run);
        }
    }

    private void store(
            EngineHarness harness, JsonObject dag, TestDag published, Map<String, JsonObject> tasks, JsonObject run) {
        String date = run.findString("logical_date").orElse(null);
        Instant logicalDate = date == null ? null : Instant.parse(date);
        long runNo = harness.create(published, text(run, "run_id"), logicalDate);
        harness.force(runNo, text(run, "state"));
        JsonObject states = (JsonObject) run.require("task_states");
        tasks.forEach((taskId, task) -> {
            String state = states.findString(taskId).orElse(null);
            String name = text(dag, "dag_id") + "/" + text(run, "run_id") + "/" + taskId;
            if ("scheduled".equals(state) && !flag(dag, "paused")) {
                waiting.add(new Waiting(
                        name,
                        Rank.of(false, number(task, "priority_weight"), logicalDate, -1, runNo, taskId),
                        runNo,
                        number(dag, "max_active_tasks")));
            }
            // One without a state has its turn yet to come; here nothing is before it, so that it would come at once.
            if (state != null) {
                count(task, state);
                insert(harness, runNo, task, state);
            }
        });
    }

    private void count(JsonObject task, String state) {
        String pool = text(task, "pool");
        boolean deferredCounts =
                ((JsonObject) json.require("pools")).get(pool) instanceof JsonObject it && flag(it, "include_deferred");
        if (state.equals("queued") || state.equals("running") || (state.equals("deferred") && deferredCounts)) {
            taken.merge(pool, number(task, "pool_slots"), Integer::sum);
        }
    }

    private static void insert(EngineHarness harness, long runNo, JsonObject task, String state) {
        harness.query(db -> db.insertInto(TASK_INSTANCE)
                .set(TASK_INSTANCE.RUN_NO, runNo)
                .set(TASK_INSTANCE.TASK_ID, text(task, "id"))
                .set(TASK_INSTANCE.MAP_INDEX, -1)
                .set(TASK_INSTANCE.STATE, state)
                .set(TASK_INSTANCE.DISPATCH_ID, state.equals("scheduled") ? 0L : 1L)
                .set(TASK_INSTANCE.WORKER_ID, "elsewhere")
                .set(TASK_INSTANCE.POOL, text(task, "pool"))
                .set(TASK_INSTANCE.POOL_SLOTS, number(task, "pool_slots"))
                .set(TASK_INSTANCE.PRIORITY, number(task, "priority_weight"))
                .set(TASK_INSTANCE.QUEUE, "default")
                .set(
                        TASK_INSTANCE.NEXT_AT,
                        state.startsWith("up_for") ? harness.now().plus(Duration.ofHours(1)) : null)
                .execute());
    }

    static String name(Dispatch dispatch) {
        return dispatch.dagId() + "/" + dispatch.runId() + "/" + dispatch.taskId();
    }

    /**
     * Whether Airflow does not see it, because it looks only at the first max_active_tasks candidates of a run: one of
     * these is held back, and then all others of the run wait behind it. See airflow-differences.md.
     */
    boolean isHidden(String name, List<String> given) {
        Waiting it = waiting.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        List<Waiting> ahead = waiting.stream()
                .filter(other -> other.runNo() == it.runNo() && other.rank().compareTo(it.rank()) < 0)
                .toList();
        return ahead.size() >= it.maxActiveTasks() && ahead.stream().anyMatch(other -> !given.contains(other.name()));
    }

    private static java.util.OptionalInt limit(JsonObject task, String field) {
        return task.get(field) instanceof JsonNumber number
                ? java.util.OptionalInt.of(number.toInt())
                : java.util.OptionalInt.empty();
    }

    private static String text(JsonObject object, String field) {
        return ((JsonString) object.require(field)).value();
    }

    private static int number(JsonObject object, String field) {
        return ((JsonNumber) object.require(field)).toInt();
    }

    private static boolean flag(JsonObject object, String field) {
        return object.get(field) instanceof JsonBoolean flag && flag.value();
    }

    @Override
    public String toString() {
        return id() + " " + text(json, "title");
    }
}
