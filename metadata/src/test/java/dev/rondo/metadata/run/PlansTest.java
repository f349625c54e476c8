package dev.rondo.metadata.run;

import static dev.rondo.metadata.jooq.Tables.DAG;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.DAG_VERSION;
import static dev.rondo.metadata.jooq.Tables.JAR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.core.dagrun.RunType;
import dev.rondo.core.graph.Graph;
import dev.rondo.core.graph.Limits;
import dev.rondo.metadata.Database;
import dev.rondo.metadata.Pipeline;
import dev.rondo.metadata.Plans;
import dev.rondo.metadata.asset.AssetRuns;
import dev.rondo.metadata.schedule.DueDags;
import dev.rondo.metadata.sets.SetStatement;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.sdk.RunStrategy;
import dev.rondo.sdk.spec.DagSpec;
import dev.rondo.sdk.spec.ScheduleSpec;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The engine's statements are planned once, for values that the planner does not see. Where that forbids an index (a
 * partial one whose state is a parameter), a table of fifty million instances would be read from end to end.
 */
@ExtendWith(PostgresExtension.class)
class PlansTest {

    private static final Instant NOW = Instant.parse("2026-03-29T00:00:00Z");

    private static final Graph GRAPH = Graph.of(
            new DagSpec(
                    "dag",
                    "test.Dag",
                    null,
                    null,
                    List.of(),
                    new ScheduleSpec.None(),
                    "UTC",
                    null,
                    null,
                    0,
                    RunStrategy.PARALLEL,
                    16,
                    16,
                    null,
                    false,
                    null,
                    null,
                    Set.of(),
                    List.of(),
                    List.of(),
                    List.of()),
            Limits.DEFAULTS);

    private static final int DAGS = 10;

    private static final Pattern WHOLE_TABLE =
            Pattern.compile("Seq Scan on (task_instance|dag_run|task_try|xcom|outbox|deadline|command)");

    @BeforeAll
    static void fill(TestDatabase mine) {
        try (Database database = mine.open(1)) {
            database.transactions().run(PlansTest::twoRuns);
            database.transactions().run(PlansTest::manyOthers);
        }
    }

    @Test
    void what_the_engine_reads_is_found_by_indexes_whatever_the_values(TestDatabase mine) throws SQLException {
        try (Database database = mine.open(1)) {
            Set<String> statements = recorded(database, PlansTest::readAll);

            assertThat(statements)
                    .hasSizeGreaterThan(20)
                    .anyMatch(sql -> sql.contains("min("))
                    .anyMatch(sql -> sql.startsWith("delete from"));
            assertNoneReadsAWholeTable(mine, statements);
        }
    }

    @Test
    void the_last_run_of_a_dag_is_found_without_a_look_at_the_others(TestDatabase mine) throws SQLException {
        try (Database database = mine.open(1)) {
            Set<String> statements = preparedBy(database, db -> DueDags.find(db.context(), "dag"));

            List<String> last = statements.stream()
                    .filter(sql -> sql.contains("data_interval_start"))
                    .toList();
            assertThat(last).hasSize(1);
            try (Plans plans = new Plans(mine, "enable_seqscan", "enable_sort")) {
                assertThat(plans.of(last.getFirst()))
                        .anyMatch(line -> line.contains("Index Scan Backward using dag_run_dag_id_logical_date_key"))
                        .anyMatch(line -> line.contains("Limit"))
                        .noneMatch(line -> line.contains("Sort"));
            }
        }
    }

    @Test
    void runs_that_have_not_begun_are_found_without_a_look_at_those_that_have(TestDatabase mine) throws SQLException {
        try (Database database = mine.open(1)) {
            Set<String> statements = recorded(
                    database,
                    engine -> engine.past(
                            List.of(new PastQuestion(2, "dag", NOW, Set.of(RunType.SCHEDULED), Set.of("task"))),
                            id -> GRAPH));

            List<String> unbegun =
                    statements.stream().filter(sql -> sql.contains("min(")).toList();
            try (Plans plans = new Plans(mine, "enable_seqscan")) {
                assertThat(unbegun).hasSize(2);
                // Both have those alone that have not begun; which is read depends on how many others there are.
                assertThat(plans.of(unbegun.get(0)))
                        .anyMatch(line -> line.contains("dag_run_active")
                                || line.contains("dag_run_in_places")
                                || line.contains("Index Cond: (state = 'queued'::text)"));
                assertThat(plans.of(unbegun.get(1))).anyMatch(line -> line.contains("dag_run_unbegun"));
            }
        }
    }

