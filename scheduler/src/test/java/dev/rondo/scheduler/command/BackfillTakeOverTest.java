package dev.rondo.scheduler.command;

import static dev.rondo.metadata.jooq.Tables.BACKFILL;
import static dev.rondo.metadata.jooq.Tables.BACKFILL_TAKE_OVER;
import static dev.rondo.metadata.jooq.Tables.DAG;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.DAG_VERSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.core.dagrun.RunType;
import dev.rondo.core.protocol.Dispatch;
import dev.rondo.metadata.dagrun.BackfillStore;
import dev.rondo.metadata.dagrun.DagRunStore;
import dev.rondo.metadata.dagrun.NewBackfill;
import dev.rondo.metadata.dagrun.NewRun;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.engine.CrashPoint;
import dev.rondo.scheduler.testing.Commands;
import dev.rondo.scheduler.testing.End;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.FakeWorker;
import dev.rondo.scheduler.testing.TestDag;
import dev.rondo.sdk.spec.ScheduleSpec;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a backfill does about runs that are there. */
@ExtendWith(PostgresExtension.class)
class BackfillTakeOverTest {

    private static final Instant FROM = Instant.parse("2025-12-01T00:00:00Z");

    private EngineHarness harness;
    private Commands commands;

    @BeforeEach
    void open(TestDatabase database) {
        harness = new EngineHarness(database);
        harness.clean();
        commands = new Commands(harness);
    }

    @AfterEach
    void close() {
        harness.close();
    }

    private static Instant minute(int number) {
        return FROM.plus(Duration.ofMinutes(number));
    }

    /** A DAG of every minute with so many runs that are over and never began. */
    private TestDag minutely(String dagId, int runs) {
        TestDag dag = harness.publish(TestDag.named(dagId)
                .chain("a")
                .schedule(new ScheduleSpec.DeltaDataInterval(ScheduleSpec.Step.of(Duration.ofMinutes(1))))
                .from("2025-01-01T00:00:00Z"));
        long version = harness.query(db -> db.select(DAG.VERSION_ID)
                .from(DAG)
                .where(DAG.DAG_ID.eq(dagId))
                .fetchSingle()
                .value1());
        List<NewRun> made = IntStream.range(0, runs)
                .mapToObj(number -> new NewRun(
                        dagId,
                        version,
                        "run" + number,
                        minute(number),
                        minute(number),
                        minute(number + 1),
                        minute(number + 1),
                        RunType.SCHEDULED,
                        "{}",
                        harness.now(),
                        "test",
                        null,
                        null,
                        null,
                        null))
                .toList();
        assertThat(new DagRunStore(harness.database().transactions()).create(made))
                .hasSize(runs);
        harness.query(db -> db.update(DAG_RUN)
                .set(DAG_RUN.STATE, "failed")
                .set(DAG_RUN.END_DATE, harness.now())
                .where(DAG_RUN.DAG_ID.eq(dagId))
                .execute());
        return dag;
    }

    private CommandReply.BackfillPlanned fill(String dagId, int last, @Nullable String conf) {
        return (CommandReply.BackfillPlanned) commands.run(
                new Command.CreateBackfill(dagId, FROM, minute(last), "failed", false, 1, conf, false, false, "test"));
    }

    private int count(String dagId, String state) {
        return harness.query(db -> db.fetchCount(DAG_RUN, DAG_RUN.DAG_ID.eq(dagId), DAG_RUN.STATE.eq(state)));
    }

    private int runsOf(CommandReply.BackfillPlanned planned) {
        return harness.query(db ->
                db.fetchCount(DAG_RUN, DAG_RUN.BACKFILL_ID.eq(planned.backfillId()), DAG_RUN.RUN_TYPE.eq("backfill")));
    }

    private static List<String> actions(CommandReply.BackfillPlanned planned) {
        return planned.runs().stream().map(each -> each.action()).distinct().toList();
    }

