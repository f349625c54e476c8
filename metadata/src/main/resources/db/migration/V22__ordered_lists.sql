-- Each order in which runs and instances are listed, of all DAGs: a page is read from one end, not sorted out of all rows.

create index dag_run_by_start on dag_run (start_date, run_no);
create index dag_run_by_end on dag_run (end_date, run_no);
create index dag_run_by_logical_date on dag_run (logical_date, run_no);
create index dag_run_by_state on dag_run (state, run_no);
create index dag_run_by_id on dag_run (run_id, run_no);

-- Written once or twice in a life, and not with each state that an instance passes through.
create index task_instance_by_start on task_instance (start_date, run_no) where start_date is not null;
create index task_instance_by_end on task_instance (end_date, run_no) where end_date is not null;

-- What went wrong, which is asked for most, among all that went well.
create index task_instance_unwell on task_instance (state, start_date, run_no)
    where state in ('failed', 'upstream_failed', 'skipped', 'removed');
