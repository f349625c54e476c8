package dev.rondo.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.e2e.chaos.Lives.Which;
import dev.rondo.e2e.chaos.Tables.Assets;
import dev.rondo.e2e.chaos.Tables.DagLimits;
import dev.rondo.e2e.chaos.Tables.Moments;
import dev.rondo.e2e.chaos.Tables.Row;
import dev.rondo.e2e.chaos.Tables.Slots;
import dev.rondo.e2e.chaos.Task.Share;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What is lost between the source of the DAGs and the tables is missed. */
class AsWrittenTest {

    private static final long SEED = 5;
    private static final String CHAIN = Kind.CHAIN.dag(0);
    private static final String RANDOM = Kind.RANDOM.dag(1);

    private final Map<String, Map<String, Task>> dags = new HashMap<>();
    private final Map<String, DagLimits> limits = new HashMap<>();
    private final Map<Which, Row> rows = new HashMap<>();

    AsWrittenTest() {
        for (String dag : Kind.allDags()) {
            dags.put(dag, new HashMap<>(Written.tasks(dag, SEED)));
            limits.put(dag, Written.limits(dag));
        }
        // Below it are three of weight one.
        row("t1", new Slots("narrow", 1, 4));
    }

    private void row(String task, Slots slots) {
        Which key = new Which(CHAIN, "r", task, -1);
        Moments never = new Moments(Tables.NEVER, Tables.NEVER, Tables.NEVER, Tables.NEVER);
        rows.put(key, new Row(key, "success", 1, 0, "", slots, never, List.of()));
    }

    private void change(String dag, String task, UnaryOperator<Task> change) {
        var _ = Objects.requireNonNull(dags.get(dag)).computeIfPresent(task, (id, was) -> change.apply(was));
    }

    private List<String> violations() {
        Tables tables = new Tables(
                List.of(),
                rows,
                dags,
                limits,
                Map.of(),
                new Assets(List.of(), List.of(), List.of()),
                List.of(),
                Map.of());
        return AsWritten.violations(tables, Kind.allDags(), SEED);
    }

    private void assertFound(String rule) {
        assertThat(violations()).singleElement().asString().startsWith(rule + ":");
    }

    @Test
    void all_as_it_is_written() {
        assertThat(violations()).isEmpty();
    }

    @Test
    void a_dag_that_is_not_there() {
        dags.remove(RANDOM);
        limits.remove(RANDOM);

        assertFound("each DAG is there");
    }

    @Test
    void an_edge_that_is_lost() {
        change(CHAIN, "t3", task -> task.after(Set.of()));

        assertFound("a task is stored as it is written");
    }

    @Test
    void a_task_that_is_lost() {
        Objects.requireNonNull(dags.get(RANDOM)).remove("t0");

        assertFound("a task is stored as it is written");
    }

    @Test
    void a_retry_a_rule_a_limit_and_a_pool_that_are_lost() {
        change(CHAIN, "t1", task -> task.retried(1));
        change(CHAIN, "t2", task -> task.under("all_done"));
        change(CHAIN, "t3", task -> task.atOnce(1, 1));
        change(CHAIN, "t4", task -> task.taking(Share.USUAL));

        assertThat(violations())
                .hasSize(4)
                .allSatisfy(found -> assertThat(found).startsWith("a task is stored as it is written:"));
    }

    @Test
    void a_limit_of_a_dag_that_is_lost() {
        limits.put(Kind.CATCHUP.dag(0), new DagLimits(16, 3, "parallel"));

        assertFound("a DAG has the limits that are written");
    }

    @Test
    void an_instance_that_takes_or_weighs_something_else() {
        row("t1", new Slots("narrow", 2, 4));
        assertFound("an instance takes and weighs what is written");

        row("t1", new Slots("narrow", 1, 5));
        assertFound("an instance takes and weighs what is written");

        row("t1", new Slots("wide", 1, 4));
        assertFound("an instance takes and weighs what is written");
    }
}
