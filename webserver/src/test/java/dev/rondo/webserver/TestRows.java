package dev.rondo.webserver;

import static dev.rondo.metadata.jooq.Tables.ASSET;
import static dev.rondo.metadata.jooq.Tables.DAG;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.DAG_WARNING;
import static dev.rondo.metadata.jooq.Tables.IMPORT_ERROR;
import static dev.rondo.metadata.jooq.Tables.JOB;
import static dev.rondo.metadata.jooq.Tables.TASK_INSTANCE;
import static dev.rondo.metadata.jooq.Tables.TASK_TRY;
import static dev.rondo.metadata.jooq.Tables.XCOM;

import dev.rondo.core.timetable.Timetables;
import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.asset.AssetUse;
import dev.rondo.metadata.dag.DagStore;
import dev.rondo.sdk.Dag;
import dev.rondo.sdk.internal.DagSpecs;
import dev.rondo.sdk.internal.SpecJson;
import dev.rondo.sdk.spec.DagSpec;
import dev.rondo.sdk.spec.GroupSpec;
import dev.rondo.sdk.spec.OptionsSpec;
import dev.rondo.sdk.spec.ScheduleSpec;
import dev.rondo.sdk.spec.TaskSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rows as the DAG processor and the scheduler write them. */
final class TestRows {

    private final Transactions transactions;

