package dev.rondo.scheduler.engine;

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
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The limit of a task over all runs of its DAG, on a real PostgreSQL. */
@ExtendWith(PostgresExtension.class)
class TaskLimitTest {

    private EngineHarness harness;
    private FakeWorker worker;

    @BeforeEach
    void open(TestDatabase database) {
        harness = new EngineHarness(database);
        harness.clean();
        worker = harness.worker("limit-worker", 8);
    }

    @AfterEach
    void close() {
        harness.close();
    }

    /** Two of its runs may be under way, and its only task in one of them. */
    private List<Long> fourRuns() {
        TestDag dag = TestDag.named("limited").from("2025-12-01T00:00:00Z").maxActiveRuns(2);
        dag.task("single").maxActivePerDag(1);
        harness.publish(dag);
        return IntStream.rangeClosed(1, 4)
                .mapToObj(day -> harness.create(dag, "run" + day, Instant.parse("2025-12-0" + day + "T00:00:00Z")))
                .toList();
    }

    private List<String> states(List<Long> runs) {
        return runs.stream().map(run -> harness.states(run).get("single")).toList();
    }

    @Test
    void the_end_of_a_run_makes_room_for_one_instance_and_not_for_one_of_each_run() {
        List<Long> runs = fourRuns();

        harness.run(dispatch -> End.success());

        assertThat(states(runs)).containsOnly("success");
        assertThat(worker.mostAtOnce()).isEqualTo(1);
    }

    @Test
    void a_run_that_is_marked_while_it_runs_makes_room_for_one_instance() {
        List<Long> runs = fourRuns();
        harness.settle();
        assertThat(states(runs).subList(0, 2)).containsExactly("queued", "scheduled");

        new Commands(harness).run(new Command.MarkRun("limited", "run1", RunState.FAILED));
        harness.settle();

        assertThat(states(runs).subList(0, 3)).containsExactly("skipped", "queued", "scheduled");
    }
}
