package dev.rondo.scheduler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.protocol.Dispatch;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.testing.CountedStatements;
import dev.rondo.scheduler.testing.CountedStatements.Asked;
import dev.rondo.scheduler.testing.End;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.FakeWorker;
import dev.rondo.scheduler.testing.TestDag;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A task that is mapped over ten thousand elements, on a real PostgreSQL. */
@ExtendWith(PostgresExtension.class)
class MappedTenThousandTest {

    private static final int MANY = 10_000;

    private EngineHarness harness;
    private CountedStatements counted;

    @BeforeEach
    void open(TestDatabase database) throws SQLException {
        harness = new EngineHarness(database);
        harness.clean();
        counted = new CountedStatements(database.settings());
        harness.through(counted.transactions());
    }

    @AfterEach
    void close() throws SQLException {
        counted.close();
        harness.close();
    }

    private static String ones(int length) {
        return "[" + String.join(",", Collections.nCopies(length, "1")) + "]";
    }

    private static End end(Dispatch dispatch, int length) {
        return switch (dispatch.taskId()) {
            case "list" -> End.list(ones(length), length);
            case "score" -> End.result("1");
            default -> End.success();
        };
    }

    /** A run that has made its list, with two of its elements at a worker of two slots. */
    private long mapped(String dagId, int length) {
        TestDag dag = TestDag.named(dagId).chain("list").maxActiveTasks(2 * MANY);
        dag.task("score").mapOver("list");
        dag.task("sum").input("score");
        harness.publish(dag);
        harness.worker("first", 2);
        long run = harness.trigger(dag, "one");
        harness.run(dispatch -> dispatch.taskId().equals("list") ? end(dispatch, length) : null);
        return run;
    }

    /** What it takes that one of the two ends and another follows it. */
    private Asked oneEnds(String dagId, int length) {
        long run = mapped(dagId, length);
        FakeWorker worker = harness.workers().getLast();
        assertThat(worker.running()).extracting(Dispatch::taskId).containsExactly("score", "score");

        Asked asked = counted.by(() -> {
            worker.finish(worker.running().getFirst().dispatchId(), End.result("1"));
            harness.settle();
        });

        worker.read();
        assertThat(worker.running()).extracting(Dispatch::taskId).containsExactly("score", "score");
        assertThat(harness.states(run)).hasSize(length + 2);
        harness.clean();
        harness.forget();
        return asked;
    }

    @Test
    void a_completion_asks_as_much_of_the_database_among_ten_thousand_as_among_ten() {
        Asked amongTen = oneEnds("ten", 10);
        Asked amongMany = oneEnds("many", MANY);

        assertThat(amongMany).isEqualTo(amongTen);
        assertThat(amongTen.statements()).isPositive();
    }

    @Test
    void all_of_them_succeed_in_few_statements_and_the_task_after_them_gets_every_result() {
        long run = mapped("all", MANY);
        FakeWorker worker = harness.worker("wide", 2_000);

        Asked asked = counted.by(() -> harness.run(dispatch -> end(dispatch, MANY)));

        assertThat(harness.runState(run)).isEqualTo("success");
        assertThat(harness.states(run)).hasSize(MANY + 2);
        assertThat(harness.states(run).values()).containsOnly("success");
        assertThat(harness.workers().stream()
                        .flatMap(each -> each.received().stream())
                        .filter(dispatch -> dispatch.taskId().equals("sum"))
                        .map(Dispatch::inputs))
                .containsExactly(List.of(ones(MANY)));
        assertThat(worker.received()).hasSizeGreaterThan(MANY / 2);
        assertThat(asked.statements()).as("statements for 10,000 completions").isLessThan(MANY / 10);
    }
}
