-- Runs that failed without having begun, as those of a cancelled backfill: a task that depends on the past and is new to its
-- DAG asks whether one of them would have had it, in each batch, beside thousands that have begun.

create index dag_run_unbegun on dag_run (dag_id, logical_date) where state = 'failed' and start_date is null;
