package dev.rondo.scheduler.engine;

import static dev.rondo.metadata.jooq.Tables.DAG;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.TASK_INSTANCE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.core.dagrun.RunType;
import dev.rondo.core.graph.Graph;
import dev.rondo.core.semantics.RecordedCase;
import dev.rondo.core.semantics.RecordedCases;
import dev.rondo.core.semantics.RecordedFamily;
import dev.rondo.core.semantics.RecordedTime;
import dev.rondo.core.semantics.SemanticsTest;
import dev.rondo.core.state.PastRule;
import dev.rondo.core.state.PastRuns;
import dev.rondo.core.state.PastRuns.OtherRun;
import dev.rondo.core.state.Readiness;
import dev.rondo.core.state.RunFacts;
import dev.rondo.core.state.RunModel;
import dev.rondo.core.state.TaskState;
import dev.rondo.metadata.dagrun.DagRunStore;
import dev.rondo.metadata.dagrun.NewRun;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.testing.End;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.ManualClock;
import dev.rondo.scheduler.testing.TestDag;
import dev.rondo.sdk.spec.DagSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jooq.DSLContext;
import org.jooq.Query;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What the run before allows, as recorded: its rows are in the tables, the engine finds them there and starts the task
 * or does not. What the test kit finds among runs that it has in memory is held against the same cases.
 */
@SemanticsTest("depends_on_past")
@ExtendWith(PostgresExtension.class)
class DependsOnPastSemanticsTest {

    /** Numbers of runs, by DAG and id. */
    private static final Map<String, Long> RUNS = new HashMap<>();

    private static @Nullable EngineHarness opened;

    /** All cases go together, as DAGs of one installation: each by itself would take a transaction for each step. */
    @BeforeAll
    static void play(TestDatabase database) {
        EngineHarness harness = new EngineHarness(database, new ManualClock("2024-07-01T00:00:00Z"));
        opened = harness;
        harness.worker("worker", 2_000);
        harness.pool("default_pool", 2_000);
        List<RecordedCase> cases = RecordedFamily.load("depends_on_past").cases();
        harness.publish(cases.stream().map(DependsOnPastSemanticsTest::dag).toList());
        store(harness, cases);
        harness.engine().mayStart(cases.stream().map(RecordedCase::id).toList());

        harness.run(dispatch -> dispatch.taskId().equals("up") ? End.success() : null);
    }

    @AfterAll
    static void close() {
        if (opened != null) {
            opened.close();
        }
    }

    @RecordedCases
    void a_task_looks_at_the_run_before_as_recorded(RecordedCase recorded) {
        EngineHarness harness = Objects.requireNonNull(opened);
        Map<String, String> states = harness.states(runNo(recorded, "current"));
        RunModel remembered = remembered(recorded);
        Graph graph = remembered.graph();
        int task = graph.index("t");

        assertThat(states).containsEntry("up", "success");
        if (recorded.json().path("no_task_instance").asBoolean(false)) {
            assertThat(states).doesNotContainKey("t");
            assertThat(remembered.instances(task)).isZero();
        } else {
            boolean mayRun = recorded.flag("may_run");
            assertThat(states).containsEntry("t", mayRun ? "queued" : "null");
            assertThat(graph.dependsOnPast(task)).isEqualTo(recorded.flag("effective_depends_on_past"));
            assertThat(new PastRule().check(graph, remembered, task, -1, harness.now()) instanceof Readiness.Ready)
                    .isEqualTo(mayRun);
        }
    }

    private static TestDag dag(RecordedCase recorded) {
        JsonNode task = recorded.get("task");
        TestDag dag = TestDag.named(recorded.id())
                .from("2024-05-01T00:00:00Z")
                .catchup(recorded.flag("catchup") ? DagSpec.CATCHUP_ALL : 0)
                .chain("up", "t", "d1", "g");
        dag.task("d2").after("t");
        dag.task("t")
                .dependsOnPast(task.path("depends_on_past").asBoolean())
                .waitForDownstream(task.path("wait_for_downstream").asBoolean())
                .ignoreFirstDependsOnPast(
                        task.path("ignore_first_depends_on_past").asBoolean());
        Instant start = RecordedTime.instant(task.path("start_date"));
        if (start != null) {
            dag.task("t").from(start.toString());
        }
        return dag;
    }

    /** A start that was forced is here one that the first run of a backfill may make. */
    private static @Nullable Integer ordinal(RecordedCase recorded) {
        return recorded.json().path("ignore_depends_on_past").asBoolean(false)
                ? Integer.valueOf(1)
                : ordinal(recorded.get("current_run"));
    }

    private static @Nullable Integer ordinal(JsonNode run) {
        return run.has("backfill_ordinal") ? run.path("backfill_ordinal").asInt() : null;
    }

