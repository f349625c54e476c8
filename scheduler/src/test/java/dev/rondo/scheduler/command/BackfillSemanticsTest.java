package dev.rondo.scheduler.command;

import static dev.rondo.metadata.jooq.Tables.BACKFILL;
import static dev.rondo.metadata.jooq.Tables.DAG;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.TASK_INSTANCE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.core.command.CommandReply.BackfillPlanned;
import dev.rondo.core.command.CommandReply.BackfillPlanned.Planned;
import dev.rondo.core.dagrun.RunType;
import dev.rondo.core.semantics.RecordedCase;
import dev.rondo.core.semantics.RecordedCases;
import dev.rondo.core.semantics.RecordedTime;
import dev.rondo.core.semantics.SemanticsTest;
import dev.rondo.metadata.dagrun.BackfillStore;
import dev.rondo.metadata.dagrun.DagRunStore;
import dev.rondo.metadata.dagrun.NewBackfill;
import dev.rondo.metadata.dagrun.NewRun;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.testing.Commands;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.ManualClock;
import dev.rondo.scheduler.testing.RecordedSchedule;
import dev.rondo.scheduler.testing.TestDag;
import dev.rondo.sdk.spec.DagSpec;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.Query;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Each recorded request as the command that the API makes of it, on a DAG whose existing runs are in the tables: what
 * is answered, and every row that there is then. The DAG is paused, so that what was made is still as it was made.
 */
@SemanticsTest("backfill")
@ExtendWith(PostgresExtension.class)
class BackfillSemanticsTest {

    private static final JsonMapper JSON = new JsonMapper();

    private static final Map<String, String> REFUSALS = Map.of(
            "DagNonPeriodicScheduleException", "NON_PERIODIC_SCHEDULE",
            "InvalidBackfillDirection", "INVALID_DIRECTION",
            "InvalidReprocessBehavior", "INVALID_REPROCESS",
            "InvalidBackfillDateRange", "INVALID_DATE_RANGE",
            "InvalidBackfillDate", "INVALID_DATE",
            "AlreadyRunningBackfill", "ALREADY_RUNNING",
            "NoBackfillRunsToCreate", "NO_RUNS");

    private static @Nullable EngineHarness opened;

    @BeforeAll
    static void open(TestDatabase database) {
        EngineHarness harness = new EngineHarness(database, new ManualClock("2024-05-20T08:00:00Z"));
        opened = harness;
        harness.settle();
    }

    @AfterAll
    static void close() {
        if (opened != null) {
            opened.close();
        }
    }

    /** A run of the backfill, or why there is none; what a recording does not have is empty. */
    private record Made(
            String action,
            String reason,
            @Nullable Instant logicalDate,
            String runId,
            String runType,
            String runState,
            String taskState,
            List<Instant> dates,
            @Nullable JsonNode conf) {}

    @RecordedCases
    void a_backfill_does_what_was_recorded(RecordedCase recorded) {
        EngineHarness harness = Objects.requireNonNull(opened);
        harness.clock().set(recorded.requireInstant("now"));
        TestDag dag = dag(recorded);
        harness.publish(dag);
        store(harness, recorded, dag);
        Commands commands = new Commands(harness);

        CommandReply tried = commands.run(command(recorded, true));
        CommandReply reply = commands.run(command(recorded, false));

        if (recorded.json().has("dry_run_error")) {
            assertRefused(tried, recorded.text("dry_run_error"));
        } else {
            assertThat(datesTouched(tried))
                    .isEqualTo(recorded.get("dry_run_logical_dates")
                            .valueStream()
                            .map(RecordedTime::requireInstant)
                            .toList());
        }
        if (recorded.flag("accepted")) {
            assertThat(made(harness, dag, (BackfillPlanned) reply))
                    .isEqualTo(recorded.get("runs")
                            .valueStream()
                            .map(BackfillSemanticsTest::expected)
                            .toList());
        } else {
            assertRefused(reply, recorded.text("error"));
        }
    }

