package dev.rondo.benchmarks.scenario;

import dev.rondo.benchmarks.figures.ResultLine;
import dev.rondo.benchmarks.figures.Spread;
import dev.rondo.benchmarks.server.BenchmarkException;
import dev.rondo.benchmarks.server.DagJar;
import dev.rondo.benchmarks.server.Rest;
import dev.rondo.benchmarks.server.RondoServer;
import dev.rondo.benchmarks.server.Tables;
import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What people and pages list, over tables as they are after years. Each list is asked for forty times, of another DAG
 * or page each time where it is of one; measured is from the request to the whole answer.
 */
record Lists() implements Scenario {

    private static final int DAGS = 5_000;
    private static final int RUNS_EACH = 200;
    private static final int TASKS_EACH = 10;
    private static final int TIMES = 40;

    // Before, so that little is still compiled: a server that has been up for an hour is what people ask.
    private static final int WARMING = 10;

    // DAG: the name of another DAG each time; N: its number, below 5,000.
    private static final Map<String, String> LISTS = lists();

    private static Map<String, String> lists() {
        Map<String, String> lists = new LinkedHashMap<>();
        lists.put("dags", "/dags?limit=100");
        lists.put("dags_page", "/dags?limit=100&offset=N");
        lists.put("dags_tag", "/dags?limit=100&tags=team_42");
        lists.put("dags_pattern", "/dags?limit=100&dag_id_pattern=y_0N");
        lists.put("dags_last_failed", "/dags?limit=100&last_dag_run_state=failed");
        lists.put("dags_by_next_run", "/dags?limit=100&order_by=-next_dagrun");
        lists.put("dag", "/dags/DAG/details");
        lists.put("stats", "/dagStats?dag_ids=DAG");
        lists.put("tags", "/dagTags?limit=100");
        lists.put("runs", "/dags/~/dagRuns?limit=100");
        lists.put("runs_newest", "/dags/~/dagRuns?limit=100&order_by=-run_after");
        lists.put("runs_by_start", "/dags/~/dagRuns?limit=100&order_by=-start_date");
        lists.put("runs_by_end", "/dags/~/dagRuns?limit=100&order_by=end_date");
        lists.put("runs_by_state", "/dags/~/dagRuns?limit=100&order_by=-state");
        lists.put("runs_by_run_id", "/dags/~/dagRuns?limit=100&order_by=run_id");
        lists.put("runs_by_dag", "/dags/~/dagRuns?limit=100&order_by=-dag_id");
        lists.put("runs_by_logical_date", "/dags/~/dagRuns?limit=100&order_by=-logical_date");
        lists.put("runs_pattern", "/dags/~/dagRuns?limit=100&dag_id_pattern=y_0N&order_by=-run_after");
        lists.put("runs_since", "/dags/~/dagRuns?limit=100&run_after_gte=2025-06-01T00:00:00Z&order_by=-run_after");
        lists.put("runs_cursor", "/dags/~/dagRuns?limit=100&order_by=-start_date&cursor=");
        lists.put("runs_failed", "/dags/~/dagRuns?limit=100&state=failed&order_by=-run_after");
        lists.put("runs_running", "/dags/~/dagRuns?limit=100&state=running");
        lists.put(
                "runs_of_day",
                "/dags/~/dagRuns?limit=100&run_after_gte=2025-03-01T00:00:00Z&run_after_lt=2025-03-02T00:00:00Z");
        lists.put("runs_page", "/dags/~/dagRuns?limit=100&offset=N00");
        lists.put("runs_of_dag", "/dags/DAG/dagRuns?limit=100&order_by=-run_after");
        lists.put("runs_of_dag_failed", "/dags/DAG/dagRuns?limit=100&state=failed");
        lists.put("instances", "/dags/~/dagRuns/~/taskInstances?limit=100");
        lists.put("instances_newest", "/dags/~/dagRuns/~/taskInstances?limit=100&order_by=-start_date");
        lists.put("instances_oldest", "/dags/~/dagRuns/~/taskInstances?limit=100&order_by=start_date");
        lists.put("instances_by_end", "/dags/~/dagRuns/~/taskInstances?limit=100&order_by=-end_date");
        lists.put("instances_by_run_after", "/dags/~/dagRuns/~/taskInstances?limit=100&order_by=-run_after");
        lists.put("instances_by_logical_date", "/dags/~/dagRuns/~/taskInstances?limit=100&order_by=-logical_date");
        lists.put("instances_page", "/dags/~/dagRuns/~/taskInstances?limit=100&offset=N0");
        lists.put("instances_cursor", "/dags/~/dagRuns/~/taskInstances?limit=100&order_by=-start_date&cursor=");
        lists.put(
                "instances_of_day",
                "/dags/~/dagRuns/~/taskInstances?limit=100&start_date_gte=2025-03-01T00:00:00Z"
                        + "&start_date_lt=2025-03-02T00:00:00Z");
        lists.put(
                "instances_pattern",
                "/dags/~/dagRuns/~/taskInstances?limit=100&dag_id_pattern=y_0N&order_by=-run_after");
        lists.put(
                "instances_failed_newest",
                "/dags/~/dagRuns/~/taskInstances?limit=100&state=failed&order_by=-start_date");
        lists.put("instances_failed", "/dags/~/dagRuns/~/taskInstances?limit=100&state=failed");
        lists.put("instances_running", "/dags/~/dagRuns/~/taskInstances?limit=100&state=running");
        lists.put("instances_of_dag", "/dags/DAG/dagRuns/~/taskInstances?limit=100");
        lists.put(
                "instances_of_dag_failed",
                "/dags/DAG/dagRuns/~/taskInstances?limit=100&state=failed&order_by=-start_date");
        lists.put("instances_of_run", "/dags/DAG/dagRuns/scheduled__2025-03-01T00:00:00Z/taskInstances?limit=100");
        lists.put("event_logs", "/eventLogs?limit=100&order_by=-when");
        lists.put("import_errors", "/importErrors?limit=100");
        lists.put("pools", "/pools?limit=100");
        lists.put("jobs", "/jobs?limit=100");
        return lists;
    }

