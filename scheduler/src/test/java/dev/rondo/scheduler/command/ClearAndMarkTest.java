package dev.rondo.scheduler.command;

import static dev.rondo.metadata.jooq.Tables.TASK_INSTANCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.command.Command;
import dev.rondo.core.command.Command.Scope;
import dev.rondo.core.command.Command.TaskSelector;
import dev.rondo.core.command.CommandReply;
import dev.rondo.core.protocol.Dispatch;
import dev.rondo.core.state.RunState;
import dev.rondo.core.state.TaskState;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.testing.Commands;
import dev.rondo.scheduler.testing.End;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.FakeWorker;
import dev.rondo.scheduler.testing.TestDag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class ClearAndMarkTest {

    private static final Instant DAY = Instant.parse("2025-12-01T00:00:00Z");
    private static final Scope ONLY = Scope.ONLY;
    private static final Scope DOWN = new Scope(false, true, false, false);

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

    private static Command.ClearTasks clear(
            String dagId, String runId, @Nullable String taskId, Scope scope, boolean latest, boolean dryRun) {
        return new Command.ClearTasks(
                dagId,
                runId,
                taskId == null ? List.of() : List.of(new TaskSelector(taskId, null)),
                scope,
                null,
                null,
                false,
                false,
                true,
                latest,
                dryRun,
                null);
    }

    private static List<String> affected(CommandReply reply) {
        assertThat(reply).isInstanceOf(CommandReply.Affected.class);
        return ((CommandReply.Affected) reply)
                .instances().stream()
                        .map(each -> each.runId() + "/" + each.taskId()
                                + (each.mapIndex() < 0 ? "" : "[" + each.mapIndex() + "]"))
                        .toList();
    }

    @Test
    void a_dry_run_lists_what_a_clear_would_reach_and_changes_nothing() {
        TestDag dag = harness.publish(TestDag.named("dry").chain("a", "b", "c"));
        harness.worker("dry-worker", 2);
        long run = harness.trigger(dag, "first");
        harness.run(dispatch -> End.success());

        CommandReply reply = commands.run(clear("dry", "first", "b", DOWN, false, true));

        assertThat(affected(reply)).containsExactly("first/b", "first/c");
        assertThat(harness.runState(run)).isEqualTo("success");
        assertThat(harness.states(run)).isEqualTo(Map.of("a", "success", "b", "success", "c", "success"));
    }

    @Test
    void a_failed_task_is_cleared_and_what_failed_below_it_runs_with_it() {
        TestDag dag = harness.publish(TestDag.named("repair").chain("a", "b", "c"));
        FakeWorker worker = harness.worker("repair-worker", 2);
        long run = harness.trigger(dag, "first");
        harness.run(dispatch -> End.failed());
        assertThat(harness.states(run))
                .isEqualTo(Map.of("a", "failed", "b", "upstream_failed", "c", "upstream_failed"));

        CommandReply reply = commands.run(clear("repair", "first", "a", ONLY, false, false));
        Map<String, String> before = harness.states(run);
        harness.run(dispatch -> End.success());

        assertThat(affected(reply)).containsExactly("first/a");
        assertThat(before.get("b")).isEqualTo("null");
        assertThat(harness.states(run)).isEqualTo(Map.of("a", "success", "b", "success", "c", "success"));
        assertThat(harness.runState(run)).isEqualTo("success");
        assertThat(worker.received()).hasSize(4);
    }

    @Test
    void a_sensor_that_is_cleared_between_two_looks_begins_anew() {
        TestDag dag = harness.publish(TestDag.named("looking").chain("look"));
        FakeWorker worker = harness.worker("looking-worker", 2);
        harness.trigger(dag, "first");
        Instant later = harness.clock().instant().plusSeconds(60);
        harness.run(dispatch -> dispatch.lookState() == null ? End.lookAgain(later, "{}") : End.success());

        commands.run(clear("looking", "first", "look", ONLY, false, false));
        harness.run(dispatch -> null);

        Dispatch again = worker.running().getFirst();
        assertThat(again.tryNumber()).isEqualTo(2);
        assertThat(again.lookState()).isNull();
        assertThat(again.firstLookAt()).isNull();
    }

    @Test
    void what_waits_for_a_slot_waits_for_its_list_again_when_that_is_cleared() {
        TestDag dag = TestDag.named("again").chain("list", "score");
        dag.task("score").mapOver("list");
        harness.publish(dag);
        FakeWorker worker = harness.worker("again-worker", 2);
        long run = harness.trigger(dag, "first");
        harness.run(dispatch -> dispatch.taskId().equals("list") ? End.list("[1,2,3]", 3) : null);
        assertThat(harness.states(run))
                .isEqualTo(
                        Map.of("list", "success", "score[0]", "queued", "score[1]", "queued", "score[2]", "scheduled"));

        commands.run(clear("again", "first", "list", ONLY, false, false));
        harness.run(dispatch -> dispatch.taskId().equals("list") ? null : End.success());

        assertThat(worker.running()).extracting(Dispatch::taskId).containsExactly("list");
        assertThat(harness.states(run).get("score[2]")).isEqualTo("null");

        harness.run(dispatch -> dispatch.taskId().equals("list") ? End.list("[4,5,6]", 3) : End.success());

        assertThat(harness.runState(run)).isEqualTo("success");
        assertThat(worker.received().getLast().inputs()).containsExactly("6");
    }

    @Test
    void a_clear_reaches_in_all_directions_what_its_dry_run_listed() {
        TestDag dag = harness.publish(TestDag.named("around").chain("a", "b", "c"));
        dag.task("beside");
        harness.publish(dag);
        FakeWorker worker = harness.worker("around-worker", 8);
        long before = harness.trigger(dag, "d1", DAY);
        long run = harness.trigger(dag, "d2", DAY.plus(Duration.ofDays(1)));
        harness.run(dispatch -> dispatch.taskId().equals("b") ? End.failed() : End.success());
        int done = worker.received().size();
        Scope all = new Scope(true, true, true, true);

        List<String> listed = affected(commands.run(clear("around", "d2", "b", all, false, true)));
        assertThat(harness.states(run)).as("a dry run").containsEntry("c", "upstream_failed");
        List<String> cleared = affected(commands.run(clear("around", "d2", "b", all, false, false)));
        Map<String, String> at = harness.states(run);
        harness.run(dispatch -> End.success());

        assertThat(listed).containsExactly("d1/a", "d1/b", "d1/c", "d2/a", "d2/b", "d2/c");
        assertThat(cleared).isEqualTo(listed);
        assertThat(at).as("in the transaction of the clear").containsEntry("c", "null");
        assertThat(harness.runState(before)).isEqualTo("success");
        assertThat(harness.runState(run)).isEqualTo("success");
        assertThat(worker.received().subList(done, worker.received().size()))
                .extracting(Dispatch::taskId)
                .as("what is beside stays")
                .containsExactlyInAnyOrder("a", "a", "b", "b", "c", "c");
    }

    @Test
    void only_failed_and_the_past_and_future_of_a_run_are_reached_as_asked() {
        TestDag dag = harness.publish(TestDag.named("days").chain("a", "b"));
        harness.worker("days-worker", 8);
        harness.trigger(dag, "d1", DAY);
        harness.trigger(dag, "d2", DAY.plus(Duration.ofDays(1)));
        harness.trigger(dag, "d3", DAY.plus(Duration.ofDays(2)));
        harness.run(dispatch -> dispatch.runId().equals("d1") ? End.success() : End.failed());

        Scope past = new Scope(false, false, true, false);
        Scope future = new Scope(false, false, false, true);
        assertThat(affected(commands.run(clear("days", "d2", "a", past, false, true))))
                .containsExactly("d1/a", "d2/a");
        assertThat(affected(commands.run(clear("days", "d2", "a", future, false, true))))
                .containsExactly("d2/a", "d3/a");
        Command failed = new Command.ClearTasks(
                "days", null, List.of(), ONLY, DAY, DAY.plus(Duration.ofDays(9)), true, false, true, false, true, null);
        assertThat(affected(commands.run(failed))).containsExactly("d2/a", "d2/b", "d3/a", "d3/b");
    }

    @Test
    void a_run_that_is_moved_to_the_newest_version_waits_where_that_version_says() {
        harness.pool("old", 4);
        harness.pool("new", 4);
        TestDag before = TestDag.named("moved").chain("a");
        before.task("a").pool("old", 1);
        harness.publish(before);
        harness.worker("moved-worker", 2);
        long run = harness.trigger(before, "first");
        harness.run(dispatch -> End.success());
        TestDag after = TestDag.named("moved").chain("a");
        after.task("a").pool("new", 2).priority(7).queue("gpu");
        harness.publish(after);

        commands.run(clear("moved", "first", null, ONLY, true, false));

        var row = harness.query(db ->
                db.selectFrom(TASK_INSTANCE).where(TASK_INSTANCE.RUN_NO.eq(run)).fetchSingle());
        assertThat(row.getPool()).isEqualTo("new");
        assertThat(row.getPoolSlots()).isEqualTo(2);
        assertThat(row.getPriority()).isEqualTo(7);
        assertThat(row.getQueue()).isEqualTo("gpu");
    }

    @Test
    void a_sensor_looks_at_once_when_its_run_is_moved_to_another_version_which_may_look_elsewhere() {
        TestDag before = TestDag.named("look");
        before.task("done");
        before.task("wait");
        harness.publish(before);
        FakeWorker worker = harness.worker("look-worker", 2);
        long run = harness.trigger(before, "first");
        harness.run(dispatch -> dispatch.taskId().equals("wait")
                ? End.lookAgain(harness.clock().instant().plus(Duration.ofHours(1)))
                : End.success());
        assertThat(harness.states(run)).isEqualTo(Map.of("done", "success", "wait", "up_for_reschedule"));
        TestDag after = TestDag.named("look");
        after.task("done").priority(2);
        after.task("wait").priority(3);
        harness.publish(after);

        commands.run(clear("look", "first", "done", ONLY, true, false));
        worker.read();

        assertThat(worker.running()).extracting(Dispatch::taskId).containsExactlyInAnyOrder("done", "wait");
        harness.run(dispatch -> End.success());
        assertThat(harness.states(run)).isEqualTo(Map.of("done", "success", "wait", "success"));
    }

    @Test
    void of_two_runs_that_are_cleared_together_the_second_waits_for_the_first_when_it_depends_on_it() {
        TestDag dag = TestDag.named("past").chain("a");
        dag.task("a").dependsOnPast();
        harness.publish(dag);
        FakeWorker worker = harness.worker("past-worker", 8);
        harness.trigger(dag, "d1", DAY);
        harness.trigger(dag, "d2", DAY.plus(Duration.ofDays(1)));
        harness.run(dispatch -> End.success());

        commands.run(clear("past", "d1", null, new Scope(false, false, false, true), false, false));
        worker.read();

        assertThat(worker.running()).extracting(Dispatch::runId).containsExactly("d1");
        harness.run(dispatch -> End.success());
        assertThat(worker.received()).extracting(Dispatch::runId).containsExactly("d1", "d2", "d1", "d2");
    }

    @Test
    void a_running_task_that_is_cleared_is_stopped_and_runs_again() {
        TestDag dag = harness.publish(TestDag.named("again").chain("a"));
        FakeWorker worker = harness.worker("again-worker", 1);
        long run = harness.trigger(dag, "first");
        harness.settle();
        worker.read();
        worker.begin(worker.running().getFirst().dispatchId());
        harness.settle();
        harness.clock().advance(Duration.ofSeconds(1));
        harness.settle();
        assertThat(harness.states(run)).isEqualTo(Map.of("a", "running"));

        commands.run(clear("again", "first", "a", ONLY, false, false));
        assertThat(harness.states(run)).isEqualTo(Map.of("a", "restarting"));
        harness.run(dispatch -> End.success());

        assertThat(harness.states(run)).isEqualTo(Map.of("a", "success"));
        assertThat(worker.received()).hasSize(2);
        assertThat(harness.usedSlots("default_pool")).isZero();
    }

    @Test
    void a_running_task_that_is_marked_is_stopped_and_its_end_no_longer_counts() {
        TestDag dag = harness.publish(TestDag.named("marked").chain("a", "b"));
        FakeWorker worker = harness.worker("marked-worker", 1);
        long run = harness.trigger(dag, "first");
        harness.settle();

        commands.run(new Command.MarkTasks(
                "marked", "first", List.of(new TaskSelector("a", null)), ONLY, TaskState.SUCCESS, false, "by hand"));
        harness.run(dispatch -> End.success());

        assertThat(harness.states(run)).isEqualTo(Map.of("a", "success", "b", "success"));
        assertThat(worker.received().stream().map(Dispatch::taskId)).containsExactly("a", "b");
        assertThat(harness.usedSlots("default_pool")).isZero();
    }

    @Test
    void a_mark_of_no_task_is_refused() {
        TestDag dag = harness.publish(TestDag.named("nothing").chain("a", "b"));
        harness.worker("nothing-worker", 1);
        long run = harness.trigger(dag, "first");

        CommandReply reply =
                commands.run(new Command.MarkTasks("nothing", "first", List.of(), ONLY, TaskState.FAILED, false, null));

        assertThat(reply)
                .isEqualTo(new CommandReply.Rejected(
                        422, "NO_TASKS", "name the tasks to be marked; no task does not mean all"));
        assertThat(harness.states(run)).doesNotContainValue("failed");
    }

    @Test
    void a_mark_reaches_downstream_when_asked() {
        TestDag dag = harness.publish(TestDag.named("markdown").chain("a", "b", "c"));
        harness.worker("markdown-worker", 1);
        long run = harness.trigger(dag, "first");
        harness.run(dispatch -> End.failed());

        CommandReply reply = commands.run(new Command.MarkTasks(
                "markdown", "first", List.of(new TaskSelector("a", null)), DOWN, TaskState.SUCCESS, false, null));

        assertThat(affected(reply)).containsExactly("first/a", "first/b", "first/c");
        assertThat(harness.runState(run)).isEqualTo("success");
    }

    private CommandReply mark(String runId, String taskId, Scope scope, TaskState state, boolean dryRun) {
        return commands.run(new Command.MarkTasks(
                "scoped", runId, List.of(new TaskSelector(taskId, null)), scope, state, dryRun, null));
    }

    /** Three runs of a chain whose middle has failed, and a task beside it that succeeded. */
    private Map<String, Long> scoped() {
        TestDag dag = TestDag.named("scoped").chain("a", "b", "c");
        dag.task("beside");
        harness.publish(dag);
        harness.worker("scoped-worker", 8);
        Map<String, Long> runs = new TreeMap<>();
        for (int day = 0; day < 3; day++) {
            runs.put("d" + day, harness.trigger(dag, "d" + day, DAY.plus(Duration.ofDays(day))));
        }
        harness.run(dispatch -> dispatch.taskId().equals("b") ? End.failed() : End.success());
        return runs;
    }

    private Map<String, String> all(Map<String, Long> runs) {
        Map<String, String> states = new TreeMap<>();
        runs.forEach((id, runNo) -> {
            states.put(id, harness.runState(runNo));
            harness.states(runNo).forEach((task, state) -> states.put(id + "/" + task, state));
        });
        return states;
    }

    @Test
    void a_dry_run_lists_what_a_mark_would_reach_and_changes_nothing() {
        Map<String, Long> runs = scoped();
        Map<String, String> before = all(runs);
        Scope everywhere = new Scope(true, true, true, true);

        List<String> listed = affected(mark("d1", "b", everywhere, TaskState.SUCCESS, true));
        assertThat(all(runs)).isEqualTo(before);
        List<String> marked = affected(mark("d1", "b", everywhere, TaskState.SUCCESS, false));

        assertThat(listed).containsExactly("d0/b", "d0/c", "d1/b", "d1/c", "d2/b", "d2/c");
        assertThat(marked).isEqualTo(listed);
        assertThat(all(runs).values()).containsOnly("success");
    }

    @Test
    void a_mark_reaches_each_way_as_it_is_asked_and_its_dry_run_says_the_same() {
        Map<String, Long> runs = scoped();
        Scope upstream = new Scope(true, false, false, false);
        Scope past = new Scope(false, false, true, false);
        Scope future = new Scope(false, false, false, true);

        assertThat(affected(mark("d1", "b", ONLY, TaskState.SKIPPED, true))).containsExactly("d1/b");
        assertThat(affected(mark("d1", "b", DOWN, TaskState.SKIPPED, true))).containsExactly("d1/b", "d1/c");
        assertThat(affected(mark("d1", "b", upstream, TaskState.SKIPPED, true))).containsExactly("d1/a", "d1/b");
        assertThat(affected(mark("d1", "b", past, TaskState.SKIPPED, true))).containsExactly("d0/b", "d1/b");
        assertThat(affected(mark("d1", "b", future, TaskState.SKIPPED, true))).containsExactly("d1/b", "d2/b");
        assertThat(affected(mark("d1", "b", past, TaskState.SKIPPED, false))).containsExactly("d0/b", "d1/b");

        assertThat(all(runs))
                .containsEntry("d0/b", "skipped")
                .containsEntry("d1/b", "skipped")
                .containsEntry("d2/b", "failed")
                .containsEntry("d1/a", "success");
    }

    @Test
    void a_mark_as_failed_fails_what_is_below_in_the_same_transaction() {
        TestDag dag = harness.publish(TestDag.named("scoped").chain("a", "b", "c"));
        harness.worker("failing-worker", 1);
        long run = harness.trigger(dag, "first");
        harness.run(dispatch -> End.success());
        assertThat(harness.runState(run)).isEqualTo("success");
        commands.run(clear("scoped", "first", "b", DOWN, false, false));

        List<String> marked = affected(mark("first", "b", ONLY, TaskState.FAILED, false));

        assertThat(marked).containsExactly("first/b");
        assertThat(harness.states(run)).isEqualTo(Map.of("a", "success", "b", "failed", "c", "upstream_failed"));
        assertThat(harness.runState(run)).isEqualTo("failed");
    }

    @Test
    void a_dry_run_lists_what_a_mark_of_a_run_would_change_and_changes_nothing() {
        for (RunState state : List.of(RunState.SUCCESS, RunState.FAILED, RunState.QUEUED)) {
            TestDag dag = TestDag.named("whole_" + state.wireName()).chain("a", "b", "c");
            dag.task("long").priority(9);
            harness.publish(dag);
            FakeWorker worker = harness.worker("worker-" + state, 2);
            long run = harness.trigger(dag, "first");
            harness.settle();
            harness.run(dispatch -> dispatch.taskId().equals("long") ? null : End.failed());
            Map<String, String> before = harness.states(run);
            assertThat(before).containsEntry("long", "queued").containsEntry("a", "failed");

            List<String> listed = affected(commands.run(new Command.PreviewRunMark(dag.dagId(), "first", state)));
            assertThat(harness.states(run)).isEqualTo(before);
            assertThat(harness.runState(run)).isEqualTo("running");
            commands.run(new Command.MarkRun(dag.dagId(), "first", state));

            assertThat(listed)
                    .as("marked %s", state)
                    .isEqualTo(
                            switch (state) {
                                case SUCCESS -> List.of("first/a", "first/b", "first/c", "first/long");
                                case FAILED -> List.of("first/long");
                                default -> List.of("first/a", "first/b", "first/c", "first/long");
                            });
            assertThat(changed(before, harness.states(run))).containsExactlyInAnyOrderElementsOf(listed);
            harness.run(dispatch -> End.success());
            assertThat(worker.running()).isEmpty();
        }
    }

    @Test
    void what_waits_anyway_is_not_listed_where_a_whole_run_would_be_queued_anew() {
        TestDag dag = harness.publish(TestDag.named("waiting").chain("a", "b", "c"));
        harness.worker("waiting-worker", 1);
        long run = harness.trigger(dag, "first");
        harness.run(dispatch -> dispatch.taskId().equals("a") ? End.success() : null);
        assertThat(harness.states(run)).isEqualTo(Map.of("a", "success", "b", "queued", "c", "null"));

        List<String> listed = affected(commands.run(new Command.PreviewRunMark("waiting", "first", RunState.QUEUED)));

        assertThat(listed).containsExactly("first/a", "first/b");
    }

    private static List<String> changed(Map<String, String> before, Map<String, String> after) {
        return after.entrySet().stream()
                .filter(each -> !each.getValue().equals(before.get(each.getKey())))
                .map(each -> "first/" + each.getKey())
                .toList();
    }

    @Test
    void a_mark_that_reaches_a_run_which_waits_to_begin_holds_when_it_begins() {
        TestDag dag = harness.publish(TestDag.named("ahead").chain("a", "b").maxActiveRuns(1));
        FakeWorker worker = harness.worker("ahead-worker", 4);
        long running = harness.trigger(dag, "d1", DAY);
        long waiting = harness.trigger(dag, "d2", DAY.plus(Duration.ofDays(1)));
        harness.settle();

        CommandReply reply = commands.run(new Command.MarkTasks(
                "ahead",
                "d1",
                List.of(new TaskSelector("a", null)),
                new Scope(false, false, false, true),
                TaskState.SUCCESS,
                false,
                null));
        harness.run(dispatch -> End.success());

        assertThat(affected(reply)).containsExactly("d1/a", "d2/a");
        assertThat(harness.runState(running)).isEqualTo("success");
        assertThat(harness.runState(waiting)).isEqualTo("success");
        assertThat(harness.states(waiting)).isEqualTo(Map.of("a", "success", "b", "success"));
        assertThat(worker.received())
                .extracting(dispatch -> dispatch.runId() + "/" + dispatch.taskId())
                .containsExactly("d1/a", "d1/b", "d2/b");
    }

    @Test
    void a_run_keeps_its_version_unless_the_newest_is_asked_for() {
        TestDag old = harness.publish(TestDag.named("versions").chain("a", "b", "gone"));
        FakeWorker worker = harness.worker("versions-worker", 4);
        long run = harness.trigger(old, "first");
        harness.run(dispatch -> End.success());
        TestDag fresh = TestDag.named("versions");
        fresh.chain("a", "b", "added");
        harness.publish(fresh);

        commands.run(clear("versions", "first", "b", ONLY, false, false));
        harness.run(dispatch -> End.success());
        assertThat(harness.states(run)).isEqualTo(Map.of("a", "success", "b", "success", "gone", "success"));
        String oldJar = worker.received().getLast().jarHash();

        assertThat(affected(commands.run(clear("versions", "first", "b", DOWN, true, true))))
                .containsExactly("first/b", "first/added");
        assertThat(harness.states(run)).doesNotContainKey("added");
        commands.run(clear("versions", "first", "b", DOWN, true, false));
        harness.run(dispatch -> End.success());

        assertThat(harness.states(run))
                .isEqualTo(Map.of("a", "success", "b", "success", "added", "success", "gone", "success"));
        assertThat(harness.runState(run)).isEqualTo("success");
        assertThat(worker.received().getLast().taskId()).isEqualTo("added");
        assertThat(worker.received().getLast().jarHash()).isNotEqualTo(oldJar);
    }

    @Test
    void a_run_that_works_is_moved_to_the_newest_version_and_what_works_ends_right() {
        TestDag old = TestDag.named("moving");
        old.task("x");
        old.task("y");
        old.task("gone");
        harness.publish(old);
        FakeWorker worker = harness.worker("moving-worker", 4);
        long run = harness.trigger(old, "first");
        harness.settle();
        worker.read();
        assertThat(worker.running()).hasSize(3);
        TestDag fresh = TestDag.named("moving");
        fresh.task("before");
        fresh.task("x");
        fresh.task("y");
        harness.publish(fresh);

        commands.run(clear("moving", "first", "y", ONLY, true, false));
        harness.run(dispatch -> End.success());

        assertThat(harness.states(run))
                .isEqualTo(Map.of("before", "success", "x", "success", "y", "success", "gone", "removed"));
        assertThat(harness.runState(run)).isEqualTo("success");
        assertThat(harness.usedSlots("default_pool")).isZero();
        assertThat(worker.received().stream().map(Dispatch::taskId).filter("x"::equals))
                .as("x went on where it was")
                .hasSize(1);
    }

    @Test
    void an_unknown_task_is_refused_with_its_name() {
        TestDag dag = harness.publish(TestDag.named("unknown").chain("a"));
        harness.trigger(dag, "first");
        harness.settle();

        CommandReply reply = commands.run(clear("unknown", "first", "trian", ONLY, false, false));

        assertThat(reply)
                .isEqualTo(
                        new CommandReply.Rejected(404, "TASK_NOT_FOUND", "dag 'unknown' has no task or group 'trian'"));
    }

    @Test
    void a_clear_of_more_runs_than_one_command_may_change_is_refused_and_changes_nothing() {
        TestDag dag = harness.publish(TestDag.named("many").chain("a"));
        long last = harness.create(dag, "last", DAY);
        harness.force(last, "success");
        harness.query(db -> db.execute("insert into dag_run (dag_id, run_id, logical_date, run_after, run_type, state, "
                + "version_id, conf, queued_at, triggered_by) "
                + "select dag_id, 'run_' || n, logical_date - n * interval '1 day', run_after, run_type, state, "
                + "version_id, conf, queued_at, triggered_by from dag_run, generate_series(1, 1000) n"));

        CommandReply reply =
                commands.run(clear("many", "last", null, new Scope(false, false, true, false), false, false));

        assertThat(reply).isInstanceOfSatisfying(CommandReply.Rejected.class, refused -> {
            assertThat(refused.code()).isEqualTo("TOO_MANY_RUNS");
            assertThat(refused.message()).contains("'many'").contains("1000 runs");
        });
        assertThat(harness.runState(last)).isEqualTo("success");
    }

    @Test
    void what_runs_while_its_run_moves_to_a_version_with_other_pools_takes_its_slots_there() {
        harness.pool("before", 1);
        harness.pool("after", 1);
        TestDag first = TestDag.named("moved");
        first.task("long").pool("before", 1);
        first.task("other");
        harness.publish(first);
        FakeWorker worker = harness.worker("moved-worker", 4);
        long run = harness.trigger(first, "first");
        harness.run(dispatch -> dispatch.taskId().equals("long") ? null : End.failed());
        TestDag second = TestDag.named("moved");
        second.task("long").pool("after", 2);
        second.task("other").pool("after", 1);
        harness.publish(second);

        commands.run(clear("moved", "first", "other", ONLY, true, false));
        harness.run(dispatch -> null);

        assertThat(harness.usedSlots("before")).isZero();
        assertThat(harness.usedSlots("after"))
                .as("more than there are, so nothing else begins")
                .isEqualTo(2);
        assertThat(worker.running()).extracting(Dispatch::taskId).containsExactly("long");
        harness.run(dispatch -> End.success());
        assertThat(harness.usedSlots("after")).isZero();
        assertThat(harness.runState(run)).isEqualTo("success");
    }

    @Test
    void a_note_comes_to_every_instance_that_is_cleared() {
        TestDag dag = harness.publish(TestDag.named("noted").chain("a", "b"));
        long run = harness.trigger(dag, "first");
        harness.worker("noted-worker", 1);
        harness.run(dispatch -> End.success());

        commands.run(new Command.ClearTasks(
                "noted", "first", List.of(), ONLY, null, null, false, false, true, false, false, "again, it's wrong?"));

        List<String> notes = harness.query(db -> db.select(TASK_INSTANCE.NOTE)
                .from(TASK_INSTANCE)
                .where(TASK_INSTANCE.RUN_NO.eq(run))
                .fetch(TASK_INSTANCE.NOTE));
        assertThat(notes).containsExactly("again, it's wrong?", "again, it's wrong?");
    }

    @Test
    void a_deleted_run_takes_its_logs_with_it_and_one_that_is_not_deleted_keeps_them() {
        TestDag dag = harness.publish(TestDag.named("deleted").chain("a"));
        harness.force(harness.create(dag, "done", null), "success");
        harness.create(dag, "waiting", null);

        assertThat(commands.run(new Command.DeleteRun("deleted", "done"))).isInstanceOf(CommandReply.Done.class);
        assertThat(commands.run(new Command.DeleteRun("deleted", "waiting"))).isInstanceOf(CommandReply.Rejected.class);

        assertThat(commands.logs().runs()).containsExactly("deleted/done");
    }
}
