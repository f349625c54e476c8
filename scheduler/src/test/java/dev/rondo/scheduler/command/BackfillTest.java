package dev.rondo.scheduler.command;

import static dev.rondo.metadata.jooq.Tables.BACKFILL;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.core.protocol.Dispatch;
import dev.rondo.core.state.RunState;
import dev.rondo.metadata.dagrun.BackfillStore;
import dev.rondo.metadata.dagrun.NewBackfill;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.testing.Commands;
import dev.rondo.scheduler.testing.End;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.FakeWorker;
import dev.rondo.scheduler.testing.TestDag;
import dev.rondo.sdk.spec.ScheduleSpec;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class BackfillTest {

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

    private TestDag daily(String dagId) {
        return TestDag.named(dagId)
                .chain("a")
                .schedule(new ScheduleSpec.CronDataInterval("@daily"))
                .from("2024-01-01T00:00:00Z");
    }

    private long fill(String dagId, Instant to, int atOnce) {
        return fill(dagId, to, "none", atOnce).backfillId();
    }

    private CommandReply.BackfillPlanned fill(String dagId, Instant to, String reprocess, int atOnce) {
        CommandReply reply = commands.run(
                new Command.CreateBackfill(dagId, FROM, to, reprocess, false, atOnce, null, false, false, "test"));
        assertThat(reply).isInstanceOf(CommandReply.BackfillPlanned.class);
        return (CommandReply.BackfillPlanned) reply;
    }

    private static List<String> actions(CommandReply.BackfillPlanned planned) {
        return planned.runs().stream().map(each -> each.action()).toList();
    }

    private Map<String, Integer> runStates(String dagId) {
        Map<String, Integer> states = new TreeMap<>();
        harness.query(db -> {
            db.select(DAG_RUN.STATE, DSL.count())
                    .from(DAG_RUN)
                    .where(DAG_RUN.DAG_ID.eq(dagId))
                    .groupBy(DAG_RUN.STATE)
                    .forEach(row -> states.put(row.value1(), row.value2()));
            return states;
        });
        return states;
    }

    @Test
    void a_cancelled_backfill_fails_what_is_queued_and_lets_what_runs_go_on() {
        harness.publish(daily("cancelled"));
        FakeWorker worker = harness.worker("cancelled-worker", 8);
        long id = fill("cancelled", FROM.plus(Duration.ofDays(9)), 2);
        worker.read();
        assertThat(runStates("cancelled")).isEqualTo(Map.of("queued", 8, "running", 2));

        assertThat(commands.run(new Command.CancelBackfill(id))).isInstanceOf(CommandReply.Done.class);
        harness.engine().mayStart(List.of("cancelled"));
        harness.run(dispatch -> End.success());

        assertThat(runStates("cancelled")).isEqualTo(Map.of("failed", 8, "success", 2));
        assertThat(worker.received()).as("nothing of it begins any more").hasSize(2);
        assertThat(reasons("cancelled")).containsOnly("backfill_cancelled").hasSize(8);
        assertThat(commands.run(new Command.CancelBackfill(id)))
                .as("a second time")
                .isInstanceOf(CommandReply.Rejected.class);
    }

    @Test
    void a_run_of_a_backfill_has_tasks_that_begin_later_by_themselves() {
        TestDag dag = daily("later").chain("a", "late");
        dag.task("late").from("2025-12-25T00:00:00Z");
        harness.publish(dag);
        harness.worker("later-worker", 8);
        long plain = harness.trigger(dag, "plain", FROM.minus(Duration.ofDays(1)));

        fill("later", FROM, 1);
        harness.run(dispatch -> End.success());

        assertThat(harness.states(plain)).isEqualTo(Map.of("a", "success"));
        long filled = harness.query(
                db -> db.fetchSingle(DAG_RUN, DAG_RUN.RUN_TYPE.eq("backfill")).getRunNo());
        assertThat(harness.states(filled)).isEqualTo(Map.of("a", "success", "late", "success"));
    }

    @Test
    void a_second_backfill_does_what_a_cancelled_one_never_began() {
        harness.publish(daily("again"));
        FakeWorker worker = harness.worker("again-worker", 8);
        long cancelled = fill("again", FROM.plus(Duration.ofDays(9)), 2);
        worker.read();
        assertThat(commands.run(new Command.CancelBackfill(cancelled))).isInstanceOf(CommandReply.Done.class);
        harness.run(dispatch -> End.success());
        assertThat(runStates("again")).isEqualTo(Map.of("failed", 8, "success", 2));

        CommandReply.BackfillPlanned second = fill("again", FROM.plus(Duration.ofDays(10)), "failed", 3);
        harness.run(dispatch -> End.success());

        assertThat(actions(second))
                .containsExactly(
                        "not_created",
                        "not_created",
                        "cleared",
                        "cleared",
                        "cleared",
                        "cleared",
                        "cleared",
                        "cleared",
                        "cleared",
                        "cleared",
                        "created");
        assertThat(runStates("again")).isEqualTo(Map.of("success", 11));
        assertThat(worker.received()).as("each day once").hasSize(11);
        assertThat(runsOf(second.backfillId())).isEqualTo(9);
    }

    private int runsOf(long backfillId) {
        return harness.query(db -> db.fetchCount(DAG_RUN, DAG_RUN.BACKFILL_ID.eq(backfillId)));
    }

    @Test
    void a_run_that_was_cancelled_before_it_began_can_be_cleared() {
        harness.publish(daily("unbegun"));
        harness.worker("unbegun-worker", 8);
        long cancelled = fill("unbegun", FROM.plus(Duration.ofDays(1)), 1);
        assertThat(commands.run(new Command.CancelBackfill(cancelled))).isInstanceOf(CommandReply.Done.class);
        harness.run(dispatch -> End.success());
        assertThat(runStates("unbegun")).isEqualTo(Map.of("failed", 1, "success", 1));
        String runId = harness.query(db -> db.select(DAG_RUN.RUN_ID)
                .from(DAG_RUN)
                .where(DAG_RUN.DAG_ID.eq("unbegun"), DAG_RUN.STATE.eq("failed"))
                .fetchSingle()
                .value1());

        CommandReply reply = commands.run(new Command.ClearTasks(
                "unbegun", runId, List.of(), Command.Scope.ONLY, null, null, false, false, true, false, false, null));
        harness.run(dispatch -> End.success());

        assertThat(reply).isInstanceOf(CommandReply.Affected.class);
        assertThat(runStates("unbegun")).isEqualTo(Map.of("success", 2));
    }

    @Test
    void retry_does_again_what_failed_and_no_more_and_keeps_the_limit() {
        harness.publish(TestDag.named("retried")
                .chain("a", "b")
                .schedule(new ScheduleSpec.CronDataInterval("@daily"))
                .from("2024-01-01T00:00:00Z"));
        FakeWorker worker = harness.worker("retried-worker", 8);
        long id = fill("retried", FROM.plus(Duration.ofDays(3)), 2);
        harness.run(
                dispatch -> dispatch.taskId().equals("b") && !dispatch.runId().contains("2025-12-02")
                        ? End.failed()
                        : End.success());
        BackfillStore backfills = new BackfillStore(harness.database().transactions());
        assertThat(backfills.finish(harness.now())).isEqualTo(1);
        int before = worker.received().size();
        assertThat(runStates("retried")).isEqualTo(Map.of("failed", 3, "success", 1));

        CommandReply looked = commands.run(new Command.RetryBackfill(id, true));
        assertThat(looked)
                .isInstanceOfSatisfying(
                        CommandReply.BackfillPlanned.class,
                        plan -> assertThat(actions(plan)).containsExactly("cleared", "cleared", "cleared"));
        assertThat(runStates("retried")).as("a dry run").isEqualTo(Map.of("failed", 3, "success", 1));

        CommandReply reply = commands.run(new Command.RetryBackfill(id, false));
        worker.read();

        assertThat(reply).isInstanceOf(CommandReply.BackfillPlanned.class);
        assertThat(runStates("retried")).isEqualTo(Map.of("queued", 1, "running", 2, "success", 1));
        assertThat(backfills.hasActive("retried")).isTrue();
        harness.run(dispatch -> End.success());
        assertThat(runStates("retried")).isEqualTo(Map.of("success", 4));
        assertThat(worker.received().subList(before, worker.received().size()))
                .extracting(Dispatch::taskId)
                .as("what succeeded is not done again")
                .containsExactly("b", "b", "b");
        assertThat(commands.run(new Command.RetryBackfill(id, false)))
                .isInstanceOfSatisfying(
                        CommandReply.Rejected.class,
                        refused -> assertThat(refused.code()).isEqualTo("NOTHING_FAILED"));
    }

    @Test
    void retry_does_runs_that_a_cancel_kept_from_beginning_whole() {
        harness.publish(daily("revived"));
        FakeWorker worker = harness.worker("revived-worker", 8);
        long id = fill("revived", FROM.plus(Duration.ofDays(4)), 1);
        commands.run(new Command.PauseBackfill(id, true));
        harness.run(dispatch -> End.success());
        assertThat(commands.run(new Command.CancelBackfill(id))).isInstanceOf(CommandReply.Done.class);
        assertThat(runStates("revived")).isEqualTo(Map.of("failed", 4, "success", 1));

        assertThat(commands.run(new Command.RetryBackfill(id, false))).isInstanceOf(CommandReply.BackfillPlanned.class);
        harness.run(dispatch -> End.success());

        assertThat(runStates("revived")).isEqualTo(Map.of("success", 5));
        assertThat(worker.mostAtOnce()).isEqualTo(1);
    }

    @Test
    void a_backfill_that_is_retried_at_the_moment_when_it_would_be_ended_goes_on() throws Exception {
        harness.publish(daily("reopened"));
        long id = fill("reopened", FROM, 1);
        harness.query(db -> db.update(DAG_RUN)
                .set(DAG_RUN.STATE, "failed")
                .where(DAG_RUN.BACKFILL_ID.eq(id))
                .execute());
        BackfillStore backfills = new BackfillStore(harness.database().transactions());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> finished = harness.database().transactions().together(() -> {
                harness.query(db -> {
                    db.update(BACKFILL)
                            .set(BACKFILL.UPDATED_AT, harness.now())
                            .where(BACKFILL.BACKFILL_ID.eq(id))
                            .execute();
                    return db.update(DAG_RUN)
                            .set(DAG_RUN.STATE, "queued")
                            .where(DAG_RUN.BACKFILL_ID.eq(id))
                            .execute();
                });
                Future<Integer> asked = threads.submit(() -> backfills.finish(harness.now()));
                harness.awaitBlocked();
                return asked;
            });

            assertThat(finished.get(10, TimeUnit.SECONDS)).isZero();
        }
        assertThat(backfills.hasActive("reopened")).isTrue();
    }

    @Test
    void a_backfill_whose_last_run_has_ended_is_in_the_way_of_no_other_even_before_anyone_looked() {
        harness.publish(daily("next"));
        harness.worker("next-worker", 8);
        long first = fill("next", FROM, 1);
        harness.run(dispatch -> End.failed());

        long second = fill("next", FROM.plus(Duration.ofDays(1)), 1);

        assertThat(second).isGreaterThan(first);
        assertThat(new BackfillStore(harness.database().transactions()).finish(harness.now()))
                .as("the first is over already, the second is not")
                .isZero();
    }

    @Test
    void retry_is_refused_while_another_backfill_of_the_dag_is_not_over() {
        harness.publish(daily("other"));
        harness.worker("other-worker", 8);
        long first = fill("other", FROM, 1);
        harness.run(dispatch -> End.failed());
        BackfillStore backfills = new BackfillStore(harness.database().transactions());
        assertThat(backfills.finish(harness.now())).isEqualTo(1);
        long second = fill("other", FROM.plus(Duration.ofDays(1)), 1);
        assertThat(second).isGreaterThan(first);

        assertThat(commands.run(new Command.RetryBackfill(first, false)))
                .isInstanceOfSatisfying(
                        CommandReply.Rejected.class,
                        refused -> assertThat(refused.code()).isEqualTo("ALREADY_RUNNING"));
    }

    @Test
    void a_backfill_goes_on_at_once_when_it_is_resumed_and_cannot_be_paused_when_it_is_over() {
        harness.publish(daily("held"));
        FakeWorker worker = harness.worker("held-worker", 8);
        long id = fill("held", FROM.plus(Duration.ofDays(2)), 1);
        worker.read();
        commands.run(new Command.PauseBackfill(id, true));
        harness.run(dispatch -> End.success());
        assertThat(runStates("held")).isEqualTo(Map.of("queued", 2, "success", 1));

        commands.run(new Command.PauseBackfill(id, false));
        harness.run(dispatch -> End.success());

        assertThat(runStates("held")).isEqualTo(Map.of("success", 3));
        new BackfillStore(harness.database().transactions()).finish(harness.now());
        assertThat(commands.run(new Command.PauseBackfill(id, true)))
                .isInstanceOfSatisfying(
                        CommandReply.Rejected.class,
                        refused -> assertThat(refused)
                                .isEqualTo(new CommandReply.Rejected(
                                        409,
                                        "BACKFILL_OVER",
                                        "backfill " + id
                                                + " is over; what failed in it is done again by `rondo backfill retry "
                                                + id + "`")));
        assertThat(commands.run(new Command.PauseBackfill(id + 1, true)).status())
                .isEqualTo(404);
    }

    private List<String> reasons(String dagId) {
        return harness.query(db -> db.select(DAG_RUN.REASON)
                .from(DAG_RUN)
                .where(DAG_RUN.DAG_ID.eq(dagId), DAG_RUN.STATE.eq("failed"))
                .fetch(DAG_RUN.REASON));
    }

    @Test
    void a_backfill_is_over_when_its_last_run_is() {
        harness.publish(daily("over"));
        harness.worker("over-worker", 8);
        fill("over", FROM.plus(Duration.ofDays(3)), 2);
        BackfillStore backfills = backfills();
        assertThat(backfills.finish(harness.now())).isZero();

        harness.run(dispatch -> End.success());

        assertThat(backfills.finish(harness.now())).isEqualTo(1);
        assertThat(backfills.hasActive("over")).isFalse();
    }

    @Test
    void a_backfill_whose_runs_are_yet_to_be_taken_over_is_not_taken_for_one_that_is_over() {
        TestDag dag = harness.publish(daily("making"));
        harness.worker("making-worker", 1);
        long run = harness.trigger(dag, "first", FROM);
        harness.run(dispatch -> End.success());
        BackfillStore backfills = backfills();
        long id = backfills
                .add(
                        new NewBackfill("making", FROM, FROM, "completed", false, 1, "{}", "test", Set.of()),
                        harness.now())
                .getAsLong();
        assertThat(backfills.choose(List.of(new BackfillStore.TakeOver(run, id, 1, null))))
                .containsExactly(run);

        assertThat(backfills.finish(harness.now())).as("its run is yet to come").isZero();
        harness.engine().takeOver();
        harness.run(dispatch -> End.success());
        assertThat(backfills.finish(harness.now())).as("it is done").isEqualTo(1);
    }

    private BackfillStore backfills() {
        return new BackfillStore(harness.database().transactions());
    }

    @Test
    void a_run_that_is_cleared_after_its_backfill_is_over_is_done_again() {
        harness.publish(daily("redone"));
        FakeWorker worker = harness.worker("redone-worker", 8);
        long id = fill("redone", FROM.plus(Duration.ofDays(1)), 2);
        assertThat(commands.run(new Command.PauseBackfill(id, true))).isInstanceOf(CommandReply.Done.class);
        harness.run(dispatch -> End.success());
        BackfillStore backfills = backfills();
        assertThat(backfills.finish(harness.now())).isEqualTo(1);
        String first = worker.received().getFirst().runId();

        commands.run(new Command.MarkRun("redone", first, RunState.QUEUED));
        harness.run(dispatch -> End.success());

        assertThat(worker.received())
                .extracting(Dispatch::runId)
                .filteredOn(first::equals)
                .hasSize(2);
        assertThat(runStates("redone")).isEqualTo(Map.of("success", 2));
    }

    @Test
    void todays_run_goes_before_those_of_a_backfill_when_a_pool_is_tight() {
        harness.pool("tight", 1);
        TestDag filled = daily("tight_fill");
        filled.task("a").pool("tight", 1).priority(100);
        harness.publish(filled);
        TestDag today = TestDag.named("tight_today").chain("b", "c");
        today.task("b").pool("tight", 1);
        today.task("c").pool("tight", 1);
        harness.publish(today);
        FakeWorker worker = harness.worker("tight-worker", 8);
        fill("tight_fill", FROM.plus(Duration.ofDays(4)), 5);
        worker.read();
        assertThat(worker.running()).extracting(Dispatch::taskId).containsExactly("a");
        harness.trigger(today, "now");
        harness.settle();

        harness.run(dispatch -> End.success());

        assertThat(worker.received())
                .extracting(Dispatch::taskId)
                .as("older and of a higher priority, yet they wait")
                .containsExactly("a", "b", "c", "a", "a", "a", "a");
        assertThat(worker.mostAtOnce()).isEqualTo(1);
    }

    @Test
    void a_backfill_gets_one_slot_in_five_of_a_pool_that_is_never_idle() {
        harness.pool("busy", 1);
        TestDag filled = daily("busy_fill");
        filled.task("a").pool("busy", 1).priority(100);
        harness.publish(filled);
        TestDag today = TestDag.named("busy_today");
        IntStream.range(10, 24)
                .forEach(number -> today.task("t" + number).pool("busy", 1).priority(100 - number));
        harness.publish(today);
        FakeWorker worker = harness.worker("busy-worker", 8);
        harness.trigger(today, "now");
        harness.settle();
        fill("busy_fill", FROM.plus(Duration.ofDays(2)), 3);

        harness.run(dispatch -> End.success());

        assertThat(worker.received())
                .extracting(Dispatch::taskId)
                .containsExactly(
                        "t10", "t11", "t12", "t13", "t14", "a", "t15", "t16", "t17", "t18", "a", "t19", "t20", "t21",
                        "t22", "a", "t23");
    }

    @Test
    void a_backfill_gets_its_share_of_workers_that_are_never_idle() {
        harness.pool("fills", 4);
        TestDag filled = daily("worker_fill");
        filled.task("a").pool("fills", 1);
        harness.publish(filled);
        TestDag today = TestDag.named("worker_today");
        IntStream.range(10, 24).forEach(number -> today.task("t" + number).priority(100 - number));
        harness.publish(today);
        FakeWorker worker = harness.worker("one-slot-worker", 1);
        harness.trigger(today, "now");
        harness.settle();
        fill("worker_fill", FROM.plus(Duration.ofDays(1)), 2);

        harness.run(dispatch -> End.success());

        assertThat(worker.received())
                .extracting(Dispatch::taskId)
                .containsExactly(
                        "t10", "t11", "t12", "t13", "t14", "a", "t15", "t16", "t17", "t18", "a", "t19", "t20", "t21",
                        "t22", "t23");
    }

    @Test
    void ten_thousand_runs_are_made_by_one_statement() {
        harness.publish(TestDag.named("many")
                .chain("a")
                .schedule(new ScheduleSpec.DeltaDataInterval(ScheduleSpec.Step.of(Duration.ofMinutes(1))))
                .from("2025-01-01T00:00:00Z"));
        jdbc("create table inserts_seen (n int)");
        jdbc("create function note_insert() returns trigger language plpgsql as"
                + " $$ begin insert into inserts_seen values (1); return null; end $$");
        jdbc("create trigger note_insert after insert on dag_run for each statement execute function note_insert()");
        try {
            fill("many", FROM.plus(Duration.ofMinutes(9_999)), 1);

            assertThat(runStates("many").values().stream()
                            .mapToInt(each -> each)
                            .sum())
                    .isEqualTo(10_000);
            assertThat(insertsSeen()).isEqualTo(1);
        } finally {
            jdbc("drop trigger note_insert on dag_run");
            jdbc("drop function note_insert()");
            jdbc("drop table inserts_seen");
        }
    }

    private void jdbc(String sql) {
        harness.query(db -> db.connectionResult(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        }));
    }

    private int insertsSeen() {
        return harness.query(db -> db.connectionResult(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet seen = statement.executeQuery("select count(*) from inserts_seen")) {
                assertThat(seen.next()).isTrue();
                return seen.getInt(1);
            }
        }));
    }
}
