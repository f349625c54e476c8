-- Which places of a DAG and of its backfills are taken, and whose turn it is in a backfill: asked with each end of a run.
create index if not exists dag_run_in_places on dag_run (dag_id, backfill_id, state, backfill_ordinal)
    where state in ('queued', 'running');
