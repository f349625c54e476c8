-- Runs that timetable classes of DAG jars told of. The scheduler loads no user code and goes by these.

create table stored_run (
    dag_id              text        not null references dag on delete cascade,
    logical_date        timestamptz not null,
    data_interval_start timestamptz not null,
    data_interval_end   timestamptz not null,
    run_after           timestamptz not null,
    primary key (dag_id, logical_date)
);

alter table dag add column stored_runs_end boolean; -- whether none follows the last one; null: no timetable class
alter table dag add column renew_at timestamptz; -- when its file is to be read anew, so that runs are stored ahead
create index dag_renewal on dag (bundle_name, renew_at) where renew_at is not null;