    @Test
    void a_run_that_is_taken_over_goes_on_as_one_of_the_backfill_also_in_memory() {
        TestDag dag = minutely("over", 0);
        FakeWorker worker = harness.worker("over-worker", 2);
        harness.trigger(dag, "once", FROM);
        harness.run(dispatch -> End.failed());
        assertThat(count("over", "failed")).as("and the engine remembers it").isEqualTo(1);

        fill("over", 0, "{\"epochs\":5}");
        harness.run(dispatch -> End.success());

        Dispatch again = worker.received().getLast();
        assertThat(again.runId()).isEqualTo("once");
        assertThat(again.run().runType()).isEqualTo("backfill");
        assertThat(again.run().conf()).isEqualTo("{\"epochs\":5}");
        assertThat(count("over", "success")).isEqualTo(1);
    }

    @Test
    void many_runs_are_taken_over_by_few_statements() {
        minutely("many", 2_500);

        List<CommandReply.BackfillPlanned> made = new ArrayList<>();
        long statements = updatesOf(() -> made.add(fill("many", 2_499, null)));

        CommandReply.BackfillPlanned planned = made.getFirst();
        assertThat(actions(planned)).containsExactly("cleared");
        assertThat(count("many", "queued") + count("many", "running")).isEqualTo(2_500);
        assertThat(runsOf(planned)).isEqualTo(2_500);
        assertThat(statements).as("a few for each batch").isLessThan(60);
    }

