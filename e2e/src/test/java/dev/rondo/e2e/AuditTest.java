package dev.rondo.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.e2e.harness.Api;
import dev.rondo.e2e.harness.Await;
import dev.rondo.e2e.harness.RondoExtension;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each request that changes something leaves an entry that says who, from where, and what was before and is after. */
class AuditTest {

    @RegisterExtension
    static final RondoExtension RONDO = RondoExtension.standalone();

    private static final String SECRET = "correct-horse-battery";

    /** Writing routes that leave no entry, and why. */
    private static final Map<String, String> SILENT = Map.ofEntries(
            entry("POST /api/v2/backfills/dry_run", "shows what would be"),
            entry("PATCH /api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/dry_run", "shows what would be"),
            entry(
                    "PATCH /api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/taskGroupInstances/{group_id}/dry_run",
                    "shows what would be"),
            entry(
                    "PATCH /api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/{task_id}/dry_run",
                    "shows what would be"),
            entry(
                    "PATCH /api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/{task_id}/{map_index}/dry_run",
                    "shows what would be"),
            entry("POST /api/v2/connections/test", "tries a connection, and keeps nothing of it"),
            entry("POST /api/v2/dags/{dag_id}/dagRuns/list", "reads"),
            entry("POST /api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/list", "reads"),
            entry("POST /api/v2/dags/{dag_id}/favorite", "a mark for one's own eyes"),
            entry("POST /api/v2/dags/{dag_id}/unfavorite", "a mark for one's own eyes"),
            entry("POST /auth/token", "signs in"),
            entry("POST /auth/token/cli", "signs in"),
            entry("POST /auth/session", "signs in"),
            entry("DELETE /auth/token", "signs out"),
            entry("DELETE /auth/session", "signs out"));

    private static final String RUNS = "/api/v2/dags/{dag_id}/dagRuns";
    private static final String RUN = RUNS + "/{dag_run_id}";
    private static final String TASK = RUN + "/taskInstances/{task_id}";

    private final Map<String, String> known = new LinkedHashMap<>();
    private final Set<String> asked = new TreeSet<>();
    private final List<String> wrong = new ArrayList<>();

    @BeforeAll
    static void drop() {
        RONDO.home().drop("Audited.java", """
                import dev.rondo.sdk.Asset;
                import dev.rondo.sdk.Dag;
                import dev.rondo.sdk.DagFamily;
                import dev.rondo.sdk.Schedule;
                import java.util.List;

                public final class Audited implements DagFamily {
                    record Answer(boolean push, String why) {}

                    static final Asset ORDERS = Asset.of("orders");

                    @Override
                    public List<Dag> define() {
                        Dag audited = Dag.create("audited").schedule("@daily").startDate("2026-01-01")
                                .pausedUponCreation(true);
                        audited.task("work").run(() -> {});
                        audited.group("late").task("inner").run(() -> {});
                        audited.approve("ask", Answer.class);
                        Dag makes = Dag.create("makes").pausedUponCreation(false);
                        makes.task("make").run(() -> {}).outlets(ORDERS);
                        Dag waits = Dag.create("waits")
                                .schedule(Schedule.assets(ORDERS.and(Asset.of("rates"))))
                                .pausedUponCreation(false);
                        waits.task("wait").run(() -> {});
                        Dag gone = Dag.create("gone");
                        gone.task("work").run(() -> {});
                        return List.of(audited, makes, waits, gone);
                    }
                }
                """.getBytes(UTF_8));
        RONDO.dags().awaitThere("waits");
    }

    /** Carries a request out and looks at the entries that it left. */
    private JsonNode change(String method, String route, @Nullable Map<String, ?> body) {
        asked.add(method + " " + route.replaceAll("\\?.*", ""));
        long before = newest();
        String path = route;
        for (Map.Entry<String, String> each : known.entrySet()) {
            path = path.replace("{" + each.getKey() + "}", each.getValue());
        }
        Api.Answer answer = RONDO.api().sendTo(method, path, body, "application/json");
        String what = method + " " + path;
        if (answer.status() / 100 != 2) {
            wrong.add(what + " was answered with " + answer.status() + " " + answer.body());
        }
        List<JsonNode> entries = entriesSince(before);
        if (entries.isEmpty()) {
            wrong.add(what + " left no entry");
        }
        entries.forEach(entry -> check(what, entry));
        return answer.body().isEmpty() ? RONDO.api().get("/version") : answer.json();
    }

    private void check(String what, JsonNode entry) {
        boolean isTold = entry.path("owner").asText().equals("admin")
                && entry.path("source").asText().equals("rest_api")
                && !entry.path("remote_address").asText().isEmpty()
                && !entry.path("when").asText().isEmpty()
                && (entry.path("before").isObject() || entry.path("after").isObject())
                && entry.path("extra").asText().contains("\"change\":{");
        if (!isTold) {
            wrong.add(what + " left " + entry);
        }
        if (entry.toString().contains(SECRET)) {
            wrong.add(what + " told a secret");
        }
    }

