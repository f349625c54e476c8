package dev.rondo.metadata.command;

import static dev.rondo.metadata.jooq.Tables.ASSET;
import static dev.rondo.metadata.jooq.Tables.ASSET_EVENT;
import static dev.rondo.metadata.jooq.Tables.ASSET_PENDING;
import static dev.rondo.metadata.jooq.Tables.BACKFILL;
import static dev.rondo.metadata.jooq.Tables.CONNECTION;
import static dev.rondo.metadata.jooq.Tables.DAG;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.POOL;
import static dev.rondo.metadata.jooq.Tables.TASK_INSTANCE;
import static dev.rondo.metadata.jooq.Tables.VARIABLE;
import static dev.rondo.metadata.jooq.Tables.XCOM;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;

import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.metadata.command.Change.Told;
import dev.rondo.sdk.internal.json.JsonNumber;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record1;
import org.jooq.Select;
import org.jspecify.annotations.Nullable;

/** What each command that is carried out by statements changes; what the engine changes, it tells itself. */
final class CommandSubjects {

    private CommandSubjects() {}

    static Subject of(Command command) {
        return switch (command) {
            case Command.SetPaused c -> Subject.row(DAG, DAG.DAG_ID.eq(c.dagId()), List.of(), DAG.IS_PAUSED);
            case Command.DeleteDag c ->
                unlocked(Subject.row(
                                DAG,
                                DAG.DAG_ID.eq(c.dagId()),
                                List.of(),
                                DAG.BUNDLE_NAME,
                                DAG.FILE_NAME,
                                DAG.IS_PAUSED,
                                DAG.IS_ACTIVE,
                                DAG.VERSION_ID)
                        .with("runs", db -> states(db, DAG_RUN.DAG_ID.eq(c.dagId()))));
            case Command.SetNote c -> note(c);
            case Command.DeleteRun c -> run(DAG_RUN.DAG_ID.eq(c.dagId()).and(DAG_RUN.RUN_ID.eq(c.runId())));
            case Command.PauseBackfill c -> backfill(c.backfillId());
            case Command.CancelBackfill c -> backfill(c.backfillId());
            case Command.SetPool c -> pool(c.name());
            case Command.DeletePool c -> pool(c.name());
            case Command.SetVariable c -> variable(c.key());
            case Command.DeleteVariable c -> variable(c.key());
            case Command.SetConnection c -> connection(c.id());
            case Command.DeleteConnection c -> connection(c.id());
            case Command.SetXCom c -> xcom(c.dagId(), c.runId(), c.taskId(), c.mapIndex(), c.key());
            case Command.DeleteXCom c -> xcom(c.dagId(), c.runId(), c.taskId(), c.mapIndex(), c.key());
            case Command.DeleteQueuedEvents c -> queued(c);
            // Told by what came of them.
            case Command.TriggerRun c -> Subject.NOTHING;
            case Command.CreateBackfill c -> Subject.NOTHING;
            case Command.CreateAssetEvent c -> Subject.NOTHING;
            // Told by the engine.
            case Command.ClearTasks c -> Subject.NOTHING;
            case Command.MarkTasks c -> Subject.NOTHING;
            case Command.MarkRun c -> Subject.NOTHING;
            case Command.AnswerApproval c -> Subject.NOTHING;
            case Command.RetryBackfill c -> Subject.NOTHING;
            // Change nothing.
            case Command.PreviewRunMark c -> Subject.NOTHING;
            case Command.TestConnection c -> Subject.NOTHING;
        };
    }

    /** What the reply says was made; else what the command is about. */
    static Subject of(Command command, CommandReply reply) {
        return switch (reply) {
            case CommandReply.RunTriggered made -> run(DAG_RUN.RUN_NO.eq(made.runNo()));
            case CommandReply.BackfillPlanned made -> backfill(made.backfillId());
            case CommandReply.AssetEventCreated made ->
                Subject.row(
                        ASSET_EVENT.join(ASSET).on(ASSET.ASSET_ID.eq(ASSET_EVENT.ASSET_ID)),
                        ASSET_EVENT.EVENT_ID.eq(made.eventId()),
                        List.of(),
                        ASSET.NAME,
                        ASSET_EVENT.EVENT_ID);
            case CommandReply.Done done -> of(command);
            case CommandReply.Affected affected -> of(command);
            case CommandReply.ConnectionTested tested -> Subject.NOTHING;
            case CommandReply.Rejected rejected -> Subject.NOTHING;
        };
    }

    /** Of what is locked by the change itself, in an order of its own. */
    private static Subject unlocked(Subject subject) {
        return (db, locked) -> subject.read(db, false);
    }

    private static Subject run(Condition which) {
        return Subject.row(
                DAG_RUN,
                which,
                List.of(),
                DAG_RUN.RUN_ID,
                DAG_RUN.RUN_TYPE,
                DAG_RUN.LOGICAL_DATE,
                DAG_RUN.RUN_AFTER,
                DAG_RUN.STATE,
                DAG_RUN.VERSION_ID,
                DAG_RUN.NOTE);
    }