    TestRows(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Takes out what an earlier test of the class left. */
    void clean() {
        transactions.run(db ->
                db.truncate(DAG, DAG_RUN, JOB, ASSET, IMPORT_ERROR).cascade().execute());
    }

    /**
     * A DAG whose tasks follow each other; unpaused. One whose name ends with a question mark is an approval; one that
     * ends with a dot is no task but a group without any, and comes last.
     */
    void dag(String dagId, ScheduleSpec schedule, List<String> tags, String... tasks) {
        dag(dagId, schedule, Timetables.Stored.NOTHING, tags, tasks);
    }

    /** The same with what its timetable class told of. */
    void dag(String dagId, ScheduleSpec schedule, Timetables.Stored stored, List<String> tags, String... tasks) {
        TaskSpec[] specs = new TaskSpec[tasks.length];
        for (int i = 0; i < tasks.length; i++) {
            specs[i] = task(tasks[i], i == 0 ? List.of() : List.of(tasks[i - 1].replace("?", "")));
        }
        publish(spec(dagId, schedule, tags, Arrays.asList(specs)), stored);
    }

    /** A DAG as an author writes it; unpaused. */
    void dag(Dag dag) {
        publish(DagSpecs.of(dag, "com.example.Written"), Timetables.Stored.NOTHING);
    }

    private void publish(DagSpec spec, Timetables.Stored stored) {
        String dagId = spec.dagId();
        String graph = SpecJson.write(spec);
        new DagStore(transactions)
                .publish(
                        new DagStore.ReadFile(
                                "dags",
                                dagId + ".jar",
                                "hash of " + dagId,
                                "jar of " + dagId,
                                10,
                                TestWebserver.NOW,
                                TestWebserver.NOW,
                                120),
                        List.of(new DagStore.NewVersion(
                                dagId,
                                graph,
                                SpecJson.hash(graph),
                                "about " + dagId,
                                "ann, ben",
                                spec.schedule().text(),
                                spec.timezone(),
                                spec.maxActiveRuns(),
                                spec.maxActiveTasks(),
                                spec.runStrategy().wireName(),
                                spec.tags(),
                                false,
                                AssetUse.of(SpecJson.read(graph)),
                                List.of(),
                                stored,
                                null,
                                List.of())));
    }

    private static DagSpec spec(String dagId, ScheduleSpec schedule, List<String> tags, List<TaskSpec> tasks) {
        return new DagSpec(
                dagId,
                "com.example." + dagId,
                null,
                "the doc",
                tags,
                schedule,
                "UTC",
                Instant.parse("2025-01-01T00:00:00Z"),
                null,
                0,
                dev.rondo.sdk.RunStrategy.PARALLEL,
                16,
                16,
                null,
                false,
                null,
                null,
                Set.of(),
                tasks.stream()
                        .map(TaskSpec::groupId)
                        .filter(Objects::nonNull)
                        .distinct()
                        .map(group -> new GroupSpec(group, null, null, null))
                        .toList(),
                tasks.stream().filter(task -> !task.taskId().endsWith(".")).toList(),
                List.of());
    }

    private static TaskSpec task(String name, List<String> upstream) {
        boolean asks = name.contains("?");
        return new TaskSpec(
                name.replaceAll("[?!]", ""),
                name.contains(".") ? name.substring(0, name.indexOf('.')) : null,
                asks ? TaskSpec.Body.APPROVE : TaskSpec.Body.RUN,
                null,
                List.of(),
                upstream,
                OptionsSpec.DEFAULTS,
                false,
                null,
                false,
                Map.of(),
                null,
                null,
                "signature",
                Map.of(),
                null,
                asks
                        ? "{\"type\":\"object\",\"properties\":{\"push\":{\"type\":\"boolean\"}},\"required\":[\"push\"]}"
                        : null,
                name.endsWith("?!") ? "{\"push\":false}" : null,
                List.of(),
                List.of());
    }

    /** A run, without instances. */
    long run(String dagId, String runId, String state, Instant logicalDate) {
        return transactions.call(db -> db.insertInto(DAG_RUN)
                .set(DAG_RUN.DAG_ID, dagId)
                .set(DAG_RUN.RUN_ID, runId)
                .set(DAG_RUN.LOGICAL_DATE, logicalDate)
                .set(DAG_RUN.RUN_AFTER, logicalDate)
                .set(DAG_RUN.RUN_TYPE, "manual")
                .set(DAG_RUN.STATE, state)
                .set(DAG_RUN.VERSION_ID, db.select(DAG.VERSION_ID).from(DAG).where(DAG.DAG_ID.eq(dagId)))
                .set(DAG_RUN.CONF, "{\"epochs\":3}")
                .set(DAG_RUN.QUEUED_AT, logicalDate)
                .set(DAG_RUN.START_DATE, logicalDate)
                .set(DAG_RUN.TRIGGERED_BY, "rest_api")
                .returningResult(DAG_RUN.RUN_NO)
                .fetchSingle()
                .value1());
    }

    /** A run that the schedule made; over. */
    void scheduledRun(String dagId, Instant logicalDate) {
        long runNo = run(dagId, "scheduled__" + logicalDate, "success", logicalDate);
        transactions.run(db -> db.update(DAG_RUN)
                .set(DAG_RUN.RUN_TYPE, "scheduled")
                .set(DAG_RUN.DATA_INTERVAL_START, logicalDate)
                .set(DAG_RUN.DATA_INTERVAL_END, logicalDate)
                .where(DAG_RUN.RUN_NO.eq(runNo))
                .execute());
    }

    /** A scheduler that lives. */
    void scheduler() {
        transactions.run(db -> db.insertInto(JOB)
                .set(JOB.JOB_ID, "living")
                .set(JOB.KIND, "scheduler")
                .set(JOB.HOSTNAME, "here")
                .set(JOB.PID, 7L)
                .set(JOB.VERSION, "1.2.3")
                .set(JOB.STARTED_AT, TestWebserver.NOW)
                .set(JOB.LATEST_HEARTBEAT, TestWebserver.NOW)
                .execute());
    }

    /** An instance in its first try. */
    void instance(long runNo, String taskId, int mapIndex, @Nullable String state) {
        transactions.run(db -> db.insertInto(TASK_INSTANCE)
                .set(TASK_INSTANCE.RUN_NO, runNo)
                .set(TASK_INSTANCE.TASK_ID, taskId)
                .set(TASK_INSTANCE.MAP_INDEX, mapIndex)
                .set(TASK_INSTANCE.STATE, state)
                .set(TASK_INSTANCE.TRY_NUMBER, 1)
                .set(TASK_INSTANCE.DISPATCH_ID, 7L)
                .set(TASK_INSTANCE.POOL, "default_pool")
                .set(TASK_INSTANCE.POOL_SLOTS, 1)
                .set(TASK_INSTANCE.PRIORITY, 1)
                .set(TASK_INSTANCE.QUEUE, "default")
                .set(TASK_INSTANCE.START_DATE, Instant.parse("2025-12-31T00:00:00Z"))
                .set(TASK_INSTANCE.END_DATE, Instant.parse("2025-12-31T00:00:01.5Z"))
                .execute());
    }

    /** An execution of the first try of an instance that ended before the one that counts. */
    void earlierExecution(long runNo, String taskId, int mapIndex, long dispatchId, String reason) {
        transactions.run(db -> db.insertInto(TASK_TRY)
                .set(TASK_TRY.RUN_NO, runNo)
                .set(TASK_TRY.TASK_ID, taskId)
                .set(TASK_TRY.MAP_INDEX, mapIndex)
                .set(TASK_TRY.TRY_NUMBER, 1)
                .set(TASK_TRY.DISPATCH_ID, dispatchId)
                .set(TASK_TRY.STATE, "scheduled")
                .set(TASK_TRY.REASON, reason)
                .set(TASK_TRY.START_DATE, Instant.parse("2025-12-30T00:00:00Z"))
                .execute());
    }

    /** Moves a run, as the scheduler does. */
    void moveRun(long runNo, String state) {
        transactions.run(db -> db.update(DAG_RUN)
                .set(DAG_RUN.STATE, state)
                .set(DAG_RUN.ROW_VERSION, DAG_RUN.ROW_VERSION.plus(1))
                .where(DAG_RUN.RUN_NO.eq(runNo))
                .execute());
    }

    /** Moves an instance, as the scheduler does. */
    void moveInstance(long runNo, String taskId, String state) {
        transactions.run(db -> {
            db.update(TASK_INSTANCE)
                    .set(TASK_INSTANCE.STATE, state)
                    .where(TASK_INSTANCE.RUN_NO.eq(runNo), TASK_INSTANCE.TASK_ID.eq(taskId))
                    .execute();
            db.update(DAG_RUN)
                    .set(DAG_RUN.ROW_VERSION, DAG_RUN.ROW_VERSION.plus(1))
                    .where(DAG_RUN.RUN_NO.eq(runNo))
                    .execute();
        });
    }

    /** A value between tasks. */
    void xcom(long runNo, String taskId, String key, String json) {
        transactions.run(db -> db.insertInto(XCOM)
                .set(XCOM.RUN_NO, runNo)
                .set(XCOM.TASK_ID, taskId)
                .set(XCOM.MAP_INDEX, -1)
                .set(XCOM.KEY, key)
                .set(XCOM.VALUE, json)
                .set(XCOM.SIZE_BYTES, (long) json.length())
                .set(XCOM.CREATED_AT, TestWebserver.NOW)
                .execute());
    }

    void warning(String dagId, String code, String message) {
        transactions.run(db -> db.insertInto(DAG_WARNING)
                .set(DAG_WARNING.DAG_ID, dagId)
                .set(DAG_WARNING.CODE, code)
                .set(DAG_WARNING.MESSAGE, message)
                .set(DAG_WARNING.CREATED_AT, TestWebserver.NOW)
                .execute());
    }
}