    @Test
    void the_next_runs_of_dags_are_found_by_these_though_many_more_are_open_than_the_planner_knows_of(TestDatabase mine)
            throws SQLException {
        var asked =
                IntStream.rangeClosed(1, 500).mapToObj(n -> "due" + n).collect(Collectors.toCollection(TreeSet::new));
        try (Database database = mine.open(1)) {
            Set<String> statements = recorded(database, engine -> engine.startable(asked, InstantSource.fixed(NOW)));

            List<String> picks = statements.stream()
                    .filter(sql -> sql.contains("run_strategy") && sql.contains("skip locked"))
                    .toList();
            assertThat(picks).hasSize(1);
            try (Plans plans = new Plans(mine)) {
                plans.after("""
                        delete from dag_run where state in ('queued', 'running');
                        analyze dag_run;
                        insert into dag select (jsonb_populate_record(dag, jsonb_build_object('dag_id', 'due' || n))).*
                            from dag, generate_series(1, 1000) n where dag_id = 'dag';
                        insert into dag_run (dag_id, run_id, logical_date, run_after, run_type, state, version_id, conf,
                                queued_at, triggered_by)
                            select dag_id, 'due', now(), now(), 'scheduled', 'queued', version_id, '{}', now(), 'scheduler'
                            from dag where dag_id like 'due%';
                        """);
                assertThat(plans.of(picks.getFirst()))
                        .anyMatch(line -> line.contains("on dag_run queued "))
                        .allMatch(line -> !line.contains("on dag_run queued")
                                || line.contains("dag_run_active")
                                || line.contains("dag_run_in_places"));
                plans.after("drop index dag_run_active, dag_run_in_places");
                assertThat(plans.of(picks.getFirst()))
                        .as("by an index of all runs it would be found too, and by the planner's figures as soon")
                        .noneMatch(line -> line.matches(".*dag_run_(open|in_state|by_state).* on dag_run .*"));
            }
        }
    }

    @Test
    void the_places_of_a_backfill_are_told_without_a_look_at_the_runs_of_others(TestDatabase mine) throws SQLException {
        try (Database database = mine.open(1)) {
            Set<String> statements = recorded(
                    database, engine -> engine.startable(new TreeSet<>(Set.of("dag")), InstantSource.fixed(NOW)));

            List<String> picks = statements.stream()
                    .filter(sql -> sql.contains("backfill_ordinal") && sql.contains("skip locked"))
                    .toList();
            assertThat(picks).hasSize(1);
            try (Plans plans = new Plans(mine, "enable_seqscan", "enable_bitmapscan")) {
                assertThat(plans.of(picks.getFirst()))
                        .filteredOn(
                                line -> line.contains("dag_run_in_places") || line.contains("backfill_id = backfill"))
                        .as("the running and the queued ones of the DAG and of each backfill")
                        .anyMatch(line -> line.contains("Scan using dag_run_in_places on dag_run active"))
                        .anyMatch(line -> line.contains("Scan using dag_run_in_places on dag_run queued"))
                        .anyMatch(line -> line.matches(".*Index Cond: .*backfill_id = backfill\\.backfill_id.*"))
                        .noneMatch(line -> line.matches(".*Filter: .*backfill_id = backfill.*"));
            }
        }
    }

    @Test
    void the_next_run_of_a_large_backfill_is_found_without_a_look_at_those_that_are_over(TestDatabase mine)
            throws SQLException {
        try (Database database = mine.open(1)) {
            Set<String> statements = recorded(
                    database, engine -> engine.startable(new TreeSet<>(Set.of("dag")), InstantSource.fixed(NOW)));

            List<String> picks = statements.stream()
                    .filter(sql -> sql.contains("backfill_ordinal") && sql.contains("skip locked"))
                    .toList();
            assertThat(picks).hasSize(1);
            try (Plans plans = new Plans(mine)) {
                plans.after("""
                        truncate dag_run cascade;
                        insert into dag_run (dag_id, run_id, logical_date, run_after, run_type, state, version_id, conf,
                                queued_at, triggered_by, backfill_id, backfill_ordinal)
                            select 'filled', 'large' || n, moment, moment, 'backfill',
                                case when n > 1116 then 'queued' when n > 1100 then 'running' else 'success' end,
                                version_id, '{}', now(), 'test', backfill_id, n
                            from (select max(backfill_id) backfill_id from backfill) b, generate_series(1000, 100000) n,
                                (select min(version_id) version_id from dag_version) v,
                                lateral (select timestamptz '1970-01-01' + n * interval '1 minute' moment) m;
                        analyze dag_run;
                        """);
                assertThat(plans.of(picks.getFirst()))
                        .anyMatch(line -> line.contains("on dag_run queued_1"))
                        .allMatch(line -> !line.contains("on dag_run queued_1") || line.contains("dag_run_in_places"))
                        .as("nor at all the others for those that were picked")
                        .noneMatch(line -> line.contains("Seq Scan on dag_run"));
            }
        }
    }

