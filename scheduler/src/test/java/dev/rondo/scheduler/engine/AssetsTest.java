package dev.rondo.scheduler.engine;

import static dev.rondo.metadata.jooq.Tables.ASSET;
import static dev.rondo.metadata.jooq.Tables.ASSET_EVENT;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN_ASSET_EVENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.core.protocol.WorkerMessage;
import dev.rondo.core.state.TaskState;
import dev.rondo.metadata.asset.AssetRuns;
import dev.rondo.metadata.asset.AssetStore;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.testing.Commands;
import dev.rondo.scheduler.testing.End;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.FakeWorker;
import dev.rondo.scheduler.testing.TestDag;
import dev.rondo.sdk.Asset;
import dev.rondo.sdk.AssetAlias;
import dev.rondo.sdk.AssetExpression;
import dev.rondo.sdk.spec.ScheduleSpec;
import dev.rondo.sdk.spec.TaskSpec;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jooq.DSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks update assets, and the DAGs that wait for them get their runs in the same transaction. */
@ExtendWith(PostgresExtension.class)
class AssetsTest {

    private static final Asset ORDERS = Asset.of("orders", "gs://shop/orders");
    private static final Asset RATES = Asset.of("rates");
    private static final AssetAlias TABLES = AssetAlias.of("tables");

    private EngineHarness harness;

    @BeforeEach
    void open(TestDatabase database) {
        harness = new EngineHarness(database);
        harness.query(db -> db.truncate(ASSET).cascade().execute());
        harness.clean();
    }

    @AfterEach
    void close() {
        harness.close();
    }

    private static TestDag producer(String id, Asset... outlets) {
        TestDag dag = TestDag.named(id);
        dag.task("make").outlets(outlets);
        return dag;
    }

    private TestDag consumer(String id, AssetExpression expression) {
        return harness.publish(TestDag.named(id).chain("read").schedule(new ScheduleSpec.Assets(expression)));
    }

    private List<String> runsOf(String dagId) {
        return harness.query(db -> db.select(DAG_RUN.RUN_TYPE)
                .from(DAG_RUN)
                .where(DAG_RUN.DAG_ID.eq(dagId))
                .orderBy(DAG_RUN.RUN_NO)
                .fetch(DAG_RUN.RUN_TYPE));
    }

    /** A worker ends the task, without the engine having taken notice. */
    private static void finish(FakeWorker worker, String taskId, End end) {
        worker.read();
        long dispatch = worker.running().stream()
                .filter(each -> each.taskId().equals(taskId))
                .findFirst()
                .orElseThrow()
                .dispatchId();
        worker.finish(dispatch, end);
    }

    private void end(FakeWorker worker, String taskId, End end) {
        finish(worker, taskId, end);
        harness.settle();
    }

    private int consumed() {
        return harness.query(db -> db.fetchCount(DAG_RUN_ASSET_EVENT));
    }

    private int events() {
        return harness.query(db -> db.fetchCount(ASSET_EVENT));
    }

    @Test
    void a_task_that_succeeds_makes_the_run_that_waits_for_its_outlet_and_it_starts_at_once() {
        TestDag producer = harness.publish(producer("producer", ORDERS));
        consumer("consumer", ORDERS);
        FakeWorker worker = harness.worker("w", 4);
        harness.trigger(producer, "r1");
        harness.settle();

        end(worker, "make", End.success());

        assertThat(runsOf("consumer")).containsExactly("asset_triggered");
        worker.read();
        assertThat(worker.running()).extracting(each -> each.dagId()).containsExactly("consumer");
        assertThat(consumed()).isEqualTo(1);
        var event = harness.query(db -> db.selectFrom(ASSET_EVENT).fetchSingle());
        assertThat(event.getSourceDagId()).isEqualTo("producer");
        assertThat(event.getSourceTaskId()).isEqualTo("make");
        assertThat(event.getSourceRunId()).isEqualTo("r1");
    }

    @Test
    void a_task_that_fails_or_is_skipped_updates_nothing() {
        TestDag producer = harness.publish(producer("producer", ORDERS));
        consumer("consumer", ORDERS);
        FakeWorker worker = harness.worker("w", 4);
        harness.trigger(producer, "r1");
        harness.trigger(producer, "r2");
        harness.settle();

        end(worker, "make", End.failed());
        end(worker, "make", End.skipped());

        assertThat(events()).isZero();
        assertThat(runsOf("consumer")).isEmpty();
    }

