-- By when runs and their tasks are to have succeeded. The rules are those of a version of a DAG; a row for each is made
-- with the run, and again when a finished run is cleared. What is met is deleted.
create table deadline_rule (
    version_id bigint not null references dag_version on delete cascade,
    task_id    text   not null, -- empty: of the run as a whole
    name       text   not null,
    spec       text   not null, -- JSON, as in the graph
    timezone   text   not null, -- of the DAG
    primary key (version_id, task_id, name)
);

create table deadline (
    run_no       bigint      not null references dag_run on delete cascade,
    task_id      text        not null, -- empty: of the run as a whole
    name         text        not null,
    clear_number int         not null, -- of the run when it was made
    due_at       timestamptz not null,
    has_callback boolean     not null,
    missed_at    timestamptz, -- when that was noticed
    primary key (run_no, task_id, name, clear_number)
);
create index deadline_open on deadline (due_at) where missed_at is null;
