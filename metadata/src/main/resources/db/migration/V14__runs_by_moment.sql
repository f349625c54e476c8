-- The newest runs of all DAGs, and those of a day, without sorting every run there ever was.

create index dag_run_by_moment on dag_run (run_after, run_no);
