-- The runs of a DAG in the order of their numbers, which lists of its runs and of its instances have by default: a page
-- reads its own runs, and not all that the DAG ever had.
create index if not exists dag_run_in_dag on dag_run (dag_id, run_no);

-- The newest run of each of thousands of DAGs, told from the index alone. Who wants the old one gets its name.
create index if not exists dag_run_newest on dag_run (dag_id, run_after desc, run_no desc) include (state, start_date, end_date);
drop index dag_run_of_dag;
alter index dag_run_newest rename to dag_run_of_dag;