    private void jdbc(String sql) {
        harness.query(db -> db.connectionResult(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        }));
    }

    /** How many statements change runs meanwhile. */
    private long updatesOf(Runnable what) {
        jdbc("create sequence updates_seen");
        jdbc("create function note_update() returns trigger language plpgsql as"
                + " $$ begin perform nextval('updates_seen'); return null; end $$");
        jdbc("create trigger note_update after update on dag_run for each statement execute function note_update()");
        try {
            what.run();
            return harness.query(db -> db.nextval("updates_seen").longValue()) - 1;
        } finally {
            jdbc("drop trigger note_update on dag_run");
            jdbc("drop function note_update()");
            jdbc("drop sequence updates_seen");
        }
    }

    @Test
    void a_run_that_another_clears_meanwhile_is_left_to_that_one() {
        minutely("contested", 2);
        commands.beforeEachAsk(() -> harness.query(db -> db.update(DAG_RUN)
                .set(DAG_RUN.STATE, "queued")
                .set(DAG_RUN.ROW_VERSION, DAG_RUN.ROW_VERSION.plus(1))
                .where(DAG_RUN.DAG_ID.eq("contested"), DAG_RUN.RUN_ID.eq("run1"))
                .execute()));

        CommandReply.BackfillPlanned planned = fill("contested", 1, null);

        assertThat(runsOf(planned)).isEqualTo(1);
        assertThat(waiting()).isZero();
    }

    @Test
    void what_is_not_yet_taken_over_when_the_backfill_is_cancelled_stays_as_it_is() {
        minutely("stopped", 600);
        BackfillStore backfills = new BackfillStore(harness.database().transactions());
        harness.crashes(point -> {
            if (point == CrashPoint.AFTER_COMMIT && waiting() > 0 && waiting() < 600) {
                long id = harness.query(db -> db.select(DSL.max(BACKFILL.BACKFILL_ID))
                        .from(BACKFILL)
                        .fetchSingle()
                        .value1());
                assertThat(backfills.cancel(id, harness.now())).isTrue();
            }
        });

        CommandReply.BackfillPlanned planned = fill("stopped", 599, null);

        assertThat(runsOf(planned)).as("one batch").isEqualTo(250);
        assertThat(count("stopped", "failed"))
                .as("also those that it had cleared")
                .isEqualTo(599);
        assertThat(count("stopped", "running")).as("what began goes on").isEqualTo(1);
        assertThat(backfills.hasActive("stopped")).isFalse();
    }

    @Test
    void a_scheduler_that_dies_between_two_batches_leaves_the_rest_to_the_next_one() {
        minutely("resumed", 600);
        harness.crashes(point -> {
            if (point == CrashPoint.BEFORE_COMMIT && waiting() > 0 && waiting() < 600) {
                throw new AssertionError("killed");
            }
        });
        assertThatThrownBy(() -> fill("resumed", 599, "{\"epochs\":5}")).hasMessage("killed");
        assertThat(waiting()).as("the first batch is done").isEqualTo(350);
        harness.crashes(point -> {});

        harness.restart();
        harness.settle();

        assertThat(count("resumed", "queued") + count("resumed", "running")).isEqualTo(600);
        int taken = harness.query(db -> db.fetchCount(
                DAG_RUN,
                DAG_RUN.DAG_ID.eq("resumed"),
                DAG_RUN.RUN_TYPE.eq("backfill"),
                DAG_RUN.CONF.eq("{\"epochs\":5}")));
        assertThat(taken).isEqualTo(600);
        assertThat(waiting()).isZero();
    }

    @Test
    void a_run_that_cannot_be_taken_over_is_left_as_it_is_and_holds_no_other() {
        minutely("poisoned", 300);
        long broken = harness.query(db -> {
            long version = Objects.requireNonNull(db.insertInto(DAG_VERSION)
                    .set(DAG_VERSION.DAG_ID, "poisoned")
                    .set(DAG_VERSION.VERSION_NUMBER, 99)
                    .set(DAG_VERSION.GRAPH_HASH, "of another release")
                    .set(
                            DAG_VERSION.JAR_HASH,
                            db.select(DAG_VERSION.JAR_HASH).from(DAG_VERSION).limit(1))
                    .set(DAG_VERSION.GRAPH, "{}")
                    .set(DAG_VERSION.BUNDLE_NAME, "test")
                    .set(DAG_VERSION.FILE_NAME, "poisoned.jar")
                    .set(DAG_VERSION.CREATED_AT, harness.now())
                    .returning(DAG_VERSION.VERSION_ID)
                    .fetchSingle(DAG_VERSION.VERSION_ID));
            db.update(DAG_RUN)
                    .set(DAG_RUN.VERSION_ID, version)
                    .where(DAG_RUN.DAG_ID.eq("poisoned"), DAG_RUN.RUN_ID.eq("run7"))
                    .execute();
            return version;
        });

        CommandReply.BackfillPlanned planned = fill("poisoned", 299, null);

        assertThat(waiting()).isZero();
        assertThat(runsOf(planned)).isEqualTo(299);
        String left = harness.query(db -> db.select(DAG_RUN.STATE)
                .from(DAG_RUN)
                .where(DAG_RUN.VERSION_ID.eq(broken))
                .fetchSingle(DAG_RUN.STATE));
        assertThat(left).isEqualTo("failed");
    }

    @Test
    void a_run_that_fails_here_and_is_taken_over_by_another_scheduler_costs_no_other_run_its_turn() {
        minutely("shared", 2);
        harness.settle();
        List<Long> runs = harness.query(db -> db.select(DAG_RUN.RUN_NO)
                .from(DAG_RUN)
                .where(DAG_RUN.DAG_ID.eq("shared"))
                .orderBy(DAG_RUN.LOGICAL_DATE)
                .fetch(DAG_RUN.RUN_NO));
        BackfillStore backfills = new BackfillStore(harness.database().transactions());
        long id = backfills
                .add(
                        new NewBackfill("shared", FROM, minute(1), "failed", false, 2, "{}", "test", Set.of()),
                        harness.now())
                .orElseThrow();
        backfills.choose(List.of(
                new BackfillStore.TakeOver(runs.getFirst(), id, 1, null),
                new BackfillStore.TakeOver(runs.getLast(), id, 2, null)));
        AtomicInteger failures = new AtomicInteger();
        harness.crashes(point -> {
            if (point == CrashPoint.BEFORE_COMMIT) {
                failures.incrementAndGet();
                throw new IllegalStateException("not to be written");
            }
        });
        harness.engine().takeOver();
        while (failures.get() < 4) { // both together and again, the first alone and again
            harness.engine().pass();
        }
        harness.crashes(CrashPoint.Injector.NONE);

        harness.query(db -> db.deleteFrom(BACKFILL_TAKE_OVER)
                .where(BACKFILL_TAKE_OVER.RUN_NO.eq(runs.getFirst()))
                .execute());
        harness.settle();

        List<Long> taken = harness.query(db -> db.select(DAG_RUN.RUN_NO)
                .from(DAG_RUN)
                .where(DAG_RUN.BACKFILL_ID.eq(id))
                .fetch(DAG_RUN.RUN_NO));
        assertThat(taken).containsExactly(runs.getLast());
        assertThat(waiting()).isZero();
    }

    @Test
    void a_run_that_is_chosen_while_the_last_look_finds_none_is_taken_over_without_another_asking() {
        minutely("late", 1);
        harness.settle();
        BackfillStore backfills = new BackfillStore(harness.database().transactions());
        long run = harness.query(db -> db.select(DAG_RUN.RUN_NO)
                .from(DAG_RUN)
                .where(DAG_RUN.DAG_ID.eq("late"))
                .fetchSingle()
                .value1());
        long id = backfills
                .add(
                        new NewBackfill("late", FROM, minute(0), "failed", false, 1, "{}", "test", Set.of()),
                        harness.now())
                .orElseThrow();
        harness.crashes(
                point -> { // it has read that none waits
                    if (point == CrashPoint.BEFORE_COMMIT) {
                        harness.crashes(CrashPoint.Injector.NONE);
                        backfills.choose(List.of(new BackfillStore.TakeOver(run, id, 1, null)));
                        harness.engine().takeOver();
                    }
                });

        harness.engine().takeOver();
        harness.settle();

        assertThat(waiting()).isZero();
    }

    private int waiting() {
        return harness.query(db -> db.fetchCount(BACKFILL_TAKE_OVER));
    }

    @Test
    void a_new_run_does_not_start_before_those_that_are_to_be_taken_over_before_it() {
        minutely("ordered", 1);
        harness.settle();
        commands.beforeEachAsk(() -> {
            harness.engine().mayStart(List.of("ordered"));
            harness.settle();
            assertThat(count("ordered", "queued"))
                    .as("the one before is chosen")
                    .isEqualTo(1);
        });

        commands.run(
                new Command.CreateBackfill("ordered", FROM, minute(1), "failed", false, 2, null, false, false, "test"));

        assertThat(count("ordered", "running")).isEqualTo(2);
    }

    @Test
    void of_two_backfills_at_the_same_moment_one_is_refused_and_has_changed_nothing() throws Exception {
        minutely("twice", 3);
        BackfillStore backfills = new BackfillStore(harness.database().transactions());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<CommandReply> second = harness.database().transactions().together(() -> {
                assertThat(backfills.add(
                                new NewBackfill("twice", FROM, FROM, "none", false, 1, "{}", "test", Set.of()), FROM))
                        .isPresent();
                Future<CommandReply> asked = threads.submit(() -> commands.run(new Command.CreateBackfill(
                        "twice", FROM, minute(5), "failed", false, 1, null, false, false, "test")));
                // Until it waits for this transaction, or a second: then it does not.
                jdbc("do $$ begin for i in 1..100 loop exit when exists (select from pg_locks where not granted);"
                        + " perform pg_sleep(0.01); end loop; end $$");
                return asked;
            });

            assertThat(second.get(10, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(CommandReply.Rejected.class, refused -> {
                        assertThat(refused.status()).isEqualTo(409);
                        assertThat(refused.code()).isEqualTo("ALREADY_RUNNING");
                    });
        }
        assertThat(count("twice", "failed")).isEqualTo(3);
        assertThat(count("twice", "queued")).isZero();
        assertThat(waiting()).isZero();
    }
}
