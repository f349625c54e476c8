package dev.rondo.webserver;

import static dev.rondo.metadata.jooq.Tables.API_TOKEN;
import static dev.rondo.metadata.jooq.Tables.APP_USER;
import static dev.rondo.metadata.jooq.Tables.ASSET_PENDING;
import static dev.rondo.metadata.jooq.Tables.BACKFILL;
import static dev.rondo.metadata.jooq.Tables.COMMAND;
import static dev.rondo.metadata.jooq.Tables.CONNECTION;
import static dev.rondo.metadata.jooq.Tables.DAG_ASSET;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN_ASSET_EVENT;
import static dev.rondo.metadata.jooq.Tables.IMPORT_ERROR;
import static dev.rondo.metadata.jooq.Tables.JOB;
import static dev.rondo.metadata.jooq.Tables.VARIABLE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rondo.core.command.CommandReply;
import dev.rondo.metadata.asset.AssetRuns;
import dev.rondo.metadata.asset.AssetUpdate;
import dev.rondo.metadata.log.LogStore;
import dev.rondo.sdk.spec.ScheduleSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jooq.DSLContext;

/** One of everything that the API shows, and how it is named in paths. */
record SampleWorld(long importErrorId, long eventLogId, long backfillId, long tokenId) {

    static final String DAG = "flights";
    static final String RUN = "first";
    static final String ENDED = "ended";
    static final Instant DAY = Instant.parse("2025-12-01T00:00:00Z");

    static SampleWorld fill(TestWebserver web) {
        web.rows()
                .dag(
                        DAG,
                        new ScheduleSpec.CronDataInterval("@daily"),
                        List.of("ml"),
                        "fetch",
                        "train",
                        "ask?",
                        "night.score");
        long run = web.rows().run(DAG, RUN, "running", DAY);
        web.rows().run(DAG, ENDED, "success", DAY.plusSeconds(86_400));
        web.rows().instance(run, "fetch", -1, "success");
        web.rows().instance(run, "train", 0, "running");
        web.rows().instance(run, "ask", -1, "deferred");
        web.rows().xcom(run, "fetch", "return_value", "{\"rows\":842}");
        web.rows().warning(DAG, "DS_IS_UTC_DATE", "it can be another");
        log(web);
        return web.database().transactions().call(db -> {
            others(db);
            assets(db, run);
            return new SampleWorld(importError(db), event(db), backfill(db), token(db));
        });
    }