    private static Subject note(Command.SetNote c) {
        Command.TaskSelector task = c.task();
        Integer mapIndex = task == null ? null : task.mapIndex();
        return task == null
                ? Subject.row(
                        DAG_RUN,
                        DAG_RUN.DAG_ID.eq(c.dagId()).and(DAG_RUN.RUN_ID.eq(c.runId())),
                        List.of(),
                        DAG_RUN.NOTE)
                : Subject.row(
                        TASK_INSTANCE,
                        TASK_INSTANCE
                                .RUN_NO
                                .eq(runNo(c.dagId(), c.runId()))
                                .and(TASK_INSTANCE.TASK_ID.eq(task.taskId()))
                                .and(mapIndex == null ? noCondition() : TASK_INSTANCE.MAP_INDEX.eq(mapIndex)),
                        List.of(),
                        TASK_INSTANCE.NOTE);
    }

    private static Select<Record1<Long>> runNo(String dagId, String runId) {
        return select(DAG_RUN.RUN_NO).from(DAG_RUN).where(DAG_RUN.DAG_ID.eq(dagId), DAG_RUN.RUN_ID.eq(runId));
    }

    private static Subject backfill(long id) {
        return Subject.row(
                        BACKFILL,
                        BACKFILL.BACKFILL_ID.eq(id),
                        List.of(),
                        BACKFILL.BACKFILL_ID,
                        BACKFILL.DAG_ID,
                        BACKFILL.FROM_DATE,
                        BACKFILL.TO_DATE,
                        BACKFILL.REPROCESS,
                        BACKFILL.MAX_ACTIVE_RUNS,
                        BACKFILL.IS_PAUSED,
                        BACKFILL.COMPLETED_AT)
                .with("runs", db -> states(db, DAG_RUN.BACKFILL_ID.eq(id)));
    }

    /** How many runs are in each state. Indexes: dag_run_all_of_backfill, dag_run_of_dag. */
    private static JsonValue states(DSLContext db, Condition runs) {
        Map<String, JsonValue> counts = new LinkedHashMap<>();
        db.select(DAG_RUN.STATE, count())
                .from(DAG_RUN)
                .where(runs)
                .groupBy(DAG_RUN.STATE)
                .orderBy(DAG_RUN.STATE)
                .forEach(r -> counts.put(r.value1(), JsonNumber.of(r.value2())));
        return JsonObject.of(counts);
    }

    private static Subject pool(String name) {
        return Subject.row(
                POOL, POOL.NAME.eq(name), List.of(), POOL.NAME, POOL.SLOTS, POOL.DESCRIPTION, POOL.INCLUDE_DEFERRED);
    }

    private static Subject variable(String key) {
        return Subject.row(
                VARIABLE,
                VARIABLE.KEY.eq(key),
                List.of(VARIABLE.VALUE),
                VARIABLE.KEY,
                VARIABLE.VALUE,
                VARIABLE.DESCRIPTION);
    }

    private static Subject connection(String id) {
        return Subject.row(
                CONNECTION,
                CONNECTION.CONNECTION_ID.eq(id),
                List.of(CONNECTION.PASSWORD, CONNECTION.EXTRA),
                CONNECTION.CONNECTION_ID,
                CONNECTION.CONN_TYPE,
                CONNECTION.DESCRIPTION,
                CONNECTION.HOST,
                CONNECTION.LOGIN,
                CONNECTION.PASSWORD,
                CONNECTION.SCHEMA,
                CONNECTION.PORT,
                CONNECTION.EXTRA);
    }

    /** The value is data; whoever shows it masks what goes by the name of a secret. */
    private static Subject xcom(String dagId, String runId, String taskId, int mapIndex, String key) {
        return Subject.row(
                XCOM,
                XCOM.RUN_NO
                        .eq(runNo(dagId, runId))
                        .and(XCOM.TASK_ID.eq(taskId))
                        .and(XCOM.MAP_INDEX.eq(mapIndex))
                        .and(XCOM.KEY.eq(key)),
                List.of(XCOM.BLOB_HASH),
                XCOM.KEY,
                XCOM.VALUE,
                XCOM.BLOB_HASH,
                XCOM.SIZE_BYTES);
    }

    private static Subject queued(Command.DeleteQueuedEvents c) {
        Condition which = ASSET_PENDING.IS_QUEUED.isTrue();
        which = bound(which, c.dagId(), ASSET_PENDING.DAG_ID::eq);
        which = bound(which, c.assetId(), ASSET_EVENT.ASSET_ID::eq);
        Condition all = bound(which, c.before(), ASSET_PENDING.AT::lt);
        return (db, locked) -> Optional.of(Map.of(
                "queued",
                new Told(
                        JsonNumber.of(db.fetchCount(db.select(ASSET_PENDING.EVENT_ID)
                                .from(ASSET_PENDING)
                                .join(ASSET_EVENT)
                                .on(ASSET_EVENT.EVENT_ID.eq(ASSET_PENDING.EVENT_ID))
                                .where(all))),
                        false)));
    }

    private static <T> Condition bound(Condition where, @Nullable T value, Function<T, Condition> condition) {
        return value == null ? where : where.and(condition.apply(value));
    }
}
