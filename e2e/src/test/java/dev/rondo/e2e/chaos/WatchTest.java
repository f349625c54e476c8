package dev.rondo.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is looked at while all runs is found when it is exceeded, and not when it is just full. */
@ExtendWith(PostgresExtension.class)
class WatchTest {

    private final Database database;

    WatchTest(TestDatabase tables) {
        database = Database.open(tables.settings());
    }

    @BeforeEach
    void two_runs_with_a_task_each() {
        database.change("update pool set slots = 2 where name = 'default_pool'");
        database.change("insert into jar values ('h', 1, now())");
        database.change("""
                insert into dag_version (dag_id, version_number, graph_hash, jar_hash, graph, bundle_name, file_name, created_at)
                values ('d', 1, 'g', 'h', '{}', 'b', 'f', now())""");
        database.change("""
                insert into dag (dag_id, version_id, bundle_name, file_name, is_paused, is_active, owners, timezone,
                    max_active_runs, max_active_tasks, run_strategy, last_parsed_at, seen_at, created_at)
                select 'd', version_id, 'b', 'f', false, true, '', 'UTC', 2, 1, 'parallel', now(), now(), now()
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
                select 'd', '%s', now(), 'manual', 'running', version_id, '{}', now(), 'cli' from dag_version""".formatted(id));
        task(id, "first");
    }

    private void task(String run, String task) {
        database.change("""
                insert into task_instance (run_no, task_id, map_index, state, pool, pool_slots, priority, queue)
                select run_no, '%s', -1, 'running', 'default_pool', 1, 1, 'default' from dag_run where run_id = '%s'""".formatted(task, run));
    }

    @Test
    void what_is_full_is_not_exceeded() {
        assertThat(Watch.look(database)).isEmpty();
    }

    @Test
    void a_pool() {
        database.change("update pool set slots = 1 where name = 'default_pool'");

        assertThat(Watch.look(database)).containsExactly("pool default_pool of 1 slots has 2 taken");
    }

    @Test
    void the_runs_of_a_dag() {
        database.change("update dag set max_active_runs = 1");

        assertThat(Watch.look(database)).containsExactly("dag d (parallel, max_active_runs 1) has 2 runs running");
    }

    @Test
    void the_runs_of_a_dag_that_has_one_at_a_time() {
        database.change("update dag set run_strategy = 'sequential'");

        assertThat(Watch.look(database)).containsExactly("dag d (sequential, max_active_runs 2) has 2 runs running");
    }

    @Test
    void the_runs_of_a_backfill() {
        database.change("""
                insert into backfill (dag_id, from_date, to_date, reprocess, is_backwards, max_active_runs, conf, is_paused,
                    created_at, updated_at)
                values ('d', now(), now(), 'none', false, 1, '{}', false, now(), now())""");
        database.change("update dag_run set backfill_id = (select backfill_id from backfill)");

        assertThat(Watch.look(database)).containsExactly("backfill of d has 2 runs running");
    }

    @Test
    void the_tasks_of_a_run() {
        database.change("update pool set slots = 3 where name = 'default_pool'");
        task("one", "second");

        assertThat(Watch.look(database)).containsExactly("run one of d has 2 tasks active");
    }
}
