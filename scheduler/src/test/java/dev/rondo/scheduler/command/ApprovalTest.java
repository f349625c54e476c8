package dev.rondo.scheduler.command;

import static dev.rondo.metadata.jooq.Tables.XCOM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.core.protocol.Dispatch;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.testing.Commands;
import dev.rondo.scheduler.testing.End;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.FakeWorker;
import dev.rondo.scheduler.testing.TestDag;
import dev.rondo.sdk.spec.TaskSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class ApprovalTest {

    private static final String FORM = """
            {"type":"object","additionalProperties":false,"required":["push"],
             "properties":{"push":{"type":"boolean"},"why":{"type":["string","null"]}}}
            """;
    private static final String NO = "{\"push\":false,\"why\":\"nobody answered\"}";
    private static final String YES = "{\"push\":true,\"why\":\"good\"}";

    private EngineHarness harness;
    private Commands commands;
    private FakeWorker worker;
    private long run;

    @BeforeEach
    void open(TestDatabase database) {
        harness = new EngineHarness(database);
        harness.clean();
        commands = new Commands(harness);
        TestDag dag = TestDag.named("release").chain("train", "ask", "push");
        dag.task("ask").asks(FORM);
        dag.task("push").input("ask");
        harness.publish(dag);
        worker = harness.worker("approval-worker", 2);
        run = harness.trigger(dag, "first");
    }

    @AfterEach
    void close() {
        harness.close();
    }

    private CommandReply answer(String taskId, String answer, boolean rejected) {
        return commands.run(new Command.AnswerApproval("release", "first", taskId, -1, answer, rejected));
    }

    private static int status(CommandReply reply) {
        return reply instanceof CommandReply.Rejected rejected ? rejected.status() : 200;
    }

    @Test
    void an_answer_is_the_result_of_the_task_and_an_input_of_the_next() {
        harness.run(dispatch -> End.success());
        assertThat(harness.states(run)).containsEntry("ask", "deferred");

        CommandReply reply = answer("ask", YES, false);
        harness.run(dispatch -> End.success());

        assertThat(reply).isEqualTo(new CommandReply.Done());
        assertThat(harness.states(run)).isEqualTo(Map.of("train", "success", "ask", "success", "push", "success"));
        Dispatch push = worker.received().getLast();
        assertThat(push.inputs()).isEqualTo(List.of(YES));
    }

    @Test
    void it_is_still_there_for_a_scheduler_that_begins_anew() {
        harness.run(dispatch -> End.success());

        answer("ask", YES, false);
        harness.restart();
        harness.engine().sweep();
        harness.run(dispatch -> End.success());

        assertThat(worker.received().getLast().inputs()).isEqualTo(List.of(YES));
        assertThat(harness.runState(run)).isEqualTo("success");
    }

    @Test
    void a_default_answer_is_taken_at_its_time_and_is_an_input_of_the_next() {
        TestDag dag = TestDag.named("by_default").chain("ask", "push");
        dag.task("ask").asks(FORM).otherwise(NO, Duration.ofHours(8));
        dag.task("push").input("ask");
        harness.publish(dag);
        long asked = harness.trigger(dag, "first");
        harness.run(dispatch -> End.success());
        assertThat(harness.states(asked)).containsEntry("ask", "deferred");

        harness.clock().advance(Duration.ofHours(8).plusSeconds(1));
        harness.run(dispatch -> End.success());

        assertThat(harness.states(asked)).isEqualTo(Map.of("ask", "success", "push", "success"));
        assertThat(worker.received().getLast().inputs()).isEqualTo(List.of(NO));
        assertThat(status(commands.run(new Command.AnswerApproval("by_default", "first", "ask", -1, YES, false))))
                .as("too late")
                .isEqualTo(409);
    }

    @Test
    void a_rejection_as_default_is_taken_at_its_time_leaves_no_result_and_skips_what_is_below() {
        TestDag dag = TestDag.named("rejected").chain("ask", "push");
        dag.task("ask").asks(FORM).otherwise(TaskSpec.REJECTION, Duration.ofHours(8));
        dag.task("push").input("ask");
        harness.publish(dag);
        long asked = harness.trigger(dag, "first");
        harness.run(dispatch -> End.success());
        harness.restart(); // the time is in the tables

        harness.clock().advance(Duration.ofHours(8).plusSeconds(1));
        harness.run(dispatch -> End.success());

        assertThat(harness.states(asked)).isEqualTo(Map.of("ask", "success", "push", "skipped"));
        int results = harness.query(db -> db.fetchCount(XCOM, XCOM.RUN_NO.eq(asked)));
        assertThat(results).isZero();
    }

    @Test
    void of_an_answer_and_the_end_of_the_time_in_one_batch_the_first_counts() {
        TestDag dag = TestDag.named("raced").chain("ask", "push");
        dag.task("ask").asks(FORM).otherwise(NO, Duration.ofHours(8));
        dag.task("push").input("ask");
        harness.publish(dag);
        long asked = harness.trigger(dag, "first");
        harness.run(dispatch -> End.success());
        harness.clock().advance(Duration.ofHours(8).plusSeconds(1)); // the timer is due and not looked at yet

        CommandReply reply = commands.run(new Command.AnswerApproval("raced", "first", "ask", -1, YES, false));
        harness.run(dispatch -> End.success());

        assertThat(harness.runState(asked)).isEqualTo("success");
        assertThat(worker.received().stream()
                        .filter(each -> each.dagId().equals("raced"))
                        .map(Dispatch::inputs))
                .as("what was told to the person is what the next task gets")
                .containsExactly(List.of(status(reply) == 200 ? YES : NO));
    }

    @Test
    void a_rejection_skips_what_is_below() {
        harness.run(dispatch -> End.success());

        answer("ask", "{}", true);
        harness.run(dispatch -> End.success());

        assertThat(harness.states(run)).isEqualTo(Map.of("train", "success", "ask", "success", "push", "skipped"));
    }

    @Test
    void an_answer_that_does_not_fit_the_form_is_refused_and_the_task_still_waits() {
        harness.run(dispatch -> End.success());

        CommandReply reply = answer("ask", "{\"push\":\"yes\"}", false);

        assertThat(status(reply)).isEqualTo(422);
        assertThat(((CommandReply.Rejected) reply).message()).contains("push", "boolean");
        assertThat(harness.states(run)).containsEntry("ask", "deferred");
    }

    @Test
    void too_early_twice_and_to_a_task_that_asks_nobody_are_refused() {
        harness.settle();
        assertThat(status(answer("ask", YES, false))).isEqualTo(409);
        assertThat(status(answer("train", YES, false))).isEqualTo(422);
        harness.run(dispatch -> End.success());

        assertThat(status(answer("ask", YES, false))).isEqualTo(200);
        assertThat(status(answer("ask", "{\"push\":false}", false))).isEqualTo(409);
        assertThat(status(answer("nowhere", YES, false))).isEqualTo(404);
    }

    @Test
    void an_answer_is_for_the_task_of_that_name_also_when_the_run_moves_to_another_version_meanwhile() {
        harness.run(dispatch -> End.success());
        TestDag newer = TestDag.named("release").chain("train", "other", "ask", "push");
        newer.task("other").asks(FORM);
        newer.task("ask").asks(FORM);
        harness.publish(newer);
        commands.beforeEachAsk(() -> {
            commands.beforeEachAsk(() -> {});
            commands.run(new Command.ClearTasks(
                    "release",
                    "first",
                    List.of(new Command.TaskSelector("train", null)),
                    Command.Scope.ONLY,
                    null,
                    null,
                    false,
                    false,
                    true,
                    true,
                    false,
                    null));
            harness.run(dispatch -> End.success());
            assertThat(harness.states(run)).containsEntry("other", "deferred").containsEntry("ask", "deferred");
        });

        CommandReply reply = answer("ask", YES, false);

        assertThat(reply).isEqualTo(new CommandReply.Done());
        assertThat(harness.states(run)).containsEntry("other", "deferred").containsEntry("ask", "success");
    }

    private CommandReply pool(int slots, boolean includeDeferred) {
        return commands.run(new Command.SetPool("people", slots, null, includeDeferred, Command.Write.CHANGE));
    }

    private long approvals(String dagId, String... tasks) {
        harness.pool("people", 1);
        TestDag dag = TestDag.named(dagId);
        for (String task : tasks) {
            dag.task(task).asks(FORM).pool("people", 1);
        }
        harness.publish(dag);
        return harness.trigger(dag, "first");
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.MINUTES)
    void what_waits_for_people_counts_in_its_pool_also_where_there_is_no_room() {
        harness.pool("people", 1);
        pool(1, true);
        harness.engine().sweep();
        harness.settle();

        long both = approvals("crowded", "one", "two");
        harness.run(dispatch -> End.success());

        assertThat(harness.states(both)).isEqualTo(Map.of("one", "deferred", "two", "deferred"));
        assertThat(harness.usedSlots("people")).isEqualTo(2);
        commands.run(new Command.AnswerApproval("crowded", "first", "one", -1, YES, false));
        commands.run(new Command.AnswerApproval("crowded", "first", "two", -1, YES, false));
        assertThat(harness.usedSlots("people")).isZero();
    }

    @Test
    void a_pool_that_begins_to_count_what_is_deferred_or_ceases_to_loses_no_slot() {
        harness.pool("people", 1);
        pool(1, false);
        long waiting = approvals("turned", "one", "two");
        harness.settle();
        assertThat(harness.usedSlots("people")).isZero();

        pool(3, true);
        assertThat(harness.usedSlots("people")).isEqualTo(2);
        commands.run(new Command.AnswerApproval("turned", "first", "one", -1, YES, false));
        assertThat(harness.usedSlots("people"))
                .as("though the engine had not heard of it")
                .isEqualTo(1);

        pool(3, false);
        commands.run(new Command.AnswerApproval("turned", "first", "two", -1, YES, false));
        assertThat(harness.usedSlots("people")).isZero();
        assertThat(harness.runState(waiting)).isEqualTo("success");
    }
}
