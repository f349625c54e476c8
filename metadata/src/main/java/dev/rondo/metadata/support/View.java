package dev.rondo.metadata.support;

import java.util.Locale;

/**
 * A look at the tables that helps to find out what happened. None shows what may be secret: no values of variables and
 * connections, no XComs, no {@code conf}, no rendered fields, no bodies of requests, no hashes of passwords.
 */
public enum View {
    /** Steps of the schema that were taken. */
    SCHEMA("select installed_rank, version, description, installed_on, success from flyway_schema_history"
            + " order by installed_rank"),

    /** The processes of the last week, and when each was last heard of. */
    JOBS("select *, now() - latest_heartbeat as silent_for from job"
            + " where latest_heartbeat > now() - interval '7 days' order by latest_heartbeat desc"),

    /** Workers and what is left of their leases. */
    WORKERS("select *, lease_until - now() as lease_left from worker"
            + " where lease_until > now() - interval '7 days' order by lease_until desc"),

    RUNS_BY_STATE("select state, count(*) as runs, min(run_after) as first, max(run_after) as last from dag_run"
            + " where queued_at > now() - interval '7 days' or state in ('queued', 'running') group by state"),

    /** Runs that are not over, the oldest first. */
    OPEN_RUNS("select r.run_no, r.dag_id, r.run_id, r.run_after, r.run_type, r.state, r.reason, r.queued_at,"
            + " r.start_date, r.timeout_at, r.triggered_by, r.clear_number, r.row_version, v.version_number, v.jar_hash"
            + " from dag_run r join dag_version v on v.version_id = r.version_id"
            + " where r.state in ('queued', 'running') order by r.run_after, r.run_no"),

    /** Instances of runs that are not over. */
    OPEN_INSTANCES(
            "select i.run_no, r.dag_id, r.run_id, i.task_id, i.map_index, i.state, i.try_number, i.max_tries, i.lost_tries,"
                    + " i.dispatch_id, i.worker_id, i.pool, i.pool_slots, i.priority, i.queue, i.scheduled_at, i.queued_at,"
                    + " i.start_date, i.end_date, i.next_at, i.reason, i.message, i.exit_code"
                    + " from task_instance i join dag_run r on r.run_no = i.run_no"
                    + " where r.state in ('queued', 'running') order by i.run_no, i.task_id, i.map_index"),

    /** Executions of the last runs that began. */
    LAST_TRIES("select t.run_no, r.dag_id, t.task_id, t.map_index, t.try_number, t.dispatch_id, t.state, t.worker_id,"
            + " t.queued_at, t.start_date, t.end_date, t.reason, t.message, t.exit_code"
            + " from task_try t join dag_run r on r.run_no = t.run_no"
            + " where t.run_no > (select max(run_no) - 500 from dag_run) order by t.run_no desc, t.queued_at desc"),

    /** What people, tokens and tasks asked for, and whether it was done. */
    COMMANDS(
            "select command_id, actor, source, kind, dag_id, run_id, task_id, created_at, claimed_by, claimed_at, done_at,"
                    + " status from command order by command_id desc"),

    /** What must still happen after commits. */
    OUTBOX("select outbox_id, run_no, task_id, map_index, try_number, kind, created_at, next_at, attempts, dispatch_id"
            + " from outbox where done_at is null order by next_at"),

    POOLS("select * from pool order by name"),

    DAGS(
            "select dag_id, version_id, planned_version_id, bundle_name, file_name, is_paused, is_active, has_import_errors,"
                    + " timetable_summary, timezone, next_run_after, last_parsed_at, seen_at from dag order by dag_id"),

    IMPORT_ERRORS("select * from import_error"),

    /** What the sessions of PostgreSQL do, and who waits for whom. */
    SESSIONS("select pid, application_name, state, wait_event_type, wait_event, backend_start, xact_start, query_start,"
            + " now() - xact_start as transaction_for, pg_blocking_pids(pid) as blocked_by, query"
            + " from pg_stat_activity where datname = current_database() order by xact_start nulls last"),

    /** Locks that are waited for. */
    LOCKS_WAITED_FOR("select pid, locktype, relation::regclass::text as relation, mode, waitstart from pg_locks"
            + " where not granted"),

    /** Rows, dead rows and sizes of the tables. */
    TABLES("select relname, n_live_tup, n_dead_tup, n_tup_ins, n_tup_upd, n_tup_hot_upd, n_tup_del, seq_scan, idx_scan,"
            + " last_autovacuum, last_autoanalyze, pg_total_relation_size(relid) as bytes"
            + " from pg_stat_user_tables order by bytes desc"),

    DATABASE("select version() as version, pg_database_size(current_database()) as bytes, s.* from pg_stat_database s"
            + " where s.datname = current_database()"),

    /** Settings of PostgreSQL that differ from its defaults. */
    POSTGRESQL_SETTINGS("select name, setting, unit, source from pg_settings where source <> 'default'"
            + " and name !~ 'conninfo|passphrase|password' order by name"),

    /** The statements that took most, where PostgreSQL counts them ({@code pg_stat_statements}). */
    SLOW_STATEMENTS("select calls, total_exec_time, mean_exec_time, max_exec_time, rows, query from pg_stat_statements"
            + " order by total_exec_time desc");

    private final String sql;

    View(String sql) {
        this.sql = sql;
    }

    String sql() {
        return sql;
    }

    /** As a name of a file, such as {@code open-runs}. */
    public String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
