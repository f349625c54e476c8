-- Drops the partitions, of all three tables, below the one before the oldest run. Where there is no run nothing is
-- dropped. Work on runs waits behind a drop that waits for its lock: so it waits for a moment only.
create function drop_unused_partitions() returns int
language plpgsql as $$
declare
    oldest bigint;
    lower_bound bigint;
    parent text;
    dropped int := 0;
begin
    if not pg_try_advisory_xact_lock(hashtext('rondo.ensure_partitions')) then
        return 0;
    end if;
    perform set_config('lock_timeout', '200ms', true);
    select min(run_no) into oldest from dag_run;
    for lower_bound in
        select bounds.lower_bound
        from (
            select substring(pg_get_expr(c.relpartbound, c.oid) from $re$FROM \('?(\d+)'?\)$re$)::bigint as lower_bound,
                lead(substring(pg_get_expr(c.relpartbound, c.oid) from $re$TO \('?(\d+)'?\)$re$)::bigint)
                    over (order by substring(pg_get_expr(c.relpartbound, c.oid) from $re$TO \('?(\d+)'?\)$re$)::bigint)
                    as end_of_next
            from pg_inherits i join pg_class c on c.oid = i.inhrelid
            where i.inhparent = 'task_instance'::regclass) bounds
        where bounds.end_of_next <= oldest
        order by bounds.lower_bound
    loop
        begin
            foreach parent in array array['task_instance', 'task_try', 'xcom'] loop
                execute format('drop table %I', parent || '_p' || lower_bound);
            end loop;
            dropped := dropped + 1;
        exception when lock_not_available then
            return dropped;
        end;
    end loop;
    return dropped;
end
$$;
