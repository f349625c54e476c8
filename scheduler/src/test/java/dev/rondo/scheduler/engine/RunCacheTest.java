package dev.rondo.scheduler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.testing.End;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.ManualClock;
import dev.rondo.scheduler.testing.TestDag;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is kept in memory is bounded by what it takes there. */
@ExtendWith(PostgresExtension.class)
class RunCacheTest {

    private static final int MOST = 150;

    private EngineHarness harness;

    @BeforeEach
    void open(TestDatabase database) {
        harness = new EngineHarness(database, new ManualClock("2026-01-01T00:00:00Z"), MOST);
        harness.clean();
    }

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void a_mapped_task_counts_as_often_as_it_has_instances() {
        TestDag dag = TestDag.named("wide").maxActiveTasks(1);
        dag.task("list");
        dag.task("each").after("list").mapOver("list");
        harness.publish(dag);
        harness.trigger(dag, "first");
        harness.trigger(dag, "second");
        harness.settle();
        assertThat(harness.engine().cachedRuns()).isEqualTo(2);
        harness.worker("wide-worker", 2);
        String list = IntStream.range(0, 100).mapToObj(Integer::toString).collect(Collectors.joining(",", "[", "]"));

        harness.run(dispatch -> dispatch.taskId().equals("list") ? End.list(list, 100) : null);

        assertThat(harness.engine().cachedRuns()).as("of 100 instances each").isEqualTo(1);
    }

    @Test
    void results_that_wait_for_a_task_count_too() {
        TestDag dag = TestDag.named("long").chain("talk", "listen");
        dag.task("listen").input("talk");
        harness.publish(dag);
        harness.trigger(dag, "first");
        harness.trigger(dag, "second");
        harness.settle();
        harness.worker("long-worker", 2);

        harness.run(dispatch -> dispatch.taskId().equals("talk") ? End.result("\"" + "x".repeat(20_000) + "\"") : null);

        assertThat(harness.engine().cachedRuns())
                .as("of 20,000 characters each")
                .isEqualTo(1);
    }
}