    private static long newest() {
        return RONDO.api()
                .get("/eventLogs?order_by=-id&limit=1")
                .at("/event_logs/0/event_log_id")
                .asLong();
    }

    private static List<JsonNode> entriesSince(long id) {
        List<JsonNode> since = new ArrayList<>();
        RONDO.api().get("/eventLogs?order_by=-id&limit=20").path("event_logs").forEach(entry -> {
            if (entry.path("event_log_id").asLong() > id) {
                since.add(entry);
            }
        });
        return since;
    }

    private static void awaitState(String taskId, String state) {
        JsonNode ignored = Await.until(
                taskId + " to be " + state,
                () -> RONDO.api().get("/dags/audited/dagRuns/first/taskInstances/" + taskId),
                found -> found.path("state").asText().equals(state));
    }

    private static Map<String, ?> bulk(String action, Map<String, ?> entity) {
        return Map.of("actions", List.of(Map.of("action", action, "entities", List.of(entity))));
    }

    @Test
    void each_writing_route_leaves_an_entry_with_who_from_where_before_and_after() {
        settings();
        users();
        runs();
        assets();
        backfills();
        dags();

        Set<String> routes = new HashSet<>(SILENT.keySet());
        routes.addAll(asked);
        assertThat(wrong).isEmpty();
        assertThat(routes).as("every writing route").isEqualTo(writingRoutes());
    }

