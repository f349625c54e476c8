package dev.rondo.e2e.chaos;

import java.util.ArrayList;
import java.util.List;

/** Rules of assets and of delays, in plain SQL over what is in the tables when all is over. */
final class RulesInSql {

    private static final String EVENTS = """
            select 'a success updates its asset once, nothing else does: ' || r.dag_id || ' ' || r.run_id || ' '
                || i.state || ', ' || count(e.event_id) || ' events'
            from dag_run r join task_instance i on i.run_no = r.run_no
            left join asset_event e on e.source_dag_id = r.dag_id and e.source_run_id = r.run_id
                and e.source_task_id = i.task_id
            where r.dag_id like 'producer%' and i.task_id = 'make'
            group by r.run_no, r.dag_id, r.run_id, i.state
            having count(e.event_id) <> case when i.state = 'success' then 1 else 0 end""";

    private static final String CONSUMED = """
            select 'each update goes into one run of the dag that follows: ' || a.name || ' event ' || e.event_id
                || ' is in ' || count(x.run_no)
            from asset_event e join asset a on a.asset_id = e.asset_id
            left join dag_run_asset_event x on x.event_id = e.event_id
            group by e.event_id, a.name having count(x.run_no) <> 1""";

    private static final String RUNS = """
            select 'a run that follows has an update of its own asset: ' || r.dag_id || ' ' || r.run_id
            from dag_run r where r.dag_id like 'consumer%' and not exists (
                select 1 from dag_run_asset_event x join asset_event e on e.event_id = x.event_id
                join asset a on a.asset_id = e.asset_id
                where x.run_no = r.run_no
                    and a.name = 'asset_' || (substring(r.dag_id from '[0-9]+$')::int - 1))""";

    // By the wall clock, as delays are meant; it may be set while they pass, which the bodies' clock does not know.
    private static final String DELAYS = """
            select 'a retry waits for its delay: ' || r.dag_id || ' ' || r.run_id || ' ' || i.task_id || ' try '
                || i.try_number || ' queued ' || i.queued_at || ', the last one ended ' || t.end_date
            from dag_run r join task_instance i on i.run_no = r.run_no
            join task_try t on t.run_no = i.run_no and t.task_id = i.task_id and t.map_index = i.map_index
                and t.try_number = i.try_number - 1 and t.reason = 'exception'
            where r.dag_id like 'retries%' and i.queued_at < t.end_date + interval '300 milliseconds'""";

    private final Database database;

    RulesInSql(Database database) {
        this.database = database;
    }

    List<String> violations() {
        List<String> found = new ArrayList<>(database.texts(EVENTS));
        found.addAll(database.texts(CONSUMED));
        found.addAll(database.texts(RUNS));
        found.addAll(database.texts(DELAYS));
        return found;
    }
}
