-- Finished runs that a backfill does again: chosen with it, in one transaction, and taken over some at a time, in its
-- order. A row goes when its run is one of the backfill, or is left to whoever took it up meanwhile.
create table backfill_take_over (
    run_no      bigint primary key references dag_run on delete cascade,
    backfill_id bigint not null references backfill,
    ordinal     int    not null,
    version_id  bigint references dag_version -- the run is moved to; null: it keeps its own
);
create index backfill_take_over_next on backfill_take_over (backfill_id, ordinal);