    private static void log(TestWebserver web) {
        String line =
                "{\"timestamp\":\"2025-12-31T00:00:00Z\",\"level\":\"info\",\"event\":\"hello\",\"logger\":\"x\"}\n";
        try {
            web.logs().append(new LogStore.LogKey(DAG, RUN, "fetch", -1, 1), 7, 0, line.getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void others(DSLContext db) {
        variable(db, "bucket");
        db.insertInto(CONNECTION)
                .set(CONNECTION.CONNECTION_ID, "lake")
                .set(CONNECTION.CONN_TYPE, "http")
                .set(CONNECTION.EXTRA, "{\"a\":1}")
                .execute();
        db.insertInto(JOB)
                .set(JOB.JOB_ID, "job")
                .set(JOB.KIND, "scheduler")
                .set(JOB.HOSTNAME, "here")
                .set(JOB.PID, 1L)
                .set(JOB.VERSION, "1")
                .set(JOB.STARTED_AT, DAY)
                .set(JOB.LATEST_HEARTBEAT, TestWebserver.NOW)
                .execute();
    }

    /** An asset that was updated under an alias, which a DAG waits for and a run was made for. */
    private static void assets(DSLContext db, long run) {
        var update = new AssetUpdate("orders", "gs://orders", "asset", "tables", "{}", DAG, "fetch", RUN, -1, null);
        long event = new AssetRuns(new SplittableRandom())
                .record(db, List.of(update), DAY)
                .getFirst();
        db.insertInto(DAG_ASSET)
                .set(DAG_ASSET.DAG_ID, DAG)
                .set(DAG_ASSET.ROLE, "outlet")
                .set(DAG_ASSET.TASK_ID, "fetch")
                .set(DAG_ASSET.KIND, "asset")
                .set(DAG_ASSET.NAME, "orders")
                .set(DAG_ASSET.CREATED_AT, DAY)
                .execute();
        db.insertInto(ASSET_PENDING)
                .set(ASSET_PENDING.DAG_ID, DAG)
                .set(ASSET_PENDING.KIND, "asset")
                .set(ASSET_PENDING.NAME, "orders")
                .set(ASSET_PENDING.EVENT_ID, event)
                .set(ASSET_PENDING.AT, DAY)
                .set(ASSET_PENDING.IS_QUEUED, true)
                .execute();
        db.insertInto(DAG_RUN_ASSET_EVENT)
                .set(DAG_RUN_ASSET_EVENT.RUN_NO, run)
                .set(DAG_RUN_ASSET_EVENT.EVENT_ID, event)
                .execute();
    }

    private static void variable(DSLContext db, String key) {
        db.insertInto(VARIABLE)
                .set(VARIABLE.KEY, key)
                .set(VARIABLE.VALUE, "gs://x")
                .onConflictDoNothing()
                .execute();
    }

    void addVariable(TestWebserver web, String key) {
        web.database().transactions().run(db -> variable(db, key));
    }

    void addXCom(TestWebserver web, String key) {
        long run = web.database()
                .transactions()
                .call(db -> db.select(DAG_RUN.RUN_NO)
                        .from(DAG_RUN)
                        .where(DAG_RUN.DAG_ID.eq(DAG), DAG_RUN.RUN_ID.eq(RUN))
                        .fetchSingle()
                        .value1());
        if (!key.equals("return_value")) {
            web.rows().xcom(run, "fetch", key, "0.9");
        }
    }

    private static long importError(DSLContext db) {
        return db.insertInto(IMPORT_ERROR)
                .set(IMPORT_ERROR.BUNDLE_NAME, "dags")
                .set(IMPORT_ERROR.FILE_NAME, "bad.jar")
                .set(IMPORT_ERROR.CREATED_AT, DAY)
                .set(IMPORT_ERROR.CODE, "DAG_HAS_CYCLE")
                .set(IMPORT_ERROR.MESSAGE, "a → b → a")
                .set(IMPORT_ERROR.STACK_TRACE, "at x")
                .set(IMPORT_ERROR.PROBLEMS, "[]")
                .returningResult(IMPORT_ERROR.IMPORT_ERROR_ID)
                .fetchSingle()
                .value1();
    }

    private static long event(DSLContext db) {
        return db.insertInto(COMMAND)
                .set(COMMAND.IDEMPOTENCY_KEY, "sample")
                .set(COMMAND.ACTOR, "ann")
                .set(COMMAND.SOURCE, "rest_api")
                .set(COMMAND.KIND, "SetPaused")
                .set(COMMAND.DAG_ID, DAG)
                .set(COMMAND.BODY, "{}")
                .set(COMMAND.CREATED_AT, DAY)
                .set(COMMAND.DONE_AT, DAY)
                .set(COMMAND.STATUS, 200)
                .set(COMMAND.REPLY, "{}")
                .returningResult(COMMAND.COMMAND_ID)
                .fetchSingle()
                .value1();
    }

    private static long backfill(DSLContext db) {
        return db.insertInto(BACKFILL)
                .set(BACKFILL.DAG_ID, DAG)
                .set(BACKFILL.FROM_DATE, DAY)
                .set(BACKFILL.TO_DATE, DAY)
                .set(BACKFILL.REPROCESS, "none")
                .set(BACKFILL.IS_BACKWARDS, false)
                .set(BACKFILL.MAX_ACTIVE_RUNS, 10)
                .set(BACKFILL.CONF, "{}")
                .set(BACKFILL.IS_PAUSED, false)
                .set(BACKFILL.CREATED_AT, DAY)
                .set(BACKFILL.UPDATED_AT, DAY)
                .returningResult(BACKFILL.BACKFILL_ID)
                .fetchSingle()
                .value1();
    }

    /** A token of a user who never signs in. */
    private static long token(DSLContext db) {
        db.insertInto(APP_USER)
                .set(APP_USER.USERNAME, "absent")
                .set(APP_USER.PASSWORD_HASH, "none")
                .set(APP_USER.ROLE, "viewer")
                .set(APP_USER.CREATED_AT, DAY)
                .execute();
        return db.insertInto(API_TOKEN)
                .set(API_TOKEN.TOKEN_HASH, "none")
                .set(API_TOKEN.USERNAME, "absent")
                .set(API_TOKEN.NAME, "sample")
                .set(API_TOKEN.ROLE, "viewer")
                .set(API_TOKEN.IS_READ_ONLY, true)
                .set(API_TOKEN.DAG_IDS, new String[] {DAG})
                .set(API_TOKEN.TAGS, new String[0])
                .set(API_TOKEN.CREATED_AT, DAY)
                .set(API_TOKEN.EXPIRES_AT, TestWebserver.NOW.plusSeconds(86_400))
                .returningResult(API_TOKEN.API_TOKEN_ID)
                .fetchSingle()
                .value1();
    }

    /** A path of the API with the names of what is there. */
    String path(String path) {
        if (path.endsWith("/list")) {
            return path.replaceAll("\\{[a-z_]+}", "~");
        }
        if (path.equals("/api/v2/backfills")) {
            return path + "?dag_id=" + DAG;
        }
        if (path.endsWith("/grants")) {
            return path.replace("{username}", "absent") + "?dag_id=" + DAG;
        }
        if (path.equals("/api/v2/dags")) {
            return path + "?dag_id_pattern=~";
        }
        boolean asks = path.contains("hitlDetails");
        Map<String, String> names = Map.ofEntries(
                Map.entry("dag_id", DAG),
                Map.entry("dag_run_id", path.endsWith("/wait") ? ENDED : RUN),
                Map.entry("task_id", asks ? "ask" : path.contains("{map_index}") ? "train" : "fetch"),
                Map.entry("map_index", asks ? "-1" : "0"),
                Map.entry("try_number", "1"),
                Map.entry("task_try_number", "1"),
                Map.entry("xcom_key", "return_value"),
                Map.entry("pool_name", "default_pool"),
                Map.entry("variable_key", "bucket"),
                Map.entry("connection_id", "lake"),
                Map.entry("group_id", "night"),
                Map.entry("file_name", "Uploaded.java"),
                Map.entry("section", "api"),
                Map.entry("option", "port"),
                Map.entry("key", "k"),
                Map.entry("file_token", "f"),
                Map.entry("asset_id", "1"),
                Map.entry("asset_alias_id", "1"),
                Map.entry("version_number", "1"),
                Map.entry("import_error_id", Long.toString(importErrorId)),
                Map.entry("event_log_id", Long.toString(eventLogId)),
                Map.entry("backfill_id", Long.toString(backfillId)),
                Map.entry("username", "absent"),
                Map.entry("role_name", "Op"),
                Map.entry("token_id", Long.toString(tokenId)));
        String named = path;
        for (var each : names.entrySet()) {
            named = named.replace("{" + each.getKey() + "}", each.getValue());
        }
        return named.endsWith("/wait") ? named + "?interval=1" : named;
    }

    CommandReply.Affected affected() {
        return new CommandReply.Affected(List.of(new CommandReply.Affected.Instance(DAG, RUN, "fetch", -1)));
    }
}
