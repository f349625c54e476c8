package dev.rondo.metadata.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.metadata.Database;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A server works on while the next release adds columns to its tables: it reads what it has read before. */
@ExtendWith(PostgresExtension.class)
class ColumnsToComeTest {

    private static final List<String> TABLES = List.of("dag", "dag_run", "task_instance", "task_try", "xcom", "worker");

    @Test
    void what_is_read_stays_what_it_is_when_tables_get_columns_that_this_release_does_not_know(TestDatabase mine)
            throws SQLException {
        execute(mine, """
                insert into jar values ('h', 1, now());
                insert into dag_version (dag_id, version_number, graph_hash, jar_hash, graph, bundle_name, file_name, created_at)
                    values ('d', 1, 'g', 'h', '{}', 'b', 'f', now());
                insert into dag_file values ('b', 'f', 'h', 1, now(), now(), 7);
                insert into dag (dag_id, version_id, bundle_name, file_name, is_paused, is_active, owners, timezone,
                        max_active_runs, max_active_tasks, run_strategy, last_parsed_at, seen_at, created_at)
                    values ('d', 1, 'b', 'f', false, true, 'o', 'UTC', 1, 1, 'parallel', now(), now(), now());
                insert into dag_run (dag_id, run_id, run_after, run_type, state, version_id, conf, queued_at, triggered_by)
                    values ('d', 'r', now(), 'manual', 'success', 1, '{}', now(), 'test');
                insert into worker (worker_id, name, scheduler_id, lease_until, slots, memory_bytes, queues, version, state,
                        connected_at)
                    values ('w', 'one', 's', now(), 1, 1, 'q', '1', 'online', now());
                insert into task_instance (run_no, task_id, map_index, state, pool, pool_slots, priority, queue, worker_id)
                    values (1, 't', -1, 'success', 'p', 1, 1, 'q', 'w');
                insert into task_try (run_no, task_id, map_index, try_number, dispatch_id, state, worker_id)
                    values (1, 't', -1, 1, 1, 'failed', 'w');
                insert into xcom (run_no, task_id, map_index, key, value, size_bytes, created_at)
                    values (1, 't', -1, 'k', '1', 1, now());
                """);
        try (Database database = mine.open(1)) {
            List<Function<Database, Object>> reads = List.of(
                    db -> new InstanceQueries(db.transactions())
                            .find("d", "r", "t", -1)
                            .orElseThrow(),
                    db -> new InstanceQueries(db.transactions()).tries(1, "t", -1),
                    db -> new InstanceQueries(db.transactions())
                            .xcom("d", "r", "t", -1, "k")
                            .orElseThrow(),
                    db -> new DagQueries(db.transactions()).find("d").orElseThrow(),
                    db -> new DagQueries(db.transactions())
                            .list(Wanted.ALL, DagQueries.ORDERS.by(List.of()), new Page(10, 0)));
            Set<Object> before = readOften(reads, database);

            for (String table : TABLES) {
                execute(mine, "alter table " + table + " add column next_one text not null default 'other'");
            }

            assertThat(before).hasSameSizeAs(reads);
            assertThat(readOften(reads, database)).isEqualTo(before);
        }
    }

    /** So often that the server keeps the plans of these statements. */
    private static Set<Object> readOften(List<Function<Database, Object>> reads, Database database) {
        return IntStream.range(0, 10)
                .boxed()
                .flatMap(n -> reads.stream().map(read -> read.apply(database)))
                .collect(Collectors.toSet());
    }

    private static void execute(TestDatabase mine, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        mine.settings().url(),
                        mine.settings().user(),
                        mine.settings().password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
