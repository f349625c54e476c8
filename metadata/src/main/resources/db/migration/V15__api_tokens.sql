-- Tokens of the API for scripts. What a sign-in gives is in access_token.

create table api_token (
    api_token_id bigint      generated always as identity primary key,
    token_hash   text        not null unique, -- SHA-256 of the token
    username     text        not null references app_user on delete cascade,
    name         text        not null,
    role         text        not null, -- at most this, whatever the user's is
    is_read_only boolean     not null,
    dag_ids      text[]      not null, -- it and tags empty: every DAG
    tags         text[]      not null,
    created_at   timestamptz not null,
    expires_at   timestamptz not null,
    last_used_at timestamptz, -- to a minute
    revoked_at   timestamptz
);
create unique index api_token_name on api_token (username, name) where revoked_at is null;
create index api_token_expiry on api_token (expires_at);

-- By which token a command was asked for; null: by a sign-in, or by a task.
alter table command add column token_name text;