    @Test
    void what_the_body_said_of_an_update_is_kept_with_it() {
        TestDag producer = harness.publish(producer("producer", ORDERS, RATES));
        FakeWorker worker = harness.worker("w", 4);
        harness.trigger(producer, "r1");
        harness.settle();

        end(
                worker,
                "make",
                End.updated(
                        new WorkerMessage.AssetUpdate(null, "orders", "gs://shop/orders", "asset", "{\"rows\":5}")));
        harness.settle();

        List<String> extras = harness.query(
                db -> db.select(ASSET_EVENT.EXTRA).from(ASSET_EVENT).fetch(ASSET_EVENT.EXTRA));
        assertThat(extras).containsExactlyInAnyOrder("{\"rows\":5}", "{}");
    }

    @Test
    void an_alias_stands_for_whatever_the_task_names() {
        TestDag producer = TestDag.named("producer");
        producer.task("make").outlets(TABLES);
        harness.publish(producer);
        consumer("by_alias", TABLES);
        consumer("by_asset", Asset.of("table_7"));
        FakeWorker worker = harness.worker("w", 4);
        harness.trigger(producer, "r1");
        harness.settle();

        end(worker, "make", End.updated(new WorkerMessage.AssetUpdate("tables", "table_7", "db://7", "asset", "{}")));

        assertThat(runsOf("by_alias")).hasSize(1);
        assertThat(runsOf("by_asset")).hasSize(1);
        assertThat(events()).isEqualTo(1);
    }

    @Test
    void two_updates_of_one_batch_that_are_enough_together_make_one_run() {
        TestDag first = harness.publish(producer("first", ORDERS));
        TestDag second = harness.publish(producer("second", RATES));
        consumer("consumer", ORDERS.and(RATES));
        FakeWorker worker = harness.worker("w", 4);
        harness.trigger(first, "r1");
        harness.trigger(second, "r1");
        harness.settle();

        finish(worker, "make", End.success());
        end(worker, "make", End.success());

        assertThat(runsOf("consumer")).hasSize(1);
        assertThat(consumed()).isEqualTo(2);
    }

    @Test
    void a_run_that_waits_for_a_place_is_made_when_the_run_before_it_ends() {
        TestDag producer = harness.publish(producer("producer", ORDERS));
        harness.publish(TestDag.named("consumer")
                .chain("read")
                .schedule(new ScheduleSpec.Assets(ORDERS))
                .maxActiveRuns(1));
        FakeWorker worker = harness.worker("w", 4);
        for (String run : List.of("r1", "r2", "r3")) {
            harness.trigger(producer, run);
            harness.settle();
            end(worker, "make", End.success());
            harness.clock().advance(Duration.ofSeconds(1));
        }
        assertThat(runsOf("consumer")).as("while the first one runs").hasSize(1);

        end(worker, "read", End.success());

        assertThat(runsOf("consumer"))
                .as("the second and third update together")
                .hasSize(2);
    }

    @Test
    void an_empty_task_with_an_outlet_updates_it_without_a_worker() {
        TestDag producer = TestDag.named("producer");
        producer.task("mark").body(TaskSpec.Body.EMPTY).outlets(ORDERS);
        harness.publish(producer);
        harness.trigger(producer, "r1");
        harness.settle();

        assertThat(events()).isEqualTo(1);
    }

    @Test
    void a_task_marked_successful_by_hand_updates_nothing() {
        TestDag producer = harness.publish(producer("producer", ORDERS));
        harness.trigger(producer, "r1");
        harness.settle();

        new Commands(harness)
                .run(new Command.MarkTasks(
                        "producer",
                        "r1",
                        List.of(new Command.TaskSelector("make", null)),
                        Command.Scope.ONLY,
                        TaskState.SUCCESS,
                        false,
                        null));

        assertThat(events()).isZero();
    }

    @Test
    void an_update_that_is_posted_counts_the_same() {
        consumer("consumer", ORDERS);
        long asset = harness.query(
                db -> db.select(ASSET.ASSET_ID).from(ASSET).fetchSingle().value1());
        Commands commands = new Commands(harness);

        CommandReply reply = commands.run(new Command.CreateAssetEvent(asset, "{\"by\":\"hand\"}"));

        assertThat(reply).isInstanceOf(CommandReply.AssetEventCreated.class);
        assertThat(runsOf("consumer")).containsExactly("asset_triggered");
        assertThat(commands.run(new Command.CreateAssetEvent(asset + 1, "{}")))
                .isInstanceOfSatisfying(
                        CommandReply.Rejected.class, no -> assertThat(no.code()).isEqualTo("ASSET_NOT_FOUND"));
    }

