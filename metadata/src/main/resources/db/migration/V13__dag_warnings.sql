-- What the author of a DAG should know and may ignore, as found in the version in force.

create table dag_warning (
    dag_warning_id bigint      generated always as identity primary key,
    dag_id         text        not null references dag on delete cascade,
    code           text        not null,
    message        text        not null,
    created_at     timestamptz not null -- when it was first found
);
create index dag_warning_of_dag on dag_warning (dag_id);
