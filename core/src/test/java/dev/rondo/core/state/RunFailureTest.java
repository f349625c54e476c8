package dev.rondo.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.dagrun.RunType;
import dev.rondo.core.graph.TestDag;
import dev.rondo.sdk.TriggerRule;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RunFailureTest {

    /** What is told with the reason that the machine gave the run last. */
    private static String message(TestRun run) {
        String reason = null;
        for (Decision decision : run.takeDecisions()) {
            if (decision instanceof Decision.RunChanged changed) {
                reason = changed.reason();
            }
        }
        return RunFailure.message(run.graph(), run.model(), reason);
    }

    @Test
    void names_the_tasks_that_failed_and_not_those_that_came_after_them() {
        TestDag dag = TestDag.named("d").chain("read", "train", "report").chain("read", "check");
        TestRun run = TestRun.started(dag.graph()).succeed("read").fail("train").fail("check");

        assertThat(message(run)).isEqualTo("tasks failed: train, check");
    }

    @Test
    void names_a_teardown_only_where_it_fails_the_run() {
        assertThat(message(torndown(false))).isEqualTo("tasks failed: work");
        assertThat(message(torndown(true))).isEqualTo("tasks failed: work, down");
    }

    private static TestRun torndown(boolean failsRun) {
        TestDag dag = TestDag.named("d").chain("up", "work", "down");
        dag.task("up").setup();
        TestDag.TestTask down = dag.task("down").teardownOf(List.of("up"));
        if (failsRun) {
            down.teardownFailsRun();
        }
        return TestRun.started(dag.graph()).succeed("up").fail("work").fail("down");
    }

    @Test
    void names_ten_of_many() {
        TestDag dag = TestDag.named("d");
        List<String> ids = IntStream.range(10, 23).mapToObj(i -> "t" + i).toList();
        ids.forEach(dag::task);
        TestRun run = TestRun.started(dag.graph());
        ids.forEach(run::fail);

        assertThat(message(run)).isEqualTo("tasks failed: t10, t11, t12, t13, t14, t15, t16, t17, t18, t19 and 3 more");
    }

    @Test
    void names_what_waits_for_ever() {
        TestDag dag = TestDag.named("d").chain("a", "c");
        dag.task("c").rule(TriggerRule.ALL_SKIPPED);
        dag.edge("b", "c");
        RunModel model = RunModel.builder(
                        dag.graph(), RunFacts.dated(RunType.SCHEDULED, TestRun.START), RunState.QUEUED, null)
                .add(Instance.fresh(0, -1, 0).withState(TaskState.SKIPPED))
                .add(Instance.fresh(1, -1, 0))
                .add(Instance.fresh(2, -1, 0).withState(TaskState.REMOVED))
                .build();

        assertThat(message(TestRun.of(model).start())).isEqualTo("deadlock: nothing can start these tasks any more: c");
    }

    @Test
    void tells_of_a_timeout_and_of_a_person() {
        TestDag dag = TestDag.named("d").dagrunTimeout(Duration.ofMinutes(90)).chain("a", "b");

        assertThat(message(TestRun.started(dag.graph()).on(new RunEvent.RunTimedOut())))
                .isEqualTo("timeout: it took longer than 1h30m");
        assertThat(message(TestRun.started(dag.graph()).on(new RunEvent.RunMarked(RunState.FAILED))))
                .isEqualTo("marked failed by hand");
    }

    @Test
    void tells_nothing_of_a_run_that_goes_on_again() {
        TestRun run =
                TestRun.started(TestDag.named("d").chain("a").graph()).fail("a").clear("a");

        assertThat(RunFailure.message(run.graph(), run.model(), "task_failed:a"))
                .isEmpty();
    }
}
