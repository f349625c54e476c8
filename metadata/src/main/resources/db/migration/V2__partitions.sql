-- Makes partitions until those of all three tables reach `ahead` runs beyond the newest run. Of several schedulers that
-- call it at once one works and the others find nothing to do. A partition is made beside its table and then attached:
-- that needs no lock which the work on runs would wait for.
create function ensure_partitions(ahead bigint, runs_each bigint) returns int
language plpgsql as $$
declare
    newest bigint;
    upper_bound bigint;
    parent text;
    child text;
    made int := 0;
begin
    perform pg_advisory_xact_lock(hashtext('rondo.ensure_partitions'));
    select coalesce(max(run_no), 0) into newest from dag_run;
    loop
        select max(substring(pg_get_expr(c.relpartbound, c.oid) from $re$TO \('?(\d+)'?\)$re$)::bigint)
            into upper_bound
            from pg_inherits i join pg_class c on c.oid = i.inhrelid
            where i.inhparent = 'task_instance'::regclass;
        exit when upper_bound > newest + ahead;
        foreach parent in array array['task_instance', 'task_try', 'xcom'] loop
            child := parent || '_p' || upper_bound;
            execute format('create table %I (like %I including all)', child, parent);
            if parent = 'task_instance' then
                execute format('alter table %I set (fillfactor = 70)', child);
            end if;
            execute format('alter table %I attach partition %I for values from (%s) to (%s)',
                parent, child, upper_bound, upper_bound + runs_each);
        end loop;
        made := made + 1;
    end loop;
    return made;
end
$$;
