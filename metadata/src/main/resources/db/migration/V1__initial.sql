-- The first schema of Rondo. States and kinds are text (expand, then contract). Instants are timestamptz, microseconds.
-- Everything that belongs to a run is keyed by run_no first and range-partitioned on it: a partition is dropped when
-- all its runs have ended and expired.

create sequence dispatch_id_seq as bigint increment by 1000; -- each scheduler draws blocks of 1000

-- DAGs ------------------------------------------------------------------------------------------------------------

create table jar (
    hash       text primary key, -- SHA-256, lower case hex; the bytes are in the store under this name
    size_bytes bigint      not null,
    created_at timestamptz not null
);

create table dag_version (
    version_id     bigint generated always as identity primary key,
    dag_id         text        not null,
    version_number int         not null,
    graph_hash     text        not null,
    jar_hash       text        not null references jar,
    graph          text        not null, -- canonical JSON with its format version
    bundle_name    text        not null,
    file_name      text        not null,
    created_at     timestamptz not null,
    unique (dag_id, version_number)
);

create table dag (
    dag_id                   text primary key,
    version_id               bigint      not null references dag_version,
    planned_version_id       bigint, -- whose schedule next_… below was worked out from; another or null: to be done anew
    bundle_name              text        not null,
    file_name                text        not null,
    is_paused                boolean     not null,
    is_active                boolean     not null, -- false: its file is gone or no longer defines it
    description              text,
    owners                   text        not null,
    timetable_summary        text,
    timezone                 text        not null,
    max_active_runs          int         not null,
    max_active_tasks         int         not null,
    run_strategy             text        not null,
    has_import_errors        boolean     not null default false, -- its newest file failed, an older version is in force
    next_logical_date        timestamptz,
    next_data_interval_start timestamptz,
    next_data_interval_end   timestamptz,
    next_run_after           timestamptz,
    last_parsed_at           timestamptz not null,
    seen_at                  timestamptz not null, -- when the file that brought this version was first seen
    created_at               timestamptz not null
);
create index dag_due on dag (next_run_after) where is_active and not is_paused;
create index dag_by_file on dag (bundle_name, file_name);

create table dag_tag (
    dag_id text not null references dag on delete cascade,
    name   text not null,
    primary key (dag_id, name)
);
create index dag_tag_by_name on dag_tag (name);

create table dag_file (
    bundle_name    text        not null,
    file_name      text        not null,
    hash           text, -- null until it was read once
    size_bytes     bigint      not null,
    seen_at        timestamptz not null,
    parsed_at      timestamptz,
    parse_millis   bigint,
    primary key (bundle_name, file_name)
);

create table import_error (
    import_error_id bigint generated always as identity primary key,
    bundle_name     text        not null,
    file_name       text        not null,
    hash            text,
    created_at      timestamptz not null,
    code            text        not null,
    message         text        not null,
    dag_class       text,
    line            int,
    stack_trace     text        not null,
    problems        text        not null, -- JSON array: code, dag, task, message of every problem
    unique (bundle_name, file_name)
);

-- Runs ------------------------------------------------------------------------------------------------------------

create table backfill (
    backfill_id     bigint generated always as identity primary key,
    dag_id          text        not null,
    from_date       timestamptz not null,
    to_date         timestamptz not null,
    reprocess       text        not null,
    is_backwards    boolean     not null,
    max_active_runs int         not null,
    conf            text        not null,
    is_paused       boolean     not null,
    created_at      timestamptz not null,
    completed_at    timestamptz,
    updated_at      timestamptz not null,
    triggered_by    text
);
create unique index backfill_active on backfill (dag_id) where completed_at is null;

create table dag_run (
    run_no              bigint generated always as identity primary key,
    dag_id              text        not null,
    run_id              text        not null,
    logical_date        timestamptz,
    data_interval_start timestamptz,
    data_interval_end   timestamptz,
    run_after           timestamptz not null,
    run_type            text        not null,
    state               text        not null,
    reason              text,
    version_id          bigint      not null references dag_version,
    conf                text        not null,
    queued_at           timestamptz not null,
    start_date          timestamptz,
    end_date            timestamptz,
    timeout_at          timestamptz, -- while running: when the run's own timeout comes
    triggered_by        text        not null, -- scheduler, rest_api, cli, ui, operator, backfill, asset
    triggering_user     text,
    note                text,
    backfill_id         bigint references backfill,
    backfill_ordinal    int,
    clear_number        int         not null default 0,
    row_version         bigint      not null default 0, -- rises with every change to the run or its children
    unique (dag_id, run_id),
    unique (dag_id, logical_date)
) with (fillfactor = 80);
create index dag_run_open on dag_run (run_after, run_no) where state in ('queued', 'running');
create index dag_run_of_dag on dag_run (dag_id, run_after desc, run_no desc);
create index dag_run_active on dag_run (dag_id, state, run_after, run_no) where state in ('queued', 'running');
create index dag_run_timeout on dag_run (timeout_at) where state = 'running' and timeout_at is not null;
create index dag_run_of_backfill on dag_run (backfill_id, backfill_ordinal) where backfill_id is not null;

