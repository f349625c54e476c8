package dev.rondo.scheduler.engine;

import static dev.rondo.metadata.jooq.Tables.TASK_INSTANCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.graph.Limits;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.testing.End;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.TestDag;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class MapLengthTest {

    private static TestDag dag(String dagId) {
        TestDag dag = TestDag.named(dagId).chain("list", "score");
        dag.task("score").mapOver("list");
        return dag;
    }

    @Test
    void a_list_beyond_the_limit_of_the_installation_fails_its_task_and_says_how_to_mend_it(TestDatabase database) {
        try (EngineHarness harness = new EngineHarness(database)) {
            harness.clean();
            harness.limits(Limits.DEFAULTS.withMaxMapLength(2));
            harness.worker("worker", 4);
            TestDag dag = harness.publish(dag("long"));

            long run = harness.trigger(dag, "one");
            harness.run(dispatch -> dispatch.taskId().equals("list") ? End.list("[1,2,3]", 3) : End.success());

            assertThat(harness.states(run)).isEqualTo(Map.of("list", "failed", "score", "upstream_failed"));
            String message = harness.query(db -> db.select(TASK_INSTANCE.MESSAGE)
                    .from(TASK_INSTANCE)
                    .where(TASK_INSTANCE.RUN_NO.eq(run), TASK_INSTANCE.TASK_ID.eq("list"))
                    .fetchSingle(TASK_INSTANCE.MESSAGE));
            assertThat(message)
                    .isEqualTo("it returned a list of 3 elements, and 'score' is mapped over it, which makes at most 2"
                            + " instances; return chunks of the list and map over those, or set RONDO_MAX_MAP_LENGTH of"
                            + " the scheduler");
        }
    }

    @Test
    void a_list_of_exactly_the_limit_is_mapped_over(TestDatabase database) {
        try (EngineHarness harness = new EngineHarness(database)) {
            harness.clean();
            harness.limits(Limits.DEFAULTS.withMaxMapLength(2));
            harness.worker("worker", 4);
            TestDag dag = harness.publish(dag("fits"));

            long run = harness.trigger(dag, "one");
            harness.run(dispatch -> dispatch.taskId().equals("list") ? End.list("[1,2]", 2) : End.success());

            assertThat(harness.runState(run)).isEqualTo("success");
        }
    }
}
