package dev.rondo.e2e.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rondo.e2e.chaos.Lives.Which;
import dev.rondo.e2e.chaos.Tables.Assets;
import dev.rondo.e2e.chaos.Tables.DagLimits;
import dev.rondo.e2e.chaos.Tables.DeadlineRow;
import dev.rondo.e2e.chaos.Tables.Event;
import dev.rondo.e2e.chaos.Tables.Interval;
import dev.rondo.e2e.chaos.Tables.Moments;
import dev.rondo.e2e.chaos.Tables.Row;
import dev.rondo.e2e.chaos.Tables.RunRow;
import dev.rondo.e2e.chaos.Tables.Slots;
import dev.rondo.e2e.chaos.Tables.TryRow;
import dev.rondo.e2e.chaos.Tables.Use;
import dev.rondo.e2e.chaos.Task.AtOnce;
import dev.rondo.e2e.chaos.Task.Role;
import dev.rondo.e2e.chaos.Task.Share;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the tables in plain SQL. */
final class StoryReader {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String RUNS = """
        select dag_id, run_id, state, coalesce(reason, ''),
            coalesce(to_char(logical_date at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI'), ''),
            data_interval_start, data_interval_end, run_after, queued_at, start_date, end_date
        from dag_run order by run_no""";

    private static final String INSTANCES = """
        select r.dag_id, r.run_id, i.task_id, i.map_index, coalesce(i.state, 'none'), i.try_number, i.lost_tries,
            coalesce(i.reason, ''), i.pool, i.pool_slots, i.priority,
            i.scheduled_at, i.queued_at, i.start_date, i.end_date
        from task_instance i join dag_run r on r.run_no = i.run_no""";

    private static final String TRIES = """
        select r.dag_id, r.run_id, t.task_id, t.map_index, t.try_number, coalesce(t.reason, ''), coalesce(w.name, ''),
            w.connected_at, t.queued_at, t.start_date, t.end_date
        from task_try t join dag_run r on r.run_no = t.run_no left join worker w on w.worker_id = t.worker_id
        order by t.try_number, t.dispatch_id""";

    private static final String EVENTS = """
        select e.event_id, coalesce(e.source_dag_id, ''), coalesce(e.source_run_id, ''), coalesce(e.source_task_id, ''),
            a.name, coalesce((select string_agg(x.alias, ',') from asset_event_alias x where x.event_id = e.event_id), ''),
            e.at
        from asset_event e join asset a on a.asset_id = e.asset_id""";

    private static final String USES = """
        select x.event_id, r.dag_id, r.run_id from dag_run_asset_event x join dag_run r on r.run_no = x.run_no""";

    private static final String DEADLINES = """
        select r.dag_id, r.run_id, ltrim(d.task_id || ' ' || d.name), d.due_at, d.missed_at is not null, coalesce(
            (select coalesce(o.outcome, 'open') from outbox o where o.run_no = d.run_no
                and o.kind = 'deadline-' || d.name and coalesce(o.task_id, '') = d.task_id), '')
        from deadline d join dag_run r on r.run_no = d.run_no""";

    private static final String TRIGGERED = """
        select r.dag_id, r.run_id, x.task_id, x.map_index, x.value
        from xcom x join dag_run r on r.run_no = x.run_no where x.key = 'trigger_run_id'""";

    private final Database database;

    StoryReader(Database database) {
        this.database = database;
    }

    Tables tables() {
        return new Tables(
                database.list(RUNS, StoryReader::run),
                instances(),
                dags(),
                limits(),
                pools(),
                assets(),
                deadlines(),
                triggered());
    }

    private static RunRow run(ResultSet row) throws SQLException {
        return new RunRow(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                new Interval(moment(row, 6), moment(row, 7)),
                moments(row, 8));
    }

    private static Moments moments(ResultSet row, int first) throws SQLException {
        return new Moments(moment(row, first), moment(row, first + 1), moment(row, first + 2), moment(row, first + 3));
    }

    private static Instant moment(ResultSet row, int column) throws SQLException {
        OffsetDateTime moment = row.getObject(column, OffsetDateTime.class);
        return moment == null ? Tables.NEVER : moment.toInstant();
    }

    private static Which which(ResultSet row) throws SQLException {
        return new Which(row.getString(1), Which.clean(row.getString(2)), row.getString(3), row.getInt(4));
    }

