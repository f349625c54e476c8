-- Backfills of some tasks of their DAG: ids, comma-separated; null: all. Of a run it is what its backfill said last.
alter table backfill add column only_tasks text;
alter table dag_run add column only_tasks text;
