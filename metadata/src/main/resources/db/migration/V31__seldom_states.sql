-- What went wrong in the order of its runs, which a list without an order has, with all that names an instance: of those
-- DAGs that somebody may read no row of another is looked at.
create index if not exists task_instance_unwell_in_order on task_instance (state, run_no, task_id, map_index)
    where state in ('failed', 'upstream_failed', 'skipped', 'removed');

-- What nothing is decided of yet, among all that is over: written once, with the instance.
create index if not exists task_instance_undecided on task_instance (run_no, task_id, map_index) where state is null;
