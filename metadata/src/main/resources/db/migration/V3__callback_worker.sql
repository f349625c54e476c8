-- Who has a callback that is under way: when the lease of that worker is over, another one gets it.
alter table outbox add column worker_id text;