    private static TestDag dag(RecordedCase recorded) {
        ZoneId zone = RecordedTime.zone(recorded.json().path("dag_start_date"));
        TestDag dag = RecordedSchedule.apply(
                        TestDag.named(recorded.id()),
                        recorded.get("timetable"),
                        Objects.requireNonNullElse(zone, ZoneOffset.UTC).getId())
                .catchup(recorded.flag("dag_catchup") ? DagSpec.CATCHUP_ALL : 0);
        Instant start = recorded.instant("dag_start_date");
        Instant end = recorded.instant("dag_end_date");
        if (start != null) {
            dag.from(start.toString());
        }
        if (end != null) {
            dag.to(end.toString());
        }
        dag.task("t").dependsOnPast(recorded.flag("dag_has_depends_on_past_task"));
        return dag;
    }

    private static Command.CreateBackfill command(RecordedCase recorded, boolean dryRun) {
        JsonNode conf = recorded.get("conf");
        return new Command.CreateBackfill(
                recorded.id(),
                recorded.requireInstant("from_date"),
                recorded.requireInstant("to_date"),
                recorded.text("reprocess_behavior"),
                recorded.flag("run_backwards"),
                10,
                conf.isNull() ? null : conf.toString(),
                false,
                dryRun,
                "test");
    }

    /**
     * The DAG is paused and has its existing runs, which the recordings name after their type and place. Their task is
     * in the state of its run where none is told.
     */
    private static void store(EngineHarness harness, RecordedCase recorded, TestDag dag) {
        long versionId = Objects.requireNonNull(harness.query(db -> db.update(DAG)
                .set(DAG.IS_PAUSED, true)
                .where(DAG.DAG_ID.eq(dag.dagId()))
                .returning(DAG.VERSION_ID)
                .fetchSingle(DAG.VERSION_ID)));
        List<JsonNode> existing = recorded.get("existing_runs").valueStream().toList();
        List<NewRun> runs = new ArrayList<>();
        for (int place = 0; place < existing.size(); place++) {
            JsonNode run = existing.get(place);
            RunType type = RunType.ofWireName(run.required("run_type").asText());
            Instant date = RecordedTime.requireInstant(run.required("logical_date"));
            runs.add(run(dag, versionId, type.wireName() + "__old" + place, date, type, null));
        }
        if (recorded.flag("another_backfill_active")) {
            runs.add(ofAnotherBackfill(harness, dag, versionId));
        }
        Map<Instant, Long> numbers = new HashMap<>();
        new DagRunStore(harness.database().transactions()).create(runs);
        harness.query(db -> {
            db.select(DAG_RUN.LOGICAL_DATE, DAG_RUN.RUN_NO)
                    .from(DAG_RUN)
                    .where(DAG_RUN.DAG_ID.eq(dag.dagId()))
                    .forEach(run -> numbers.put(run.value1(), run.value2()));
            List<Query> states = new ArrayList<>();
            for (JsonNode run : existing) {
                long runNo =
                        Objects.requireNonNull(numbers.get(RecordedTime.requireInstant(run.required("logical_date"))));
                String state = run.required("state").asText();
                states.add(db.update(DAG_RUN).set(DAG_RUN.STATE, state).where(DAG_RUN.RUN_NO.eq(runNo)));
                String taskState = run.path("task_state").asText(state);
                if (!taskState.equals("queued")) {
                    states.add(instance(db, runNo, taskState));
                }
            }
            return db.batch(states).execute();
        });
    }

    private static Query instance(DSLContext db, long runNo, String state) {
        return db.insertInto(TASK_INSTANCE)
                .set(TASK_INSTANCE.RUN_NO, runNo)
                .set(TASK_INSTANCE.TASK_ID, "t")
                .set(TASK_INSTANCE.MAP_INDEX, -1)
                .set(TASK_INSTANCE.STATE, state)
                .set(TASK_INSTANCE.DISPATCH_ID, 1L)
                .set(TASK_INSTANCE.WORKER_ID, "elsewhere")
                .set(TASK_INSTANCE.POOL, "default_pool")
                .set(TASK_INSTANCE.POOL_SLOTS, 1)
                .set(TASK_INSTANCE.PRIORITY, 1)
                .set(TASK_INSTANCE.QUEUE, "default");
    }

