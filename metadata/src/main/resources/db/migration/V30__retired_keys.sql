-- Keys that were taken out of the keys of secrets, by the id that a sealed text names. Nothing is sealed with one: it
-- would not open.
create table retired_key (
    key_id     bigint      primary key,
    retired_at timestamptz not null default now()
);

-- Refuses texts that a retired key has sealed, in the columns that it is given. A text says which key that was in its
-- first five bytes: a one, and the id. Who sealed before the key was retired, and stores after it, is told to seal anew.
-- In a database that is filled from an export everything is as it was there.
create function refuse_retired_keys() returns trigger language plpgsql as $$
declare
    place text;
    first text;
    key   bigint;
begin
    if current_setting('rondo.copying', true) = 'on' then
        return new;
    end if;
    foreach place in array tg_argv loop
        if tg_op = 'UPDATE' and to_jsonb(new) ->> place is not distinct from to_jsonb(old) ->> place then
            continue;
        end if;
        for first in
            select distinct m[1] from regexp_matches(to_jsonb(new) ->> place, 'sealed:1:(A[Q-Za-f][A-Za-z0-9+/]{6})', 'g') m
        loop
            key := ('x' || substr(encode(decode(first, 'base64'), 'hex'), 3, 8))::bit(32)::bigint;
            if exists (select from retired_key where key_id = key) then
                raise exception 'the key % is retired, and nothing is sealed with it any more', key
                    using errcode = 'RK001', hint = 'seal it anew, with the key that seals now';
            end if;
        end loop;
    end loop;
    return new;
end
$$;
create trigger variable_unsealable before insert or update of value on variable
    for each row when (new.value like 'sealed:1:%') execute function refuse_retired_keys('value');
create trigger connection_unsealable before insert or update of password, extra on connection
    for each row when (new.password like 'sealed:1:%' or new.extra like 'sealed:1:%')
    execute function refuse_retired_keys('password', 'extra');
create trigger command_unsealable before insert or update of body on command
    for each row when (new.kind in ('SetVariable', 'SetConnection', 'TestConnection') and new.body like '%sealed:1:%')
    execute function refuse_retired_keys('body');
create trigger secret_setting_unsealable before insert or update of value on secret_setting
    for each row when (new.name = 'secret-keys') execute function refuse_retired_keys('value');

-- Waits until nobody has stored a sealed text that is not committed, and lets nobody store one until the end of the
-- transaction: who asks then whether a key is needed misses nothing. Whoever stores one locks its tables in this order.
create function hold_sealed_texts() returns void language plpgsql as $$
begin
    lock table variable, connection, command, secret_setting in share mode;
end
$$;