    private static Set<String> writingRoutes() {
        Set<String> routes = new TreeSet<>();
        JsonNode paths = RONDO.api()
                .sendTo("GET", "/openapi.json", null, "application/json")
                .json()
                .path("paths");
        paths.properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                    if (Set.of("post", "put", "patch", "delete").contains(method)) {
                        routes.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
                    }
                }));
        return routes;
    }

    private void settings() {
        known.putAll(Map.of("pool_name", "gpu", "variable_key", "token", "connection_id", "warehouse"));
        change("POST", "/api/v2/pools", Map.of("name", "gpu", "slots", 2));
        change("PATCH", "/api/v2/pools/{pool_name}?update_mask=slots", Map.of("name", "gpu", "slots", 3));
        change("DELETE", "/api/v2/pools/{pool_name}", null);
        change("PATCH", "/api/v2/pools", bulk("create", Map.of("name", "tpu", "slots", 2)));
        change("POST", "/api/v2/variables", Map.of("key", "token", "value", SECRET));
        change("PATCH", "/api/v2/variables/{variable_key}", Map.of("key", "token", "value", SECRET + "2"));
        change("DELETE", "/api/v2/variables/{variable_key}", null);
        change("PATCH", "/api/v2/variables", bulk("create", Map.of("key", "other", "value", SECRET)));
        Map<String, ?> connection =
                Map.of("connection_id", "warehouse", "conn_type", "postgres", "host", "db", "password", SECRET);
        change("POST", "/api/v2/connections", connection);
        change(
                "PATCH",
                "/api/v2/connections/{connection_id}",
                Map.of("connection_id", "warehouse", "conn_type", "postgres", "host", "new", "password", SECRET + "2"));
        change("DELETE", "/api/v2/connections/{connection_id}", null);
        change("PATCH", "/api/v2/connections", bulk("create", connection));
    }

    private void users() {
        known.put("username", "ann");
        change(
                "POST",
                "/auth/fab/v1/users",
                Map.of(
                        "username",
                        "ann",
                        "password",
                        SECRET,
                        "email",
                        "ann@example.org",
                        "first_name",
                        "Ann",
                        "last_name",
                        "Onym",
                        "roles",
                        List.of(Map.of("name", "viewer"))));
        change("PATCH", "/auth/fab/v1/users/{username}", Map.of("password", SECRET + "2"));
        change("PUT", "/auth/fab/v1/users/{username}/grants", Map.of("dag_id", "audited", "role", "op"));
        change("DELETE", "/auth/fab/v1/users/{username}/grants?dag_id=audited", null);
        change("DELETE", "/auth/fab/v1/users/{username}", null);
        known.put(
                "token_id",
                change("POST", "/api/v2/tokens", Map.of("name", "nightly"))
                        .path("id")
                        .asText());
        change("DELETE", "/api/v2/tokens/{token_id}", null);
        change(
                "PATCH",
                "/auth/password",
                Map.of("old_password", RONDO.password(), "new_password", SECRET + "-of-admin"));
    }

    private void runs() {
        known.putAll(Map.of(
                "dag_id",
                "audited",
                "dag_run_id",
                "first",
                "task_id",
                "work",
                "map_index",
                "-1",
                "group_id",
                "late",
                "xcom_key",
                "odd"));
        change("PATCH", "/api/v2/dags/{dag_id}", Map.of("is_paused", false));
        change("PATCH", "/api/v2/dags?dag_id_pattern=gone", Map.of("is_paused", false));
        change("POST", RUNS, Map.of("dag_run_id", "first", "logical_date", "2026-01-05T00:00:00Z"));
        awaitState("ask", "deferred");
        awaitState("late.inner", "success");
        change(
                "PATCH",
                RUN + "/taskInstances/ask/{map_index}/hitlDetails",
                Map.of("chosen_options", List.of("Approve"), "params_input", Map.of("push", true, "why", SECRET)));
        asked.remove("PATCH " + RUN + "/taskInstances/ask/{map_index}/hitlDetails");
        asked.add("PATCH " + TASK + "/{map_index}/hitlDetails");
        change("POST", TASK + "/xcomEntries", Map.of("key", "odd", "value", Map.of("rows", 7, "api_key", SECRET)));
        change("PATCH", TASK + "/xcomEntries/{xcom_key}", Map.of("value", Map.of("rows", 8, "api_key", SECRET)));
        change("DELETE", TASK + "/xcomEntries/{xcom_key}", null);
        change("PATCH", TASK, Map.of("new_state", "failed"));
        change("PATCH", TASK + "/{map_index}", Map.of("new_state", "success"));
        change("PATCH", RUN + "/taskGroupInstances/{group_id}", Map.of("new_state", "failed"));
        change(
                "PATCH",
                RUN + "/taskInstances",
                bulk("update", Map.of("task_id", "work", "map_index", -1, "new_state", "failed")));
        change("PATCH", RUN, Map.of("note", "looked at"));
        change("PATCH", RUN, Map.of("state", "failed"));
        change("POST", RUN + "/clear", Map.of("dry_run", false));
        awaitState("ask", "deferred");
        change("PATCH", RUN, Map.of("state", "failed"));
        change(
                "POST",
                "/api/v2/dags/{dag_id}/clearTaskInstances",
                Map.of("dry_run", false, "dag_run_id", "first", "task_ids", List.of("work"), "only_failed", false));
        change("PATCH", RUN, Map.of("state", "failed"));
        change(
                "POST",
                "/api/v2/dags/{dag_id}/clearDagRuns",
                Map.of("dry_run", false, "dag_runs", List.of(Map.of("dag_run_id", "first"))));
        change("PATCH", RUNS, bulk("update", Map.of("dag_run_id", "first", "state", "failed")));
        change("DELETE", RUN, null);
    }

    private void assets() {
        known.putAll(Map.of("dag_id", "waits", "asset_id", assetId("rates")));
        Map<String, ?> update = Map.of("asset_id", Long.valueOf(assetId("rates")), "extra", Map.of("rows", 1));
        change("POST", "/api/v2/assets/events", update);
        change("DELETE", "/api/v2/assets/{asset_id}/queuedEvents", null);
        change("POST", "/api/v2/assets/events", update);
        change("DELETE", "/api/v2/dags/{dag_id}/assets/queuedEvents", null);
        change("POST", "/api/v2/assets/events", update);
        change("DELETE", "/api/v2/dags/{dag_id}/assets/{asset_id}/queuedEvents", null);
        known.put("asset_id", assetId("orders"));
        change("POST", "/api/v2/assets/{asset_id}/materialize", Map.of());
    }

    private static String assetId(String name) {
        return RONDO.api()
                .get("/assets?name_pattern=" + name)
                .at("/assets/0/id")
                .asText();
    }

    private void backfills() {
        Map<String, ?> wanted = Map.of(
                "dag_id",
                "audited",
                "from_date",
                "2026-01-10T00:00:00Z",
                "to_date",
                "2026-01-12T00:00:00Z",
                "max_active_runs",
                1);
        known.put(
                "backfill_id",
                change("POST", "/api/v2/backfills", wanted).path("id").asText());
        change("PUT", "/api/v2/backfills/{backfill_id}/pause", null);
        change("PUT", "/api/v2/backfills/{backfill_id}/unpause", null);
        change("PUT", "/api/v2/backfills/{backfill_id}/cancel", null);
        change("POST", "/api/v2/backfills/{backfill_id}/retry", Map.of());
    }

    private void dags() {
        known.putAll(Map.of("dag_id", "gone", "file_name", "Later.java"));
        change("DELETE", "/api/v2/dags/{dag_id}", null);
        change("PUT", "/api/v2/dagFiles/{file_name}", Map.of("no", "class"));
    }
}