    /** The runs of all cases, those that are not the current one over, with their instances. */
    private static void store(EngineHarness harness, List<RecordedCase> cases) {
        Map<String, Long> versions = harness.query(
                db -> db.select(DAG.DAG_ID, DAG.VERSION_ID).from(DAG).fetchMap(DAG.DAG_ID, DAG.VERSION_ID));
        List<NewRun> runs = new ArrayList<>();
        for (RecordedCase recorded : cases) {
            long version = Objects.requireNonNull(versions.get(recorded.id()));
            List<JsonNode> earlier = recorded.get("earlier_runs").valueStream().toList();
            for (int place = 0; place < earlier.size(); place++) {
                JsonNode run = earlier.get(place);
                runs.add(run(recorded.id(), version, "earlier" + place, run, ordinal(run)));
            }
            runs.add(run(recorded.id(), version, "current", recorded.get("current_run"), ordinal(recorded)));
        }
        new DagRunStore(harness.database().transactions())
                .create(runs)
                .forEach(made -> RUNS.put(made.dagId() + " " + made.runId(), made.runNo()));
        harness.query(db -> {
            List<Query> instances = new ArrayList<>();
            for (RecordedCase recorded : cases) {
                List<JsonNode> earlier =
                        recorded.get("earlier_runs").valueStream().toList();
                for (int place = 0; place < earlier.size(); place++) {
                    instances.addAll(instances(db, runNo(recorded, "earlier" + place), instances(earlier.get(place))));
                }
            }
            db.batch(instances).execute();
            return db.update(DAG_RUN)
                    .set(DAG_RUN.STATE, "success")
                    .where(DAG_RUN.RUN_ID.ne("current"))
                    .execute();
        });
    }

    private static long runNo(RecordedCase recorded, String runId) {
        return Objects.requireNonNull(RUNS.get(recorded.id() + " " + runId));
    }

    private static List<Query> instances(DSLContext db, long runNo, Map<String, List<TaskState>> states) {
        List<Query> inserts = new ArrayList<>();
        states.forEach((taskId, each) -> {
            for (int index = 0; index < each.size(); index++) {
                TaskState state = each.get(index);
                inserts.add(db.insertInto(TASK_INSTANCE)
                        .set(TASK_INSTANCE.RUN_NO, runNo)
                        .set(TASK_INSTANCE.TASK_ID, taskId)
                        .set(TASK_INSTANCE.MAP_INDEX, each.size() == 1 ? -1 : index)
                        .set(TASK_INSTANCE.STATE, state == TaskState.NONE ? null : state.wireName())
                        .set(TASK_INSTANCE.POOL, "default_pool")
                        .set(TASK_INSTANCE.POOL_SLOTS, 1)
                        .set(TASK_INSTANCE.PRIORITY, 1)
                        .set(TASK_INSTANCE.QUEUE, "default"));
            }
        });
        return inserts;
    }

    private static NewRun run(String dagId, long versionId, String runId, JsonNode run, @Nullable Integer ordinal) {
        Instant date = RecordedTime.instant(run.path("logical_date"));
        Instant runAfter = date == null ? Instant.parse("2024-07-01T00:00:00Z") : date;
        return new NewRun(
                dagId, versionId, runId, date, date, date, runAfter, type(run), "{}", runAfter, "test", null, null,
                null, ordinal);
    }

    private static RunType type(JsonNode run) {
        return RunType.ofWireName(run.path("run_type").asText());
    }

    /** The current run as the test kit sees it, which has the others in memory. */
    private static RunModel remembered(RecordedCase recorded) {
        Instant date = RecordedTime.instant(recorded.get("current_run").path("logical_date"));
        List<OtherRun> others = recorded.get("earlier_runs")
                .valueStream()
                .map(run -> new OtherRun(RecordedTime.instant(run.path("logical_date")), type(run), instances(run)))
                .toList();
        Integer ordinal = ordinal(recorded);
        RunFacts facts = new RunFacts(
                type(recorded.get("current_run")),
                date,
                null,
                null,
                ordinal != null && ordinal == 1,
                PastRuns.before(others, date, recorded.flag("catchup")));
        return RunModel.create(Graph.of(dag(recorded).spec()), facts);
    }

    /** States of the instances by task; a list is of a mapped task, and what is absent has none. */
    private static Map<String, List<TaskState>> instances(JsonNode run) {
        Map<String, List<TaskState>> instances = new LinkedHashMap<>();
        run.path("task_states").propertyStream().forEach(entry -> {
            JsonNode state = entry.getValue();
            List<TaskState> states = state.isArray()
                    ? state.valueStream().map(DependsOnPastSemanticsTest::state).toList()
                    : state.asText().equals("absent") ? List.of() : List.of(state(state));
            instances.put(entry.getKey(), states);
        });
        return instances;
    }

    private static TaskState state(JsonNode state) {
        return state.isNull() ? TaskState.NONE : TaskState.ofWireName(state.asText());
    }
}