    /** The lists that name no DAG, as somebody sees them who may read one in a hundred. */
    private static Map<String, String> ofSome() {
        Map<String, String> lists = new LinkedHashMap<>();
        LISTS.forEach((name, path) -> {
            if (!path.contains("DAG") && name.matches("(dags|runs|instances)(_.*)?")) {
                lists.put("some_" + name, path);
            }
        });
        return lists;
    }

    private static Rest signInOfSome(RondoServer server, Rest admin) throws IOException {
        JsonObject role = JsonObject.builder().put("name", "none").build();
        JsonObject _ = admin.send(
                "POST",
                "/auth/fab/v1/users",
                JsonObject.builder()
                        .put("username", "some")
                        .put("password", "of-one-in-a-hundred")
                        .put("first_name", "")
                        .put("last_name", "")
                        .put("email", "some@example.org")
                        .put("roles", JsonArray.of(List.of(role)))
                        .build());
        JsonObject _ = admin.send(
                "PUT",
                "/auth/fab/v1/users/some/grants",
                JsonObject.builder().put("tag", "team_42").put("role", "viewer").build());
        return server.signIn("some", "of-one-in-a-hundred");
    }

    @Override
    public String about() {
        return "lists of the API over 5,000 DAGs, 1 million runs and 10 million instances; takes minutes, not in all";
    }

    @Override
    public boolean isInAll() {
        return false;
    }

    @Override
    public ResultLine measure(Bench bench) throws IOException {
        try (RondoServer server = bench.startOnEmptyHome();
                Rest rest = server.signIn();
                Tables tables = server.tables()) {
            DagJar.drop(bench.jar("Ten", Map.of("tasks", TASKS_EACH)), server.dags(), "days_of_10.jar");
            tables.awaitDags("days_of_10", 1);
            bench.surroundings().progress().say("making 10 million instances");
            double begin = bench.surroundings().seconds();
            tables.addPast("days_of_10", 0, DAGS, RUNS_EACH, Duration.ofDays(1), TASKS_EACH);
            double made = bench.surroundings().seconds() - begin;
            ResultLine times = ResultLine.part();
            List<Double> p95 = new ArrayList<>();
            ResultLine first = ResultLine.part();
            try (Rest some = signInOfSome(server, rest)) {
                warm(bench, rest, LISTS, first);
                warm(bench, some, ofSome(), first);
                measure(bench, rest, LISTS, times, p95);
                measure(bench, some, ofSome(), times, p95);
            }
            return ResultLine.of("lists")
                    .put("dags", DAGS)
                    .put("runs", (long) DAGS * RUNS_EACH)
                    .put("instances", (long) DAGS * RUNS_EACH * TASKS_EACH)
                    .put("made_s", made, 1)
                    .put("slowest_p95_ms", Spread.of(p95).max(), 1)
                    .put("first_ms", first)
                    .put("answer_ms", times);
        }
    }

    private static void warm(Bench bench, Rest rest, Map<String, String> lists, ResultLine first) {
        lists.forEach((name, path) -> {
            try {
                first.put(name, asked(bench, rest, path, WARMING).getFirst(), 1);
            } catch (BenchmarkException e) {
                first.put(name, "not answered");
            }
        });
    }

    private static void measure(Bench bench, Rest rest, Map<String, String> lists, ResultLine times, List<Double> p95) {
        lists.forEach((name, path) -> {
            try {
                Spread spread = Spread.of(asked(bench, rest, path, TIMES));
                bench.surroundings().progress().say(name + " " + spread);
                p95.add(spread.p95());
                times.put(name, spread);
            } catch (BenchmarkException e) {
                bench.surroundings().progress().say(name + " is not answered: " + e.getMessage());
                times.put(name, "not answered");
            }
        });
    }

    private static List<Double> asked(Bench bench, Rest rest, String path, int times) {
        List<Double> all = new ArrayList<>();
        for (int i = 1; i <= times; i++) {
            int number = i * 7919 % DAGS; // each time another, far from the last
            String filled =
                    path.replace("DAG", "many_%05d".formatted(number + 1)).replace("N", String.valueOf(number));
            double begin = bench.surroundings().seconds();
            JsonObject ignored = rest.send("GET", "/api/v2" + filled, JsonObject.EMPTY);
            all.add((bench.surroundings().seconds() - begin) * 1000);
        }
        return all;
    }
}
