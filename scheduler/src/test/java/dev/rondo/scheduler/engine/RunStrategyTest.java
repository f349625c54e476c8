package dev.rondo.scheduler.engine;

import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.command.Command;
import dev.rondo.core.state.RunState;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.testing.Commands;
import dev.rondo.scheduler.testing.End;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.FakeWorker;
import dev.rondo.scheduler.testing.TestDag;
import dev.rondo.sdk.RunStrategy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What happens when runs of a DAG overlap, on a real PostgreSQL. */
@ExtendWith(PostgresExtension.class)
class RunStrategyTest {

    private EngineHarness harness;
    private FakeWorker worker;

    @BeforeEach
    void open(TestDatabase database) {
        harness = new EngineHarness(database);
        harness.clean();
        worker = harness.worker("strategy-worker", 8);
    }

    @AfterEach
    void close() {
        harness.close();
    }

    private TestDag dag(RunStrategy strategy) {
        return harness.publish(TestDag.named("overlapping")
                .chain("a", "b")
                .from("2025-12-01T00:00:00Z")
                .strategy(strategy)
                .maxActiveRuns(3));
    }

    /** Five runs, of the first to the fifth of December, all due. */
    private List<Long> fiveRuns(TestDag dag) {
        return IntStream.rangeClosed(1, 5)
                .mapToObj(day -> harness.create(dag, "run" + day, Instant.parse("2025-12-0" + day + "T00:00:00Z")))
                .toList();
    }

    /** Three runs, of Saturday, Sunday and Monday, which a calendar moves to Monday's moment. */
    private List<Long> movedToOneMoment(TestDag dag) {
        Instant monday = Instant.parse("2025-12-08T00:00:00Z");
        return IntStream.rangeClosed(6, 8)
                .mapToObj(day ->
                        harness.create(dag, "run" + day, Instant.parse("2025-12-0" + day + "T00:00:00Z"), monday))
                .toList();
    }

    private List<String> states(List<Long> runs) {
        return runs.stream().map(harness::runState).toList();
    }

    @Test
    void in_parallel_as_many_run_at_once_as_the_dag_allows() {
        List<Long> runs = fiveRuns(dag(RunStrategy.PARALLEL));

        harness.settle();
        assertThat(states(runs)).containsExactly("running", "running", "running", "queued", "queued");
        harness.run(dispatch -> End.success());

        assertThat(states(runs)).containsOnly("success");
        assertThat(worker.mostAtOnce()).isEqualTo(3);
    }

    @Test
    void a_run_that_was_superseded_is_no_run_before() {
        TestDag dag = TestDag.named("overlapping").from("2025-12-01T00:00:00Z").strategy(RunStrategy.LATEST_ONLY);
        dag.task("a").dependsOnPast().ignoreFirstDependsOnPast(false);
        harness.publish(dag);
        long first = harness.trigger(dag, "run0", Instant.parse("2025-11-30T00:00:00Z"));
        harness.settle();
        List<Long> runs = fiveRuns(dag);

        harness.run(dispatch -> End.success());

        assertThat(harness.runState(first)).isEqualTo("success");
        assertThat(states(runs)).containsExactly("failed", "failed", "failed", "failed", "success");
    }

    @Test
    void one_after_another_goes_by_date_and_past_a_failure() {
        List<Long> runs = fiveRuns(dag(RunStrategy.SEQUENTIAL));
        List<String> order = new ArrayList<>();

        harness.settle();
        assertThat(states(runs)).containsExactly("running", "queued", "queued", "queued", "queued");
        harness.run(dispatch -> {
            order.add(dispatch.runId() + dispatch.taskId());
            return dispatch.runId().equals("run2") ? End.failed() : End.success();
        });

        assertThat(states(runs)).containsExactly("success", "failed", "success", "success", "success");
        assertThat(order)
                .containsExactly("run1a", "run1b", "run2a", "run3a", "run3b", "run4a", "run4b", "run5a", "run5b");
        assertThat(worker.mostAtOnce()).isEqualTo(1);
    }

    @Test
    void stopping_at_a_failure_it_goes_on_when_the_failed_run_is_marked_or_cleared() {
        TestDag dag = dag(RunStrategy.SEQUENTIAL_UNTIL_FAILURE);
        List<Long> runs = fiveRuns(dag);
        Commands commands = new Commands(harness);

        harness.run(dispatch -> dispatch.runId().equals("run2") ? End.failed() : End.success());
        assertThat(states(runs)).containsExactly("success", "failed", "queued", "queued", "queued");

        commands.run(new Command.MarkRun("overlapping", "run2", RunState.SUCCESS));
        harness.run(dispatch -> dispatch.runId().equals("run4") ? End.failed() : End.success());
        assertThat(states(runs)).containsExactly("success", "success", "success", "failed", "queued");

        commands.run(new Command.ClearTasks(
                "overlapping",
                "run4",
                List.of(),
                new Command.Scope(false, false, false, false),
                null,
                null,
                true,
                false,
                true,
                false,
                false,
                null));
        harness.run(dispatch -> End.success());
        assertThat(states(runs)).containsOnly("success");
    }

    @Test
    void of_those_that_wait_only_the_newest_starts_and_the_others_are_superseded() {
        List<Long> runs = fiveRuns(dag(RunStrategy.LATEST_ONLY));
        List<String> started = new ArrayList<>();

        harness.run(dispatch -> {
            started.add(dispatch.runId() + dispatch.taskId());
            return End.success();
        });

        assertThat(started).containsExactly("run5a", "run5b");
        assertThat(states(runs)).containsExactly("failed", "failed", "failed", "failed", "success");
        Set<String> reasons = harness.query(db -> db.select(DAG_RUN.REASON)
                .from(DAG_RUN)
                .where(DAG_RUN.STATE.eq("failed"))
                .fetchSet(DAG_RUN.REASON));
        assertThat(reasons).containsExactly("superseded");
    }

    @Test
    void of_runs_that_are_moved_to_one_moment_the_last_one_supersedes_the_others() {
        List<Long> runs = movedToOneMoment(dag(RunStrategy.LATEST_ONLY));

        harness.run(dispatch -> End.success());

        assertThat(states(runs)).containsExactly("failed", "failed", "success");
    }

    @Test
    void of_runs_that_are_moved_to_one_moment_one_that_failed_holds_those_after_it() {
        List<Long> runs = movedToOneMoment(dag(RunStrategy.SEQUENTIAL_UNTIL_FAILURE));

        harness.run(dispatch -> dispatch.runId().equals("run7") ? End.failed() : End.success());

        assertThat(states(runs)).containsExactly("success", "failed", "queued");
    }

    @Test
    void a_run_that_is_under_way_is_never_superseded() {
        TestDag dag = dag(RunStrategy.LATEST_ONLY);
        long first = harness.create(dag, "run1", Instant.parse("2025-12-01T00:00:00Z"));
        harness.settle();
        assertThat(harness.runState(first)).isEqualTo("running");

        long second = harness.create(dag, "run2", Instant.parse("2025-12-02T00:00:00Z"));
        long third = harness.create(dag, "run3", Instant.parse("2025-12-03T00:00:00Z"));
        harness.run(dispatch -> End.success());

        assertThat(states(List.of(first, second, third))).containsExactly("success", "failed", "success");
    }
}