    @Test
    void instances_of_runs_are_looked_for_in_the_partitions_of_these_runs_alone(TestDatabase mine) throws SQLException {
        try (Database database = mine.open(1)) {
            Set<String> statements = recorded(database, engine -> engine.load(List.of(1L, 2L)));

            List<String> instances = statements.stream()
                    .filter(sql -> sql.contains("from \"task_instance\""))
                    .toList();
            assertThat(instances).hasSize(1);
            try (Plans plans = new Plans(mine)) {
                plans.after("select ensure_partitions(400000, 100000)");
                assertThat(plans.with(instances.getFirst(), "'{1,2}'", "1", "2"))
                        .filteredOn(line -> line.contains(" on task_instance_"))
                        .hasSize(1);
                assertThat(plans.with(instances.getFirst(), "'{1,400000}'", "1", "400000"))
                        .filteredOn(line -> line.contains(" on task_instance_"))
                        .hasSizeGreaterThan(1);
            }
        }
    }

    /**
     * As many runs as make an index of those that are not over worth its while, of several DAGs: where all runs are of
     * one, no index of a DAG's runs is better than one of all.
     */
    private static void manyOthers(DSLContext db) {
        long version = db.select(DAG_VERSION.VERSION_ID)
                .from(DAG_VERSION)
                .fetchSingle()
                .value1();
        db.batch(IntStream.rangeClosed(1, 3_000)
                        .mapToObj(day -> db.insertInto(DAG_RUN)
                                .set(DAG_RUN.DAG_ID, day % DAGS == 0 ? "dag" : "other" + day % DAGS)
                                .set(DAG_RUN.RUN_ID, "over" + day)
                                .set(DAG_RUN.LOGICAL_DATE, NOW.minus(Duration.ofDays(day)))
                                .set(DAG_RUN.RUN_AFTER, NOW.minus(Duration.ofDays(day)))
                                .set(DAG_RUN.RUN_TYPE, "scheduled")
                                .set(DAG_RUN.STATE, day % 2 == 0 ? "success" : "failed")
                                .set(DAG_RUN.START_DATE, NOW)
                                .set(DAG_RUN.VERSION_ID, version)
                                .set(DAG_RUN.CONF, "{}")
                                .set(DAG_RUN.QUEUED_AT, NOW)
                                .set(DAG_RUN.TRIGGERED_BY, "scheduler"))
                        .toList())
                .execute();
        db.connection(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("""
                        insert into backfill (dag_id, from_date, to_date, reprocess, is_backwards, max_active_runs, conf,
                                is_paused, created_at, completed_at, updated_at)
                            select 'filled', now(), now(), 'none', false, 16, '{}', false, now(),
                                case when n > 1 then now() end, now()
                            from generate_series(1, 20) n;
                        insert into dag_run (dag_id, run_id, logical_date, run_after, run_type, state, version_id, conf,
                                queued_at, triggered_by, backfill_id, backfill_ordinal)
                            select 'filled', backfill_id || '_' || n, moment, moment, 'backfill',
                                case when n > 40 then 'success' when n > 20 then 'running' else 'queued' end,
                                version_id, '{}', now(), 'test', backfill_id, n
                            from backfill, generate_series(1, 200) n, (select min(version_id) version_id from dag_version) v,
                                lateral (select timestamptz '1990-01-01' + (backfill_id * 200 + n) * interval '1 day' moment) m;
                        analyze backfill;
                        analyze dag_run;
                        """);
            }
        });
    }

    @Test
    void what_the_engine_writes_is_found_by_indexes_whatever_the_values(TestDatabase mine) throws SQLException {
        RunStatements all = new RunStatements();
        List<String> statements = Stream.of(
                        all.lock,
                        all.expect,
                        all.updateRuns,
                        all.putXComs,
                        all.forgetXComs,
                        all.addCallbacks,
                        all.changePools,
                        all.movePools,
                        all.results,
                        all.instances.keepTry,
                        all.instances.delete,
                        all.instances.insert,
                        all.instances.update,
                        all.instances.place,
                        all.instances.note)
                .map(SetStatement::sql)
                .toList();

        assertNoneReadsAWholeTable(mine, statements);
    }

    @Test
    void a_state_that_is_a_parameter_would_be_noticed(TestDatabase mine) {
        assertThatThrownBy(() ->
                        assertNoneReadsAWholeTable(mine, List.of("select run_no from task_instance where state = ?")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Seq Scan on task_instance");
    }

    /** The second run asks for a task that the first does not have, and may get: it is queued. */
    private static void twoRuns(DSLContext db) {
        db.insertInto(JAR)
                .set(JAR.HASH, "jar")
                .set(JAR.SIZE_BYTES, 1L)
                .set(JAR.CREATED_AT, NOW)
                .execute();
        long version = db.insertInto(DAG_VERSION)
                .set(DAG_VERSION.DAG_ID, "dag")
                .set(DAG_VERSION.VERSION_NUMBER, 1)
                .set(DAG_VERSION.GRAPH_HASH, "graph")
                .set(DAG_VERSION.JAR_HASH, "jar")
                .set(DAG_VERSION.GRAPH, "{}")
                .set(DAG_VERSION.BUNDLE_NAME, "test")
                .set(DAG_VERSION.FILE_NAME, "dag.jar")
                .set(DAG_VERSION.CREATED_AT, NOW)
                .returningResult(DAG_VERSION.VERSION_ID)
                .fetchSingle()
                .value1();
        db.insertInto(DAG)
                .set(DAG.DAG_ID, "dag")
                .set(DAG.VERSION_ID, version)
                .set(DAG.BUNDLE_NAME, "test")
                .set(DAG.FILE_NAME, "dag.jar")
                .set(DAG.IS_PAUSED, false)
                .set(DAG.IS_ACTIVE, true)
                .set(DAG.OWNERS, "ann")
                .set(DAG.TIMEZONE, "UTC")
                .set(DAG.MAX_ACTIVE_RUNS, 16)
                .set(DAG.MAX_ACTIVE_TASKS, 16)
                .set(DAG.RUN_STRATEGY, "parallel")
                .set(DAG.LAST_PARSED_AT, NOW)
                .set(DAG.SEEN_AT, NOW)
                .set(DAG.CREATED_AT, NOW)
                .execute();
        for (Instant date : List.of(NOW.minusSeconds(1), NOW)) {
            db.insertInto(DAG_RUN)
                    .set(DAG_RUN.DAG_ID, "dag")
                    .set(DAG_RUN.RUN_ID, date.toString())
                    .set(DAG_RUN.LOGICAL_DATE, date)
                    .set(DAG_RUN.RUN_AFTER, date)
                    .set(DAG_RUN.RUN_TYPE, "scheduled")
                    .set(DAG_RUN.STATE, "queued")
                    .set(DAG_RUN.VERSION_ID, version)
                    .set(DAG_RUN.CONF, "{}")
                    .set(DAG_RUN.QUEUED_AT, date)
                    .set(DAG_RUN.TRIGGERED_BY, "scheduler")
                    .execute();
        }
    }

    private static void readAll(RunTransaction engine) {
        List<Long> runs = List.of(1L, 2L);
        List<String> workers = List.of("worker-1");
        engine.load(runs);
        engine.past(List.of(new PastQuestion(2, "dag", NOW, Set.of(RunType.SCHEDULED), Set.of("task"))), id -> GRAPH);
        engine.prevSuccess(runs);
        engine.runningAfter("dag", NOW, 10);
        engine.startable(new TreeSet<>(Set.of("dag")), InstantSource.fixed(NOW));
        engine.activeOf("dag", "task", List.of(1L));
        engine.scheduledByRun(10);
        engine.activeByRun(10);
        engine.due(NOW, 10);
        engine.stalled(10);
        engine.dagsWithQueuedRuns(NOW);
        engine.heldBy(workers);
        engine.waitingOf(workers, NOW);
        engine.goneHolders();
        engine.gone("scheduler-1", workers);
        engine.hasDueCallbacks(NOW);
        engine.dueCallbacks(NOW, 10);
        engine.heldCallback(1);
        engine.takeCallbacksBack(workers, List.of(1L), NOW);
        engine.callbackReturned(1, 1, NOW);
        engine.callbackEnded(1, 1, true, "done", NOW);
        engine.nextDeadline();
        engine.dueDeadlines(NOW, 10);
        engine.judgeDeadlines(runs, NOW);
        engine.nextTakeOvers(10);
        engine.takeOver(new ChosenRuns(Map.of(1L, 1L), Set.of()));
        engine.lockOpenCommand(1);
    }

    private static Set<String> recorded(Database database, Consumer<RunTransaction> work) {
        return preparedBy(
                database,
                pipeline -> work.accept(
                        new RunTransaction(pipeline, new RunStatements(), new AssetRuns(new SplittableRandom(1)))));
    }

    private static Set<String> preparedBy(Database database, Consumer<Pipeline> work) {
        Set<String> statements = new LinkedHashSet<>();
        database.transactions()
                .run(context -> context.connection(connection -> {
                    Connection recording = Plans.recording(connection, statements);
                    work.accept(new Pipeline(recording, context.configuration()));
                }));
        return statements;
    }

    private static void assertNoneReadsAWholeTable(TestDatabase mine, Iterable<String> statements) throws SQLException {
        try (Plans plans = new Plans(mine, "enable_seqscan")) {
            for (String sql : statements) {
                assertThat(plans.of(sql))
                        .as(sql)
                        .isNotEmpty()
                        .noneMatch(line -> WHOLE_TABLE.matcher(line).find());
            }
        }
    }
}
