-- How systems outside are reached. Password and extra are sealed, and so are the values of variables from here on.
create table connection (
    connection_id text primary key,
    conn_type     text not null,
    description   text,
    host          text,
    login         text,
    schema        text,
    port          int,
    password      text, -- sealed
    extra         text  -- sealed; a JSON object
);

create table dag_favorite (
    username text not null references app_user on delete cascade,
    dag_id   text not null references dag on delete cascade,
    primary key (username, dag_id)
);

-- Until now commands carried the values of variables as they are. Who repeats one of those requests is told that its
-- key was used for another change.
update command
set body = jsonb_set(body::jsonb, '{value}', '"***"')::text
where kind = 'SetVariable'
  and done_at is not null
  and jsonb_typeof(body::jsonb -> 'value') = 'string';
