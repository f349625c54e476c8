-- Stretches of time that a timetable class is asked for, so that they can be backfilled: asked by a scheduler, told by the
-- DAG processor, which alone runs the class. One per DAG; the next question takes the place of the last.

create table asked_stretch (
    dag_id     text        primary key references dag on delete cascade,
    version_id bigint      not null references dag_version, -- whose class is asked
    first_date timestamptz not null,
    last_date  timestamptz not null,
    asked_at   timestamptz not null,
    told_at    timestamptz, -- null: not yet
    complete   boolean     not null default false, -- false: there are more runs than were told of
    problem    text        -- why the class could not tell
);

create table told_run (
    dag_id              text        not null references asked_stretch on delete cascade,
    logical_date        timestamptz not null,
    data_interval_start timestamptz not null,
    data_interval_end   timestamptz not null,
    run_after           timestamptz not null,
    primary key (dag_id, logical_date)
);