    /** One that keeps a backfill going, of a date that nobody asks for. */
    private static NewRun ofAnotherBackfill(EngineHarness harness, TestDag dag, long versionId) {
        Instant date = Instant.parse("2023-01-01T00:00:00Z");
        long id = new BackfillStore(harness.database().transactions())
                .add(new NewBackfill(dag.dagId(), date, date, "none", false, 1, "{}", "test", Set.of()), harness.now())
                .orElseThrow();
        return run(dag, versionId, "another", date, RunType.BACKFILL, id);
    }

    private static NewRun run(
            TestDag dag, long versionId, String runId, Instant date, RunType type, @Nullable Long backfillId) {
        return new NewRun(
                dag.dagId(),
                versionId,
                runId,
                date,
                date,
                date,
                date,
                type,
                "{}",
                date,
                "test",
                null,
                null,
                backfillId,
                backfillId == null ? null : 1);
    }

    private static void assertRefused(CommandReply reply, String error) {
        assertThat(reply)
                .isInstanceOfSatisfying(
                        CommandReply.Rejected.class,
                        refused -> assertThat(refused.code()).isEqualTo(REFUSALS.get(error)));
    }

    private static List<Instant> datesTouched(CommandReply reply) {
        return ((BackfillPlanned) reply)
                .runs().stream()
                        .filter(each -> !each.action().equals("not_created"))
                        .map(Planned::logicalDate)
                        .toList();
    }

    /** What was answered, in the order of the ordinals, with what the tables have of it. */
    private static List<Made> made(EngineHarness harness, TestDag dag, BackfillPlanned planned) {
        assertThat(planned.backfillId())
                .isEqualTo(harness.query(db -> db.select(BACKFILL.BACKFILL_ID)
                        .from(BACKFILL)
                        .where(BACKFILL.DAG_ID.eq(dag.dagId()))
                        .fetchSingle()
                        .value1()));
        Map<Integer, Record> rows = harness.query(db -> db.select(DAG_RUN.fields())
                .select(TASK_INSTANCE.STATE.as("task_state"))
                .from(DAG_RUN)
                .leftJoin(TASK_INSTANCE)
                .on(TASK_INSTANCE.RUN_NO.eq(DAG_RUN.RUN_NO))
                .where(DAG_RUN.BACKFILL_ID.eq(planned.backfillId()))
                .fetchMap(DAG_RUN.BACKFILL_ORDINAL, row -> row));
        List<Made> made = new ArrayList<>();
        for (int place = 0; place < planned.runs().size(); place++) {
            made.add(made(planned.runs().get(place), rows.remove(place + 1)));
        }
        assertThat(rows).as("runs of the backfill that it did not tell of").isEmpty();
        return made;
    }

    private static Made made(Planned planned, @Nullable Record row) {
        String reason = Objects.requireNonNullElse(planned.reason(), "");
        if (row == null) {
            return new Made(planned.action(), reason, planned.logicalDate(), "", "", "", "", List.of(), null);
        }
        assertThat(planned.logicalDate()).isEqualTo(row.get(DAG_RUN.LOGICAL_DATE));
        return new Made(
                planned.action(),
                reason,
                row.get(DAG_RUN.LOGICAL_DATE),
                row.get(DAG_RUN.RUN_ID),
                row.get(DAG_RUN.RUN_TYPE),
                row.get(DAG_RUN.STATE),
                String.valueOf(row.get("task_state")),
                List.of(
                        row.get(DAG_RUN.DATA_INTERVAL_START),
                        row.get(DAG_RUN.DATA_INTERVAL_END),
                        row.get(DAG_RUN.RUN_AFTER)),
                json(row.get(DAG_RUN.CONF)));
    }

    private static Made expected(JsonNode run) {
        Instant date = RecordedTime.requireInstant(run.required("logical_date"));
        String action = run.required("action").asText();
        if (action.equals("not_created")) {
            return new Made(action, run.required("reason").asText(), date, "", "", "", "", List.of(), null);
        }
        return new Made(
                action,
                "",
                date,
                run.required("run_id").asText(),
                run.required("run_type").asText(),
                run.required("run_state").asText(),
                run.required("task_state").asText("null"),
                List.of(
                        RecordedTime.requireInstant(run.required("data_interval_start")),
                        RecordedTime.requireInstant(run.required("data_interval_end")),
                        RecordedTime.requireInstant(run.required("run_after"))),
                json(run.required("conf").toString()));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(text, e);
        }
    }
}
