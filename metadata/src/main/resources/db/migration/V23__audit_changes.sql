-- What each change made of what there was: JSON objects of the fields that differ. Null before: it was made; null after:
-- it was deleted; both null: nothing was changed, or nothing is told of it. Secrets stand there as ***.
alter table command add column before_change text;
alter table command add column after_change text;

-- The record is only ever added to. An open command is claimed and answered, one that was withdrawn may be asked for
-- again, and what is sealed is sealed anew by another key; retention says that it is that before it deletes.
create function keep_command() returns trigger language plpgsql as $$
begin
    if current_setting('rondo.retention', true) = 'on' then
        return case tg_op when 'DELETE' then old else new end;
    end if;
    if tg_op = 'DELETE' then
        raise exception 'the audit record is kept: command % is not deleted', old.command_id
            using errcode = 'restrict_violation', hint = 'rondo db clean deletes what is older than its retention';
    end if;
    if (new.command_id, new.idempotency_key, new.actor, new.source, new.remote_address, new.token_name, new.kind,
            new.dag_id, new.run_id, new.task_id, new.created_at)
        is distinct from (old.command_id, old.idempotency_key, old.actor, old.source, old.remote_address, old.token_name,
            old.kind, old.dag_id, old.run_id, old.task_id, old.created_at)
        or old.done_at is not null
            and not (old.status = 503 and old.claimed_by is null)
            and (new.claimed_by, new.claimed_at, new.done_at, new.status, new.reply, new.before_change, new.after_change)
                is distinct from (old.claimed_by, old.claimed_at, old.done_at, old.status, old.reply, old.before_change,
                    old.after_change)
        or old.done_at is not null and new.body <> old.body and old.body not like '%sealed:1:%'
    then
        raise exception 'the audit record is kept: command % is not changed', old.command_id
            using errcode = 'restrict_violation';
    end if;
    return new;
end
$$;
create trigger command_kept before update or delete on command for each row execute function keep_command();

create function keep_commands() returns trigger language plpgsql as $$
begin
    if current_setting('rondo.retention', true) is distinct from 'on' then
        raise exception 'the audit record is kept: it is not truncated' using errcode = 'restrict_violation';
    end if;
    return null;
end
$$;
create trigger commands_kept before truncate on command for each statement execute function keep_commands();
