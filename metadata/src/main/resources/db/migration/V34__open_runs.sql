-- Runs of all DAGs that are open, or in a state, for those who ask for all of them. Who asks for the runs of one DAG must
-- not be answered from these: by what the planner knows of a quiet night hardly a run is open, and when 10,000 DAGs are due
-- then, the next run of each is looked for among those of all. So they take a condition that only the former state:
-- run_no > 0.
create index if not exists dag_run_open_all on dag_run (run_after, run_no)
    where state in ('queued', 'running') and run_no > 0;
create index if not exists dag_run_in_state on dag_run (state, run_no) where run_no > 0;
drop index dag_run_open;
drop index dag_run_by_state;
