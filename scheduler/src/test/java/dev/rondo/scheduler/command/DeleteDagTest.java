package dev.rondo.scheduler.command;

import static dev.rondo.metadata.jooq.Tables.DAG;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.DAG_VERSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.core.state.RunState;
import dev.rondo.metadata.command.CommandStore;
import dev.rondo.metadata.control.DagRemoval;
import dev.rondo.metadata.control.LogRemoval;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.engine.CrashPoint;
import dev.rondo.scheduler.testing.Commands;
import dev.rondo.scheduler.testing.DeletedLogs;
import dev.rondo.scheduler.testing.End;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.TestDag;
import dev.rondo.sdk.spec.DeadlineSpec;
import dev.rondo.sdk.spec.ScheduleSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jooq.Field;
import org.jooq.Table;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class DeleteDagTest {

    private static final Instant DAY = Instant.parse("2025-12-01T00:00:00Z");

    private EngineHarness harness;

    @BeforeEach
    void open(TestDatabase database) {
        harness = new EngineHarness(database);
        harness.clean();
    }

    @AfterEach
    void close() {
        harness.close();
    }

    /** A daily DAG with a failed run of two tasks, a second one with a deadline and values, and a backfill. */
    private TestDag dag(String dagId) {
        TestDag dag = TestDag.named(dagId)
                .schedule(new ScheduleSpec.DeltaDataInterval(ScheduleSpec.Step.of(Duration.ofDays(1))))
                .from("2025-01-01T00:00:00Z")
                .deadline("by", null, new DeadlineSpec.By.AfterQueued(Duration.ofHours(1)));
        dag.task("a").retries(1, Duration.ofSeconds(1)).callbacks("failure");
        dag.task("b").after("a");
        harness.publish(dag);
        harness.worker(dagId + "-worker", 4);
        harness.trigger(dag, "first", DAY);
        harness.runFor(Duration.ofSeconds(2), dispatch -> dispatch.callback() == null ? End.failed() : End.success());
        harness.trigger(dag, "second", DAY.plus(Duration.ofDays(1)));
        harness.run(dispatch -> End.result("1"));
        new Commands(harness)
                .run(new Command.CreateBackfill(
                        dagId,
                        DAY.plus(Duration.ofDays(3)),
                        DAY.plus(Duration.ofDays(4)),
                        "failed",
                        false,
                        1,
                        null,
                        false,
                        false,
                        "test"));
        harness.run(dispatch -> End.result("1"));
        return dag;
    }

    /** How many rows of each table, by any column that names a DAG, a run or a version, are those of a DAG. */
    private Map<String, Integer> rowsOf(String dagId, List<Long> runs, List<Long> versions) {
        return harness.query(db -> {
            Map<String, Integer> rows = new TreeMap<>();
            for (Table<?> table : DAG.getSchema().getTables()) {
                for (Field<?> field : table.fields()) {
                    int found = switch (field.getName()) {
                        case "dag_id" ->
                            db.fetchCount(table, field.coerce(String.class).eq(dagId));
                        case "run_no" ->
                            db.fetchCount(table, field.coerce(Long.class).in(runs));
                        case "version_id" ->
                            db.fetchCount(table, field.coerce(Long.class).in(versions));
                        default -> 0;
                    };
                    if (found > 0) {
                        rows.merge(table.getName(), found, Math::max);
                    }
                }
            }
            return rows;
        });
    }

    private Map<String, Integer> rowsOf(String dagId) {
        return rowsOf(dagId, runsOf(dagId), versionsOf(dagId));
    }

    private List<Long> runsOf(String dagId) {
        return harness.query(db -> db.select(DAG_RUN.RUN_NO)
                .from(DAG_RUN)
                .where(DAG_RUN.DAG_ID.eq(dagId))
                .fetch(DAG_RUN.RUN_NO));
    }

    private List<Long> versionsOf(String dagId) {
        return harness.query(db -> db.select(DAG_VERSION.VERSION_ID)
                .from(DAG_VERSION)
                .where(DAG_VERSION.DAG_ID.eq(dagId))
                .fetch(DAG_VERSION.VERSION_ID));
    }

    @Test
    void it_goes_with_all_that_any_table_has_of_it_and_others_stay() {
        dag("stays");
        dag("goes");
        List<Long> runs = runsOf("goes");
        List<Long> versions = versionsOf("goes");
        Map<String, Integer> before = rowsOf("stays");
        assertThat(rowsOf("goes"))
                .as("there is something to delete")
                .containsKeys(
                        "dag",
                        "dag_version",
                        "dag_run",
                        "task_instance",
                        "task_try",
                        "xcom",
                        "outbox",
                        "deadline",
                        "deadline_rule",
                        "backfill");
        Commands commands = new Commands(harness);

        assertThat(commands.run(new Command.DeleteDag("goes"))).isEqualTo(new CommandReply.Done());

        assertThat(rowsOf("goes", runs, versions)).isEmpty();
        assertThat(commands.logs().dags()).containsExactly("goes");
        assertThat(rowsOf("stays")).isEqualTo(before);
        assertThat(commands.run(new Command.DeleteDag("goes")).status()).isEqualTo(404);
    }

    @Test
    void one_that_comes_back_begins_anew() {
        dag("again");
        assertThat(new Commands(harness).run(new Command.DeleteDag("again")).status())
                .isEqualTo(200);

        TestDag again = harness.publish(TestDag.named("again").chain("a"));
        long run = harness.trigger(again, "first", DAY);
        harness.run(dispatch -> End.success());

        assertThat(harness.runState(run)).isEqualTo("success");
        assertThat(runsOf("again")).containsExactly(run);
    }

    @Test
    void it_stays_while_one_of_its_runs_goes_on() {
        TestDag dag = harness.publish(TestDag.named("busy").chain("a"));
        harness.worker("busy-worker", 1);
        long run = harness.trigger(dag, "first", DAY);
        harness.run(dispatch -> null);
        Map<String, Integer> before = rowsOf("busy");
        Commands commands = new Commands(harness);

        CommandReply refused = commands.run(new Command.DeleteDag("busy"));

        assertThat(refused).isInstanceOfSatisfying(CommandReply.Rejected.class, reply -> {
            assertThat(reply.status()).isEqualTo(409);
            assertThat(reply.message()).contains("1 running, with 1 tasks").contains("mark them failed");
        });
        assertThat(rowsOf("busy")).isEqualTo(before);
        assertThat(commands.logs().dags()).isEmpty();
        commands.run(new Command.MarkRun("busy", "first", RunState.FAILED));
        harness.run(dispatch -> End.failed());
        assertThat(harness.runState(run)).isEqualTo("failed");
        assertThat(commands.run(new Command.DeleteDag("busy")).status()).isEqualTo(200);
        assertThat(harness.usedSlots("default_pool")).isZero();
    }

    @Test
    void runs_that_wait_go_with_it_and_the_engine_does_without() {
        TestDag dag = harness.publish(TestDag.named("queued").chain("a").maxActiveRuns(1));
        TestDag other = harness.publish(TestDag.named("other").chain("a"));
        harness.trigger(dag, "waits", DAY);
        assertThat(new Commands(harness)
                        .run(new Command.MarkRun("queued", "waits", RunState.FAILED))
                        .status())
                .isEqualTo(200);
        harness.query(db -> db.update(DAG)
                .set(DAG.IS_PAUSED, true)
                .where(DAG.DAG_ID.eq("queued"))
                .execute());
        harness.trigger(dag, "later", DAY.plus(Duration.ofDays(1)));

        assertThat(new Commands(harness).run(new Command.DeleteDag("queued")).status())
                .isEqualTo(200);

        harness.worker("late-worker", 1);
        long run = harness.trigger(other, "first", DAY);
        AtomicInteger bodies = new AtomicInteger();
        harness.run(dispatch -> {
            bodies.incrementAndGet();
            return End.success();
        });
        assertThat(harness.runState(run)).isEqualTo("success");
        assertThat(bodies).hasValue(1);
        assertThat(rowsOf("queued")).isEmpty();
    }

    @Test
    void of_a_scheduler_that_is_killed_when_it_is_deleted_the_next_one_removes_the_logs() throws Exception {
        dag("killed");
        List<Long> runs = runsOf("killed");
        CommandStore store = new CommandStore(harness.database().transactions());
        store.ask(new CommandStore.Asked("key", "ann", "test", null, new Command.DeleteDag("killed")), harness.now());
        CommandStore.Claimed claimed =
                store.claim("dies", harness.now(), harness.now(), 1).getFirst();
        DeletedLogs logs = new DeletedLogs();
        Commands dies = new Commands(
                harness,
                point -> {
                    if (point == CrashPoint.AFTER_COMMAND_ANSWERED) {
                        throw new AssertionError("killed");
                    }
                },
                logs);
        assertThatThrownBy(() -> dies.runner().run(claimed, harness.now())).hasMessage("killed");
        assertThat(logs.dags()).isEmpty();

        assertThat(new LogRemoval(harness.database().transactions(), logs).pass(9))
                .isEqualTo(1);

        assertThat(logs.dags()).containsExactly("killed");
        assertThat(rowsOf("killed", runs, List.of()))
                .as("what was asked for stays written down")
                .isEqualTo(Map.of("command", 1));
    }

    @Test
    void its_logs_go_when_that_is_committed_and_no_transaction_waits_for_them() {
        dag("slow");
        List<List<Long>> seen = new ArrayList<>();
        DeletedLogs slow = new DeletedLogs() {
            @Override
            public void deleteDag(String dagId, Supplier<Set<Long>> inUse) {
                // Another thread is in no transaction of this one.
                seen.add(CompletableFuture.supplyAsync(() -> runsOf("slow")).join());
            }
        };

        assertThat(new Commands(harness, CrashPoint.Injector.NONE, slow)
                        .run(new Command.DeleteDag("slow"))
                        .status())
                .isEqualTo(200);

        assertThat(seen).containsExactly(List.of());
    }

    @Test
    void no_run_comes_to_be_of_a_dag_that_is_being_deleted() {
        TestDag dag = harness.publish(TestDag.named("gone").chain("a"));
        long version = versionsOf("gone").getFirst();
        var transactions = harness.database().transactions();

        CompletableFuture<Throwable> meanwhile = transactions.together(() -> {
            assertThat(new DagRemoval(transactions).delete("gone")).isEqualTo(new DagRemoval.Outcome.Done(0));
            return CompletableFuture.supplyAsync(() -> insertRun(version));
        });

        assertThat(meanwhile.join()).hasMessageContaining("dag_run_version_id_fkey");
        assertThat(runsOf(dag.dagId())).isEmpty();
    }

    private Throwable insertRun(long version) {
        try {
            harness.query(db -> db.insertInto(DAG_RUN)
                    .set(DAG_RUN.DAG_ID, "gone")
                    .set(DAG_RUN.RUN_ID, "late")
                    .set(DAG_RUN.RUN_AFTER, DAY)
                    .set(DAG_RUN.RUN_TYPE, "manual")
                    .set(DAG_RUN.STATE, "queued")
                    .set(DAG_RUN.VERSION_ID, version)
                    .set(DAG_RUN.CONF, "{}")
                    .set(DAG_RUN.QUEUED_AT, DAY)
                    .set(DAG_RUN.TRIGGERED_BY, "test")
                    .execute());
            return new AssertionError("a run was made");
        } catch (RuntimeException e) {
            return e;
        }
    }
}