    @Test
    void what_is_queued_can_be_let_go() {
        consumer("consumer", ORDERS.and(RATES));
        long orders = asset("orders");
        Commands commands = new Commands(harness);
        commands.run(new Command.CreateAssetEvent(orders, "{}"));

        assertThat(commands.run(new Command.DeleteQueuedEvents("consumer", orders, null)))
                .isEqualTo(new CommandReply.Done());
        commands.run(new Command.CreateAssetEvent(asset("rates"), "{}"));

        assertThat(runsOf("consumer")).as("rates alone is not enough").isEmpty();
        assertThat(commands.run(new Command.DeleteQueuedEvents("consumer", orders, null)))
                .isInstanceOf(CommandReply.Rejected.class);
    }

    @Test
    void of_what_is_queued_only_what_came_before_a_moment_can_be_let_go() {
        consumer("consumer", ORDERS.and(RATES));
        long orders = asset("orders");
        Commands commands = new Commands(harness);
        commands.run(new Command.CreateAssetEvent(orders, "{}"));
        Instant queued = harness.now();

        assertThat(commands.run(new Command.DeleteQueuedEvents("consumer", orders, queued)))
                .as("it came at that moment, and not before it")
                .isInstanceOf(CommandReply.Rejected.class);
        assertThat(commands.run(new Command.DeleteQueuedEvents("consumer", orders, queued.plusMillis(1))))
                .isEqualTo(new CommandReply.Done());
    }

    @Test
    void an_update_that_comes_while_queued_ones_are_let_go_comes_before_or_after_and_not_between() throws Exception {
        consumer("consumer", ORDERS.and(RATES));
        long orders = asset("orders");
        AssetStore assets = new AssetStore(harness.database().transactions());
        AssetRuns runs = new AssetRuns(new SplittableRandom());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> forgotten = harness.query(db -> {
                runs.post(db, orders, "{}", "ann", harness.now());
                Future<Integer> asked = threads.submit(() -> assets.forgetQueued(null, orders, null));
                // Until it waits for this transaction, or a second: then it does not.
                jdbc(
                        db,
                        "do $$ begin for i in 1..100 loop exit when exists (select from pg_locks where not granted);"
                                + " perform pg_sleep(0.01); end loop; end $$");
                return asked;
            });

            assertThat(forgotten.get(10, TimeUnit.SECONDS))
                    .as("it came after the update, and saw it")
                    .isEqualTo(1);
        }
    }

    private static void jdbc(DSLContext db, String sql) {
        db.connection(connection -> {
            try (Statement statement = connection.createStatement()) {
                var ignored = statement.execute(sql);
            }
        });
    }

    private long asset(String name) {
        return harness.query(db -> db.select(ASSET.ASSET_ID)
                .from(ASSET)
                .where(ASSET.NAME.eq(name))
                .fetchSingle()
                .value1());
    }

    @Test
    void an_event_and_its_run_are_lost_together_and_made_again_together() {
        TestDag producer = harness.publish(producer("producer", ORDERS));
        consumer("consumer", ORDERS);
        FakeWorker worker = harness.worker("w", 4);
        harness.trigger(producer, "r1");
        harness.settle();
        harness.crashes(point -> {
            if (point == CrashPoint.BEFORE_COMMIT) {
                throw new AssertionError("killed");
            }
        });
        assertThatThrownBy(() -> end(worker, "make", End.success())).hasMessage("killed");
        assertThat(events()).isZero();
        assertThat(runsOf("consumer")).isEmpty();

        harness.crashes(point -> {});
        harness.restart();
        harness.run(dispatch -> End.success());

        assertThat(events()).isEqualTo(1);
        assertThat(runsOf("consumer")).hasSize(1);
    }

    /** The transaction that has a row of either comes to its end, and is lost there. */
    @ParameterizedTest
    @ValueSource(strings = {"asset_event", "dag_run"})
    void an_event_that_is_posted_and_its_run_are_lost_together_and_made_together(String table) {
        consumer("consumer", ORDERS);
        Command posted = new Command.CreateAssetEvent(asset("orders"), "{}");
        jdbc("create function lose() returns trigger language plpgsql as"
                + " $$ begin raise exception 'lost at its commit'; end $$");
        jdbc("create constraint trigger lose after insert on " + table
                + " deferrable initially deferred for each row execute function lose()");
        try {
            assertThatThrownBy(() -> new Commands(harness).run(posted)).hasStackTraceContaining("lost at its commit");
            assertThat(events()).isZero();
            assertThat(runsOf("consumer")).isEmpty();
        } finally {
            jdbc("drop trigger lose on " + table);
            jdbc("drop function lose()");
        }

        new Commands(harness).run(posted);

        assertThat(events()).isEqualTo(1);
        assertThat(runsOf("consumer")).containsExactly("asset_triggered");
    }

    private void jdbc(String sql) {
        harness.query(db -> db.connectionResult(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        }));
    }
}
