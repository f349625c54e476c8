package dev.rondo.scheduler;

import static dev.rondo.metadata.jooq.Tables.COMMAND;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.JOB;
import static dev.rondo.metadata.jooq.Tables.OUTBOX;
import static dev.rondo.metadata.jooq.Tables.TASK_INSTANCE;
import static dev.rondo.metadata.jooq.Tables.WORKER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.command.CommandStore;
import dev.rondo.metadata.control.ControlStore;
import dev.rondo.metadata.control.OldRuns;
import dev.rondo.metadata.control.RetentionStore;
import dev.rondo.metadata.partition.PartitionStore;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.testing.End;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.TestDag;
import java.time.Duration;
import java.util.List;
import org.jooq.Table;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class PurgeTest {

    private EngineHarness harness;
    private CommandStore commands;

    @BeforeEach
    void open(TestDatabase database) {
        harness = new EngineHarness(database);
        harness.clean();
        harness.query(db -> db.truncate(JOB).execute());
        commands = new CommandStore(harness.database().transactions());
    }

    @AfterEach
    void close() {
        harness.close();
    }

    private void purge(Duration retention) {
        purge(new Scheduler.Kept(retention, Duration.ZERO));
    }

    private void purge(Scheduler.Kept kept) {
        Transactions transactions = harness.database().transactions();
        new Purge(
                        new RetentionStore(transactions),
                        new OldRuns(transactions),
                        new PartitionStore(transactions),
                        kept,
                        harness.clock())
                .pass();
    }

    private int rows(Table<?> table) {
        return harness.query(db -> db.fetchCount(table));
    }

    private void ask(String key, Command command) {
        assertThat(commands.ask(new CommandStore.Asked(key, "ann", "test", null, command), harness.now()))
                .isInstanceOf(CommandStore.Outcome.Known.class);
    }

    private void answerAll() {
        commands.claim("test", harness.now(), harness.now(), 10_000)
                .forEach(each -> commands.finish(each.commandId(), new CommandReply.Done(), harness.now()));
    }

    @Test
    void what_is_over_goes_after_its_time_and_runs_and_their_approvals_stay() {
        TestDag dag = TestDag.named("kept").chain("a");
        dag.task("a").callbacks("success");
        harness.publish(dag);
        harness.worker("kept-worker", 1);
        harness.trigger(dag, "first");
        harness.run(dispatch -> End.success());
        harness.query(db -> db.update(OUTBOX).set(OUTBOX.DONE_AT, harness.now()).execute());
        assertThat(rows(OUTBOX)).isEqualTo(1);
        ControlStore control = new ControlStore(harness.database().transactions());
        control.beat("over", "scheduler", "host", 1, null, "1", harness.now());
        control.ended("over", harness.now());
        control.beat("killed", "scheduler", "host", 2, null, "1", harness.now());
        harness.query(db -> db.update(WORKER)
                .set(WORKER.STATE, "gone")
                .set(WORKER.LEASE_UNTIL, harness.now())
                .execute());
        ask("pause", new Command.SetPaused("kept", true));
        ask("approve", new Command.AnswerApproval("kept", "first", "a", -1, "{}", false));
        answerAll();
        ask("open", new Command.SetPaused("kept", false));

        harness.clock().advance(Duration.ofDays(29));
        purge(Duration.ofDays(30));
        assertThat(List.of(rows(COMMAND), rows(OUTBOX), rows(JOB), rows(WORKER)))
                .as("it is not yet time")
                .containsExactly(3, 1, 2, 1);

        harness.clock().advance(Duration.ofDays(2));
        control.beat("living", "scheduler", "host", 3, null, "1", harness.now());
        purge(Duration.ZERO);
        assertThat(rows(COMMAND)).as("zero keeps everything").isEqualTo(3);
        purge(Duration.ofDays(30));

        List<String> left = harness.query(
                db -> db.select(COMMAND.IDEMPOTENCY_KEY).from(COMMAND).fetch(COMMAND.IDEMPOTENCY_KEY));
        assertThat(left).containsExactlyInAnyOrder("approve", "open");
        assertThat(rows(OUTBOX)).isZero();
        List<String> jobs = harness.query(db -> db.select(JOB.JOB_ID).from(JOB).fetch(JOB.JOB_ID));
        assertThat(jobs).containsExactly("living");
        assertThat(rows(WORKER)).isZero();
        assertThat(rows(DAG_RUN)).isEqualTo(1);
        assertThat(rows(TASK_INSTANCE)).isEqualTo(1);
    }

    @Test
    void runs_go_after_a_time_of_their_own_in_batches_and_leave_the_rest() {
        harness.publish(TestDag.named("many_runs").chain("a"));
        harness.worker("many-worker", 150);
        for (int number = 0; number < 202; number++) {
            harness.trigger(TestDag.named("many_runs"), "run" + number);
        }
        harness.run(dispatch -> End.success());
        ask("pause", new Command.SetPaused("many_runs", true));
        answerAll();
        harness.clock().advance(Duration.ofDays(31));

        purge(new Scheduler.Kept(Duration.ofDays(32), Duration.ofDays(32)));
        assertThat(rows(DAG_RUN)).as("it is not yet time").isEqualTo(202);
        purge(new Scheduler.Kept(Duration.ZERO, Duration.ofDays(30)));

        assertThat(rows(DAG_RUN)).as("the newest stays").isEqualTo(1);
        assertThat(rows(TASK_INSTANCE)).isEqualTo(1);
        assertThat(rows(COMMAND)).isEqualTo(1);
    }

    @Test
    void many_go_in_batches() {
        for (int number = 0; number < 2_100; number++) {
            ask("key" + number, new Command.SetPaused("many", true));
        }
        answerAll();
        harness.clock().advance(Duration.ofDays(2));

        purge(Duration.ofDays(1));

        assertThat(rows(COMMAND)).isZero();
    }
}
