package dev.rondo.scheduler.command;

import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.core.protocol.Dispatch;
import dev.rondo.metadata.dagrun.BackfillStore;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.testing.Commands;
import dev.rondo.scheduler.testing.End;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.FakeWorker;
import dev.rondo.scheduler.testing.TestDag;
import dev.rondo.sdk.spec.ScheduleSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Backfills of some tasks of their DAG. */
@ExtendWith(PostgresExtension.class)
class BackfillTasksTest {

    private static final Instant FROM = Instant.parse("2025-12-01T00:00:00Z");

    private EngineHarness harness;
    private Commands commands;
    private FakeWorker worker;

    @BeforeEach
    void open(TestDatabase database) {
        harness = new EngineHarness(database);
        harness.clean();
        commands = new Commands(harness);
        worker = harness.worker("worker", 8);
    }

    @AfterEach
    void close() {
        harness.close();
    }

    private static TestDag daily(String dagId) {
        return TestDag.named(dagId)
                .chain("load", "train", "report")
                .schedule(new ScheduleSpec.CronDataInterval("@daily"));
    }

    private CommandReply fill(String dagId, String reprocess, boolean upstream, String... tasks) {
        return commands.run(new Command.CreateBackfill(
                dagId, FROM, FROM, reprocess, false, 1, null, false, List.of(tasks), upstream, false, "test"));
    }

    private long runOf(String dagId) {
        return harness.query(
                db -> db.fetchSingle(DAG_RUN, DAG_RUN.DAG_ID.eq(dagId)).getRunNo());
    }

    @Test
    void a_new_run_is_of_the_chosen_tasks_alone_and_their_failure_fails_it() {
        harness.publish(daily("some"));

        assertThat(fill("some", "none", false, "train")).isInstanceOf(CommandReply.BackfillPlanned.class);
        harness.run(dispatch -> End.failed());

        long run = runOf("some");
        assertThat(harness.states(run)).isEqualTo(Map.of("train", "failed"));
        assertThat(harness.runState(run)).isEqualTo("failed");
    }

    @Test
    void with_upstream_all_that_is_above_goes_too_and_nothing_below() {
        harness.publish(daily("above"));

        fill("above", "none", true, "train");
        harness.run(dispatch -> End.success());

        long run = runOf("above");
        assertThat(harness.states(run)).isEqualTo(Map.of("load", "success", "train", "success"));
        assertThat(harness.runState(run)).isEqualTo("success");
    }

    @Test
    void of_a_run_that_was_there_the_other_tasks_stay_as_they_were() {
        TestDag dag = harness.publish(daily("there"));
        long run = harness.trigger(dag, "there", FROM);
        harness.run(dispatch -> dispatch.taskId().equals("train") ? End.failed() : End.success());
        assertThat(harness.states(run))
                .isEqualTo(Map.of("load", "success", "train", "failed", "report", "upstream_failed"));
        int before = worker.received().size();

        fill("there", "failed", false, "train");
        harness.run(dispatch -> End.success());

        assertThat(worker.received().subList(before, worker.received().size()))
                .extracting(Dispatch::taskId)
                .containsExactly("train");
        assertThat(harness.states(run))
                .as("what is below is not chosen, so it is not decided anew")
                .isEqualTo(Map.of("load", "success", "train", "success", "report", "upstream_failed"));
        assertThat(harness.runState(run)).isEqualTo("failed");
    }

    @Test
    void a_later_backfill_of_all_tasks_does_the_ones_that_were_left_out() {
        harness.publish(daily("later"));
        fill("later", "none", false, "load");
        harness.run(dispatch -> End.success());
        long run = runOf("later");
        assertThat(harness.states(run)).isEqualTo(Map.of("load", "success"));
        assertThat(new BackfillStore(harness.database().transactions()).finish(harness.now()))
                .isEqualTo(1);

        assertThat(fill("later", "completed", false).status()).isEqualTo(200);
        harness.run(dispatch -> End.success());

        assertThat(harness.states(run)).isEqualTo(Map.of("load", "success", "train", "success", "report", "success"));
        assertThat(harness.runState(run)).isEqualTo("success");
    }

    @Test
    void a_run_of_some_tasks_is_the_same_when_it_is_read_from_the_database_again() {
        harness.publish(daily("reread"));
        fill("reread", "none", true, "train");
        worker.read();
        harness.restart();
        worker = harness.worker("other", 8);

        harness.run(dispatch -> End.success());

        long run = runOf("reread");
        assertThat(harness.states(run)).containsOnlyKeys("load", "train");
    }

    @Test
    void a_retry_leaves_what_the_backfill_is_not_of() {
        TestDag dag = harness.publish(TestDag.named("again")
                .chain("load")
                .chain("audit")
                .schedule(new ScheduleSpec.CronDataInterval("@daily")));
        long run = harness.trigger(dag, "again", FROM);
        harness.run(dispatch -> End.failed());
        long id = ((CommandReply.BackfillPlanned) fill("again", "failed", false, "load")).backfillId();
        harness.run(dispatch -> End.failed());
        int before = worker.received().size();

        commands.run(new Command.RetryBackfill(id, false));
        harness.run(dispatch -> End.success());

        assertThat(worker.received().subList(before, worker.received().size()))
                .extracting(Dispatch::taskId)
                .containsExactly("load");
        assertThat(harness.states(run)).isEqualTo(Map.of("load", "success", "audit", "failed"));
    }

    @Test
    void unknown_tasks_and_values_that_new_runs_would_lack_are_refused_together() {
        TestDag dag = TestDag.named("wrong").schedule(new ScheduleSpec.CronDataInterval("@daily"));
        dag.task("load");
        dag.task("train").input("load");
        harness.publish(dag);

        assertThat(fill("wrong", "none", false, "trian", "loud"))
                .isEqualTo(new CommandReply.Rejected(
                        404,
                        "TASK_NOT_FOUND",
                        "dag 'wrong' has no task 'trian'; did you mean 'train'?; dag 'wrong' has no task 'loud'; did"
                                + " you mean 'load'?"));
        assertThat(fill("wrong", "none", false, "train"))
                .isEqualTo(new CommandReply.Rejected(
                        422,
                        "INPUT_LEFT_OUT",
                        "task 'train' needs the result of 'load', which a new run of the chosen tasks alone does not"
                                + " have; choose that task too, or include upstream (--include-upstream)"));
        assertThat(fill("wrong", "none", true, "train")).isInstanceOf(CommandReply.BackfillPlanned.class);
    }
}
