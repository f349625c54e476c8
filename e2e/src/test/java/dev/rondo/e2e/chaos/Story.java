package dev.rondo.e2e.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rondo.e2e.chaos.Lives.Life;
import dev.rondo.e2e.chaos.Lives.Which;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What there is when all is over: the rows of the tables, the graphs that are stored there, and what the bodies left.
 */
record Story(
        List<RunRow> runs,
        Map<Which, Row> instances,
        Map<String, Map<String, Task>> dags,
        Map<Which, List<Life>> lives) {

    private static final ObjectMapper JSON = new ObjectMapper();

    record RunRow(
            long no,
            String dag,
            String id,
            String state,
            String reason,
            String date,
            String type,
            long backfill,
            String times) {
        String clean() {
            return Which.clean(id);
        }

        @Override
        public String toString() {
            return dag + " " + id + " (" + times + ")";
        }
    }

    record Row(
            Which key,
            String state,
            int tryNumber,
            int maxTries,
            String reason,
            String pool,
            int slots,
            String followed,
            String times) {}

    /** A task as the stored graph has it. */
    record Task(
            String id,
            Set<String> upstream,
            String rule,
            int retries,
            boolean setup,
            boolean teardown,
            boolean mapped,
            String group,
            int maxPerRun,
            int maxPerDag) {}

    static Story read(Database database, Path folder) {
        List<RunRow> runs = database.list(
                """
                select run_no, dag_id, run_id, state, coalesce(reason, ''), coalesce(to_char(logical_date at time zone 'UTC',
                    'YYYY-MM-DD"T"HH24:MI'), ''), run_type, coalesce(backfill_id, 0), concat_ws(' ', 'no', run_no, 'version', row_version, 'queued',
                    queued_at, 'from', start_date, 'to', end_date) from dag_run order by run_no""",
                row -> new RunRow(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7),
                        row.getLong(8),
                        row.getString(9)));
        Map<Which, Row> instances = new HashMap<>();
        for (Row row : database.list(
                """
                select r.dag_id, r.run_id, i.task_id, i.map_index, coalesce(i.state, 'none'), i.try_number, i.max_tries,
                    coalesce(i.reason, ''), i.pool, i.pool_slots, coalesce(i.followed, '-'),
                    concat_ws(' ', 'queued', i.queued_at, 'from', i.start_date, 'to', i.end_date, 'tries', (
                        select string_agg(t.try_number || ' ' || coalesce(t.end_date::text, '-'), ', ') from task_try t
                        where t.run_no = i.run_no and t.task_id = i.task_id and t.map_index = i.map_index))
                from task_instance i join dag_run r on r.run_no = i.run_no""",
                row -> new Row(
                        new Which(row.getString(1), Which.clean(row.getString(2)), row.getString(3), row.getInt(4)),
                        row.getString(5),
                        row.getInt(6),
                        row.getInt(7),
                        row.getString(8),
                        row.getString(9),
                        row.getInt(10),
                        row.getString(11),
                        row.getString(12)))) {
            instances.put(row.key, row);
        }
        Map<String, Map<String, Task>> dags = new HashMap<>();
        for (String graph : database.texts("select graph from dag_version")) {
            JsonNode dag = json(graph);
            dags.put(dag.path("id").asText(), tasks(dag));
        }
        return new Story(runs, instances, dags, Lives.read(folder));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("a stored graph is no JSON", e);
        }
    }

    private static Map<String, Task> tasks(JsonNode dag) {
        Map<String, Task> tasks = new HashMap<>();
        for (JsonNode task : dag.path("tasks")) {
            JsonNode options = dag.path("optionSets").path(task.path("options").asInt());
            Set<String> upstream = new HashSet<>();
            task.path("upstream").forEach(id -> upstream.add(id.asText()));
            String id = task.path("id").asText();
            tasks.put(
                    id,
                    new Task(
                            id,
                            upstream,
                            options.path("triggerRule").asText(),
                            options.path("retries").asInt(),
                            task.path("setup").asBoolean(),
                            task.has("teardownOf"),
                            task.has("mapping"),
                            task.path("group").asText(),
                            options.path("maxActivePerRun").asInt(Integer.MAX_VALUE),
                            options.path("maxActivePerDag").asInt(Integer.MAX_VALUE)));
        }
        return tasks;
    }

    Task task(Which key) {
        return Objects.requireNonNull(
                Objects.requireNonNull(dags.get(key.dag())).get(key.task()), key::toString);
    }

    List<Life> livesOf(Which key) {
        return lives.getOrDefault(key, List.of());
    }

    @Nullable
    Row instance(Which key) {
        return instances.get(key);
    }

    /** All instances of a task in a run. */
    List<Row> instancesOf(String dag, String run, String task) {
        List<Row> found = new ArrayList<>();
        Row unmapped = instances.get(new Which(dag, run, task, -1));
        if (unmapped != null) {
            found.add(unmapped);
        }
        for (int map = 0; ; map++) {
            Row row = instances.get(new Which(dag, run, task, map));
            if (row == null) {
                return found;
            }
            found.add(row);
        }
    }

    /** The instances that this one waits for: within a group that is mapped, those of its own element. */
    List<Row> before(Row row) {
        Task task = task(row.key());
        List<Row> found = new ArrayList<>();
        for (String upstream : task.upstream()) {
            Task before = task(new Which(row.key().dag(), row.key().run(), upstream, -1));
            boolean sameElement = row.key().map() >= 0
                    && !task.group().isEmpty()
                    && task.group().equals(before.group());
            Row own = instances.get(new Which(
                    row.key().dag(), row.key().run(), upstream, row.key().map()));
            if (sameElement && own != null) {
                found.add(own);
            } else {
                found.addAll(instancesOf(row.key().dag(), row.key().run(), upstream));
            }
        }
        return found;
    }
}
