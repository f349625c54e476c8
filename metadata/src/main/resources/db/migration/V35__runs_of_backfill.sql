-- All runs of a backfill, in no order: with their order this index could also tell whose turn it is, and by the planner's
-- figures it was then as good as dag_run_in_places, which leaves out those that are over. After 100,000 runs each end of
-- one went past all that had ended before it.
create index if not exists dag_run_all_of_backfill on dag_run (backfill_id) where backfill_id is not null;
drop index dag_run_of_backfill;
