-- What users may for a DAG, or for the DAGs that have a tag, beside the role that they have for all.

create table user_grant (
    username   text        not null references app_user on delete cascade,
    kind       text        not null, -- dag, tag
    name       text        not null, -- of the DAG, which need not be there, or of the tag
    role       text        not null, -- viewer, user, op
    created_at timestamptz not null,
    primary key (username, kind, name)
);
