-- What runs and tries did that somebody outside is to be told of: written with the change itself, deleted once told.
-- Nothing is written while nobody is to be told.
create table telemetry (
    telemetry_id bigint generated always as identity primary key,
    receiver     text        not null, -- traces, lineage
    moment       text        not null, -- start, end
    run_no       bigint      not null,
    clear_number int         not null,
    task_id      text, -- null: of the run
    map_index    int         not null,
    try_number   int         not null,
    lost_tries   int         not null,
    state        text        not null,
    reason       text,
    queued_at    timestamptz,
    start_date   timestamptz not null,
    end_date     timestamptz,
    next_at      timestamptz not null -- later: somebody is telling it
);
create index telemetry_waiting on telemetry (receiver, telemetry_id);