create table task_instance (
    run_no          bigint not null,
    task_id         text   not null,
    map_index       int    not null,
    state           text, -- null: nothing decided yet
    try_number      int    not null default 0,
    max_tries       int    not null default 0,
    lost_tries      int    not null default 0,
    dispatch_id     bigint not null default 0,
    worker_id       text,
    pool            text   not null,
    pool_slots      int    not null,
    priority        int    not null, -- effective weight
    queue           text   not null,
    scheduled_at    timestamptz,
    queued_at       timestamptz,
    start_date      timestamptz,
    end_date        timestamptz,
    next_at         timestamptz, -- retry, look or deadline
    first_look_at   timestamptz,
    look_state      text,
    result_length   int    not null default -2, -- of the list or map it returned; -1: another value; -2: nothing
    followed        text, -- of a branch or short circuit: ids of the tasks below that go on, comma-separated
    reason          text, -- stable code of why it is in this state
    message         text, -- one line for people
    exit_code       int,
    map_name        text,
    rendered        text, -- rendered template fields, masked, JSON
    note            text,
    primary key (run_no, task_id, map_index)
) partition by range (run_no);
create index task_instance_scheduled on task_instance (pool, priority desc, run_no) where state = 'scheduled';
create index task_instance_due on task_instance (next_at)
    where state in ('up_for_retry', 'up_for_reschedule', 'deferred');
create index task_instance_held on task_instance (worker_id) where state in ('queued', 'running', 'restarting');

-- Earlier tries of an instance: written when the next try begins or the instance is cleared.
create table task_try (
    run_no      bigint not null,
    task_id     text   not null,
    map_index   int    not null,
    try_number  int    not null,
    dispatch_id bigint not null,
    state       text,
    worker_id   text,
    queued_at   timestamptz,
    start_date  timestamptz,
    end_date    timestamptz,
    reason      text,
    message     text,
    exit_code   int,
    rendered    text,
    primary key (run_no, task_id, map_index, try_number, dispatch_id)
) partition by range (run_no);

create table xcom (
    run_no      bigint      not null,
    task_id     text        not null,
    map_index   int         not null,
    key         text        not null,
    value       text, -- JSON; null when it is in the store
    blob_hash   text,
    type_name   text,
    size_bytes  bigint      not null,
    created_at  timestamptz not null,
    primary key (run_no, task_id, map_index, key)
) partition by range (run_no);

-- What must happen after a commit: callbacks and, later, notifications. Done at least once, each with its key.
create table outbox (
    outbox_id       bigint generated always as identity primary key,
    idempotency_key text        not null unique,
    run_no          bigint      not null,
    task_id         text, -- null: of the DAG
    map_index       int         not null,
    try_number      int         not null,
    kind            text        not null,
    created_at      timestamptz not null,
    next_at         timestamptz not null,
    attempts        int         not null default 0,
    dispatch_id     bigint      not null default 0,
    done_at         timestamptz,
    outcome         text
);
create index outbox_due on outbox (next_at) where done_at is null;
create index outbox_held on outbox (dispatch_id) where done_at is null and dispatch_id > 0;

-- 100,000 runs a partition; the scheduler adds further ones well ahead.
create table task_instance_p0 partition of task_instance for values from (0) to (100000) with (fillfactor = 70);
create table task_try_p0 partition of task_try for values from (0) to (100000);
create table xcom_p0 partition of xcom for values from (0) to (100000);

-- Limits ----------------------------------------------------------------------------------------------------------

create table pool (
    name             text primary key,
    slots            int     not null, -- -1: unlimited
    used_slots       int     not null default 0, -- taken by queued and running instances (deferred too, where it says so)
    description      text,
    include_deferred boolean not null default false
);
insert into pool (name, slots, description) values ('default_pool', 128, 'Default pool');

-- Processes -------------------------------------------------------------------------------------------------------

create table job (
    job_id           text primary key,
    kind             text        not null, -- scheduler, dag-processor, webserver, worker
    hostname         text        not null,
    pid              bigint      not null,
    url              text, -- where its execution API answers, for schedulers
    version          text        not null,
    started_at       timestamptz not null,
    latest_heartbeat timestamptz not null,
    ended_at         timestamptz
);
create index job_live on job (kind, latest_heartbeat desc);

create table worker (
    worker_id    text primary key,
    name         text        not null,
    scheduler_id text        not null, -- whose stream it is on
    lease_until  timestamptz not null, -- database time
    slots        int         not null,
    memory_bytes bigint      not null,
    queues       text        not null, -- comma-separated
    version      text        not null,
    state        text        not null, -- online, draining, gone
    connected_at timestamptz not null
);
create index worker_lease on worker (lease_until) where state <> 'gone';

-- Doors -----------------------------------------------------------------------------------------------------------

-- What the webserver asks of the scheduler; the row is also the audit record.
create table command (
    command_id      bigint generated always as identity primary key,
    idempotency_key text        not null unique,
    actor           text        not null,
    source          text        not null, -- rest_api, ui, cli, task
    remote_address  text,
    kind            text        not null,
    dag_id          text,
    run_id          text,
    task_id         text,
    body            text        not null, -- JSON
    created_at      timestamptz not null,
    claimed_by      text,
    claimed_at      timestamptz,
    done_at         timestamptz,
    status          int, -- as an HTTP status
    reply           text -- JSON
);
create index command_open on command (command_id) where done_at is null;
create index command_by_dag on command (dag_id, command_id desc);

create table app_user (
    username      text primary key,
    password_hash text        not null,
    role          text        not null,
    created_at    timestamptz not null,
    disabled_at   timestamptz
);

create table access_token (
    token_hash text primary key, -- SHA-256 of the token
    username   text        not null references app_user on delete cascade,
    created_at timestamptz not null,
    expires_at timestamptz not null
);
create index access_token_expiry on access_token (expires_at);

create table variable (
    key         text primary key,
    value       text not null,
    description text
);

create table secret_setting ( -- secrets of the installation itself, such as what workers sign in with
    name  text primary key,
    value text not null
);
