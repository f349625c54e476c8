package dev.rondo.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.e2e.chaos.Watch.Limit;
import dev.rondo.metadata.JdbcSettings;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is looked at while all runs is found when it is exceeded, and not when it is just full. */
@ExtendWith(PostgresExtension.class)
class WatchTest {

    private final JdbcSettings settings;
    private final Database database;

    WatchTest(TestDatabase tables) {
        settings = tables.settings();
        database = Database.open(settings);
    }

    @BeforeEach
    void two_runs_with_a_task_each() {
        database.change("update pool set slots = 2 where name = 'default_pool'");
        database.change("insert into jar values ('h', 1, now())");
        database.change("""
            insert into dag_version (dag_id, version_number, graph_hash, jar_hash, graph, bundle_name, file_name, created_at)
            values ('chain_000', 1, 'g', 'h', '{}', 'b', 'f', now())""");
        database.change("""
            insert into dag (dag_id, version_id, bundle_name, file_name, is_paused, is_active, owners, timezone,
                max_active_runs, max_active_tasks, run_strategy, last_parsed_at, seen_at, created_at)
            select 'chain_000', version_id, 'b', 'f', false, true, '', 'UTC', 2, 1, 'parallel', now(), now(), now()
            from dag_version""");
        run("one");
        run("two");
    }

    @AfterEach
    void empty() {
        database.change("truncate jar, dag_version, dag, dag_run, task_instance, backfill cascade");
        database.close();
    }

    private void run(String id) {
        database.change("""
            insert into dag_run (dag_id, run_id, run_after, run_type, state, version_id, conf, queued_at, triggered_by)
            select 'chain_000', '%s', now(), 'manual', 'running', version_id, '{}', now(), 'cli' from dag_version""".formatted(id));
        task(id, "first");
    }

    private void task(String run, String task) {
        task(run, task, -1);
    }

    private void task(String run, String task, int map) {
        database.change("""
            insert into task_instance (run_no, task_id, map_index, state, pool, pool_slots, priority, queue)
            select run_no, '%s', %d, 'running', 'default_pool', 1, 1, 'default' from dag_run where run_id = '%s'""".formatted(task, map, run));
    }

    private List<String> exceeded() {
        return words(limit -> limit.taken() > limit.allowed());
    }

    private List<String> words(Predicate<Limit> which) {
        return Watch.look(database).stream().filter(which).map(Limit::words).toList();
    }

    @Test
    void what_is_full_is_not_exceeded() {
        assertThat(exceeded()).isEmpty();
        assertThat(words(limit -> limit.taken() == limit.allowed()))
                .containsExactlyInAnyOrder(
                        "slots of pool default_pool: 2 of 2",
                        "running runs chain_000: 2 of 2",
                        "active tasks of a run chain_000: 1 of 1",
                        "active tasks of a run chain_000: 1 of 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"queued", "restarting"})
    void what_is_about_to_run_counts_too(String state) {
        database.change("update task_instance set state = '" + state + "'");
        database.change("update pool set slots = 1 where name = 'default_pool'");

        assertThat(exceeded()).containsExactly("slots of pool default_pool: 2 of 1");
    }

    @Test
    void a_pool() {
        database.change("update pool set slots = 1 where name = 'default_pool'");

        assertThat(exceeded()).containsExactly("slots of pool default_pool: 2 of 1");
    }

    @Test
    void the_runs_of_a_dag() {
        database.change("update dag set max_active_runs = 1");

        assertThat(exceeded()).containsExactly("running runs chain_000: 2 of 1");
    }

    @Test
    void the_runs_of_a_dag_that_has_one_at_a_time() {
        database.change("update dag set run_strategy = 'sequential'");

        assertThat(exceeded()).containsExactly("running runs chain_000: 2 of 1");
    }

    @Test
    void the_runs_of_a_backfill() {
        database.change("""
            insert into backfill (dag_id, from_date, to_date, reprocess, is_backwards, max_active_runs, conf, is_paused,
                created_at, updated_at)
            values ('chain_000', now(), now(), 'none', false, 1, '{}', false, now(), now())""");
        database.change("update dag_run set backfill_id = (select backfill_id from backfill)");

        assertThat(exceeded()).containsExactly("running runs of a backfill chain_000: 2 of 1");
    }

    @Test
    void the_tasks_of_a_run() {
        database.change("update pool set slots = 3 where name = 'default_pool'");
        task("one", "second");

        assertThat(exceeded()).containsExactly("active tasks of a run chain_000: 2 of 1");
    }

    @Test
    void the_elements_of_a_task_in_a_run() {
        database.change("update pool set slots = 9 where name = 'default_pool'");
        database.change("update dag set max_active_tasks = 9");
        database.change("update dag_run set dag_id = 'mapping_001'");
        for (int map = 0; map < 3; map++) {
            task("one", "each", map);
        }

        assertThat(exceeded()).containsExactly("active elements of a task in a run mapping_001: 3 of 2");
    }

    @Test
    void the_instances_of_a_task_of_a_dag() {
        database.change("update dag_run set dag_id = 'catchup_013'");

        assertThat(exceeded()).containsExactly("active instances of a task of a DAG catchup_013: 2 of 1");
    }

    @Test
    void a_watch_that_cannot_look_says_so() {
        Database gone = Database.open(settings);
        gone.close();
        Watch watch = new Watch(gone);
        watch.start();
        watch.close();

        assertThatThrownBy(watch::violations).hasMessage("the limits were not looked at to the end");
    }
}