    private Map<Which, Row> instances() {
        Map<Which, List<TryRow>> tries = new HashMap<>();
        database.list(
                        TRIES,
                        row -> Map.entry(
                                which(row),
                                new TryRow(
                                        row.getInt(5),
                                        row.getString(6),
                                        row.getString(7),
                                        moment(row, 8),
                                        moment(row, 9),
                                        moment(row, 10),
                                        moment(row, 11))))
                .forEach(entry -> tries.computeIfAbsent(entry.getKey(), k -> new ArrayList<>())
                        .add(entry.getValue()));
        Map<Which, Row> instances = new HashMap<>();
        database.list(INSTANCES, row -> {
                    Which key = which(row);
                    return new Row(
                            key,
                            row.getString(5),
                            row.getInt(6),
                            row.getInt(7),
                            row.getString(8),
                            new Slots(row.getString(9), row.getInt(10), row.getInt(11)),
                            moments(row, 12),
                            tries.getOrDefault(key, List.of()));
                })
                .forEach(row -> instances.put(row.key(), row));
        return instances;
    }

    private Map<String, Integer> pools() {
        Map<String, Integer> pools = new HashMap<>();
        database.list("select name, slots from pool", row -> Map.entry(row.getString(1), row.getInt(2)))
                .forEach(entry -> pools.put(entry.getKey(), entry.getValue()));
        return pools;
    }

    private Assets assets() {
        List<Event> events = database.list(EVENTS, row -> {
            Set<String> names = new HashSet<>(List.of(row.getString(6).split(",")));
            names.remove("");
            names.add(row.getString(5));
            return new Event(
                    row.getLong(1), row.getString(2), row.getString(3), row.getString(4), names, moment(row, 7));
        });
        List<Use> uses = database.list(USES, row -> new Use(row.getLong(1), row.getString(2), row.getString(3)));
        List<Use> pending = database.list(
                "select event_id, dag_id from asset_pending", row -> new Use(row.getLong(1), row.getString(2), ""));
        return new Assets(events, uses, pending);
    }

    private List<DeadlineRow> deadlines() {
        return database.list(
                DEADLINES,
                row -> new DeadlineRow(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        moment(row, 4),
                        row.getBoolean(5),
                        row.getString(6)));
    }

    private Map<Which, String> triggered() {
        Map<Which, String> triggered = new HashMap<>();
        database.list(
                        TRIGGERED,
                        row -> Map.entry(which(row), json(row.getString(5)).asText()))
                .forEach(entry -> triggered.put(entry.getKey(), entry.getValue()));
        return triggered;
    }

    // Graphs ------------------------------------------------------------------------------------------------------

    private Map<String, Map<String, Task>> dags() {
        Map<String, Map<String, Task>> dags = new HashMap<>();
        for (String graph : database.texts("select graph from dag_version")) {
            JsonNode dag = json(graph);
            Map<String, Task> tasks = new HashMap<>();
            for (JsonNode node : dag.path("tasks")) {
                Task task = task(
                        node, dag.path("optionSets").path(node.path("options").asInt()));
                tasks.put(task.id(), task);
            }
            dags.put(dag.path("id").asText(), tasks);
        }
        return dags;
    }

    private Map<String, DagLimits> limits() {
        Map<String, DagLimits> limits = new HashMap<>();
        database.list(
                        "select dag_id, max_active_runs, max_active_tasks, run_strategy from dag",
                        row -> Map.entry(
                                row.getString(1), new DagLimits(row.getInt(2), row.getInt(3), row.getString(4))))
                .forEach(entry -> limits.put(entry.getKey(), entry.getValue()));
        return limits;
    }

    static Task task(JsonNode task, JsonNode options) {
        Set<String> upstream = new HashSet<>();
        task.path("upstream").forEach(id -> upstream.add(id.asText()));
        Role role =
                task.path("setup").asBoolean() ? Role.SETUP : task.has("teardownOf") ? Role.TEARDOWN : Role.ORDINARY;
        return new Task(
                task.path("id").asText(),
                upstream,
                options.path("triggerRule").asText(),
                options.path("retries").asInt(),
                role,
                task.path("body").asText().equals("approve")
                        || task.path("operator").path("builtIn").asBoolean(),
                task.has("mapping"),
                task.path("group").asText(),
                options.path("isolation").asText(),
                new AtOnce(
                        options.path("maxActivePerRun").asInt(Integer.MAX_VALUE),
                        options.path("maxActivePerDag").asInt(Integer.MAX_VALUE)),
                new Share(
                        options.path("pool").asText(),
                        options.path("poolSlots").asInt(),
                        options.path("priorityWeight").asInt(),
                        options.path("weightRule").asText()));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("what is stored is no JSON: " + text, e);
        }
    }
}
