-- Logs of what was deleted: asked for with the deletion, and removed after it, since a bucket takes longer for it than
-- a transaction may last.
create table log_removal (
    log_removal_id bigint      generated always as identity primary key,
    dag_id         text        not null,
    run_id         text, -- null: of all runs of the DAG
    next_at        timestamptz not null default now() -- whoever is at it has until then
);
create index log_removal_next on log_removal (next_at);
