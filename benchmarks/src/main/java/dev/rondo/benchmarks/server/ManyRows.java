package dev.rondo.benchmarks.server;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/**
 * Tables as they are after years: DAGs, runs that have ended and their instances, made by a few statements. All are
 * copies of one DAG that is there, under names of their own; a tenth of the runs failed by their last task.
 */
final class ManyRows {

    private static final int RUNS_A_PARTITION = 100_000;

    private ManyRows() {}

    /**
     * Adds them. Nothing is to be done with any of them: the DAGs are paused.
     *
     * @param before how many DAGs were added before
     * @param apart from one run of a DAG to its next; the first is of the beginning of 2025
     */
    static void add(
            Connection connection, String dagId, int before, int dags, int runsEach, Duration apart, int tasksEach)
            throws SQLException {
        long runs = (long) (before + dags) * runsEach;
        String added = "dag_id like 'many\\_%%' and dag_id > 'many_%05d'".formatted(before);
        for (String statement : List.of(
                "select ensure_partitions(%d, %d)".formatted(runs + RUNS_A_PARTITION, RUNS_A_PARTITION),
                versions(dagId, before, dags),
                dags(dagId, added),
                "insert into dag_tag (dag_id, name) select dag_id, 'team_' || right(dag_id, 2) from dag where " + added,
                runs(runsEach, apart, added),
                instances(tasksEach, added),
                "vacuum (analyze) dag, dag_tag, dag_version, dag_run, task_instance")) {
            try (Statement run = connection.createStatement()) {
                run.execute(statement);
            }
        }
    }

    private static String versions(String dagId, int before, int dags) {
        return """
                insert into dag_version (dag_id, version_number, graph_hash, jar_hash, graph, bundle_name, file_name, created_at)
                select 'many_' || lpad(n::text, 5, '0'), 1, graph_hash, jar_hash,
                    replace(graph, '"%1$s"', '"many_' || lpad(n::text, 5, '0') || '"'), bundle_name, file_name, created_at
                from dag_version, generate_series(%2$d, %3$d) n where dag_id = '%1$s' and version_number = 1
                """.formatted(dagId, before + 1, before + dags);
    }

    /** Every column of the one that is there, whatever columns there are, but for the name and the version. */
    private static String dags(String dagId, String added) {
        return """
                insert into dag select (jsonb_populate_record(d, jsonb_build_object(
                    'dag_id', v.dag_id, 'version_id', v.version_id, 'is_paused', true))).*
                from dag d, dag_version v where d.dag_id = '%s' and v.%s
                """.formatted(dagId, added.replace(" dag_id", " v.dag_id"));
    }

    private static String runs(int runsEach, Duration apart, String added) {
        return """
                insert into dag_run (dag_id, run_id, logical_date, data_interval_start, data_interval_end, run_after, run_type,
                    state, version_id, conf, queued_at, start_date, end_date, triggered_by)
                select v.dag_id, 'scheduled__' || to_char(at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), at, at, at + apart,
                    at + apart, 'scheduled', case when (n + v.version_id) %% 10 = 0 then 'failed' else 'success' end,
                    v.version_id, '{}', at + apart, at + apart + interval '1 second',
                    at + apart + (10 + n %% 50) * interval '1 second', 'scheduler'
                from generate_series(1, %d) n
                cross join (select interval '%d seconds' as apart) distance
                cross join lateral (select timestamptz '2025-01-01 00:00Z' + n * apart as at) moment
                cross join dag_version v where %s
                order by n, v.dag_id
                """.formatted(runsEach, apart.toSeconds(), added);
    }

    private static String instances(int tasksEach, String added) {
        return """
                insert into task_instance (run_no, task_id, map_index, state, try_number, dispatch_id, worker_id, pool,
                    pool_slots, priority, queue, scheduled_at, queued_at, start_date, end_date)
                select run_no, 't' || lpad((n - 1)::text, 3, '0'), -1, case when state = 'failed' and n = %1$d then 'failed' else 'success' end, 1, 1,
                    'worker', 'default_pool', 1, 1, 'default', start_date, start_date,
                    start_date + n * interval '100 milliseconds', start_date + n * interval '150 milliseconds'
                from dag_run cross join generate_series(1, %1$d) n where %2$s
                """.formatted(tasksEach, added);
    }
}
