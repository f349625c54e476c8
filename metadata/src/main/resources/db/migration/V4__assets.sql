-- Assets: data that tasks update and DAGs wait for.

create table asset (
    asset_id   bigint generated always as identity primary key,
    name       text        not null unique,
    uri        text        not null,
    group_name text        not null,
    extra      text        not null, -- JSON object
    created_at timestamptz not null,
    updated_at timestamptz not null
);

create table asset_alias (
    alias_id   bigint generated always as identity primary key,
    name       text not null unique,
    group_name text not null
);

-- Which DAGs in force name which assets and aliases, and as what.
create table dag_asset (
    dag_id     text        not null references dag on delete cascade,
    role       text        not null, -- schedule, outlet, inlet
    task_id    text        not null, -- empty for the schedule
    kind       text        not null, -- asset, alias
    name       text        not null,
    created_at timestamptz not null,
    primary key (dag_id, role, task_id, kind, name)
);
create index dag_asset_by_name on dag_asset (name, kind, role);

create table asset_event (
    event_id         bigint primary key, -- of the sequence below
    asset_id         bigint      not null references asset,
    extra            text        not null, -- JSON object
    at               timestamptz not null,
    source_dag_id    text, -- null: posted
    source_task_id   text,
    source_run_id    text,
    source_map_index int         not null default -1,
    posted_by        text
);
create sequence asset_event_id_seq as bigint;
create index asset_event_of_asset on asset_event (asset_id, event_id desc);
create index asset_event_by_source on asset_event (source_dag_id, source_run_id) where source_dag_id is not null;

create table asset_event_alias (
    alias    text   not null,
    event_id bigint not null references asset_event on delete cascade,
    primary key (alias, event_id)
);
create index asset_event_alias_by_event on asset_event_alias (event_id);

-- Events that a DAG scheduled by assets has not had a run for. Those that are queued count towards its expression: of
-- each leaf the first that came while the DAG was not paused; the others go with them into the run.
create table asset_pending (
    dag_id    text        not null references dag on delete cascade,
    kind      text        not null,
    name      text        not null,
    event_id  bigint      not null references asset_event on delete cascade,
    at        timestamptz not null,
    is_queued boolean     not null,
    primary key (dag_id, kind, name, event_id)
);
create index asset_pending_queued on asset_pending (dag_id) where is_queued;

-- What a run was made for.
create table dag_run_asset_event (
    run_no   bigint not null,
    event_id bigint not null references asset_event on delete cascade,
    primary key (run_no, event_id)
);
create index dag_run_asset_event_by_event on dag_run_asset_event (event_id);

alter table dag add column asset_expression text; -- JSON; null: not scheduled by assets
