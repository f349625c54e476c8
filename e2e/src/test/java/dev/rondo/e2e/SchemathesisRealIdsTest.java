package dev.rondo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rondo.e2e.harness.Api;
import dev.rondo.e2e.harness.Await;
import dev.rondo.e2e.harness.Distribution;
import dev.rondo.e2e.harness.Python;
import dev.rondo.e2e.harness.RondoExtension;
import dev.rondo.e2e.jar.DagJar;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Schemathesis asks for what there is: with invented ids nearly all answers are 404, and no good one is compared with
 * its schema.
 */
class SchemathesisRealIdsTest {

    private static final int MAX_EXAMPLES = 3;
    private static final JsonMapper JSON = new JsonMapper();

    // Streams without end, what waits for a run, what ends the session, and logs of callbacks, of which there are none.
    private static final Pattern LEFT_OUT =
            Pattern.compile("/events/stream$|/auth/token|/wait$|/auth/oidc|\\{dag_run_id}/logs$");

    @RegisterExtension
    static final RondoExtension RONDO = RondoExtension.standalone();

    @TempDir
    static Path folder;

    private static String first(JsonNode page, String list, String field) {
        JsonNode rows = page.path(list);
        assertThat(rows.isArray() && !rows.isEmpty())
                .as("there are %s: %s", list, page)
                .isTrue();
        return rows.get(0).path(field).asText();
    }

    private static void drop(String name, String text) {
        RONDO.home()
                .drop(
                        name.toLowerCase(Locale.ROOT) + ".jar",
                        DagJar.of(Distribution.built()).dag(name, text).bytes());
    }

    /** Something of every kind that a path may name. */
    private static RealIds world() {
        drop("Asked", """
                public final class Asked implements DagDefinition {
                    public Dag define() {
                        Dag dag = Dag.create("asked").tags("lesson").schedule("@daily").startDate("2026-01-01");
                        dag.task("read").call(() -> "a value").outlets(Asset.of("table"), AssetAlias.of("tables"));
                        return dag;
                    }
                }
                """);
        drop("Waits", """
                public final class Waits implements DagDefinition {
                    public record Answer(boolean push) {}
                    public Dag define() {
                        Dag dag = Dag.create("waits");
                        dag.approve("may_it", Answer.class);
                        return dag;
                    }
                }
                """);
        drop("Queued", """
                public final class Queued implements DagDefinition {
                    public Dag define() {
                        Dag dag = Dag.create("queued").schedule(Schedule.assets(Asset.of("table").and(Asset.of("other"))));
                        dag.task("read").call(() -> "a value");
                        return dag;
                    }
                }
                """);
        RONDO.dags().unpause("queued");
        var run = RONDO.dags().run("asked");
        assertThat(run.awaitEnd(Duration.ofMinutes(3))).isEqualTo("success");
        RONDO.dags().unpause("waits");
        var waiting = RONDO.dags().trigger("waits", Map.of());
        RONDO.home().drop("Broken.java", "public final class Broken {".getBytes(StandardCharsets.UTF_8));
        Await.until("an import error", () -> !RONDO.dags().importErrors().isEmpty());
        var _ = waiting.awaitTask("may_it", "deferred");
        Api api = RONDO.api();
        JsonNode _ = api.post("/connections", Map.of("connection_id", "lake", "conn_type", "http", "host", "h"));
        JsonNode _ = api.post("/variables", Map.of("key", "place", "value", "x"));
        JsonNode token = api.post("/tokens", Map.of("name", "nightly", "role", "viewer"));
        JsonNode backfill = api.post(
                "/backfills",
                Map.of("dag_id", "asked", "from_date", "2026-01-01T00:00:00Z", "to_date", "2026-01-02T00:00:00Z"));
        Map<String, String> ids = new HashMap<>();
        ids.put("dag_id", "asked");
        ids.put("dag_run_id", run.id());
        ids.put("task_id", "read");
        ids.put("map_index", "-1");
        ids.put("try_number", "1");
        ids.put("task_try_number", "1");
        ids.put("xcom_key", "return_value");
        ids.put("version_number", "1");
        ids.put("asset_id", first(api.get("/assets?name_pattern=table"), "assets", "id"));
        ids.put("asset_alias_id", first(api.get("/assets/aliases"), "asset_aliases", "id"));
        ids.put("backfill_id", backfill.path("id").asText());
        ids.put("connection_id", "lake");
        ids.put("variable_key", "place");
        ids.put("pool_name", "default_pool");
        ids.put("event_log_id", first(api.get("/eventLogs"), "event_logs", "event_log_id"));
        ids.put("import_error_id", first(api.get("/importErrors"), "import_errors", "import_error_id"));
        ids.put("token_id", token.path("id").asText());
        ids.put("file_name", "asked.jar");
        ids.put("section", "core");
        ids.put("option", "version");
        ids.put("role_name", "Op");
        ids.put("username", "admin");
        Map<String, String> question = Map.of("dag_id", "waits", "dag_run_id", waiting.id(), "task_id", "may_it");
        return new RealIds(ids)
                .atEnd("/hitlDetails", question)
                .atEnd("/hitlDetails/tries/{try_number}", question)
                .atEnd("/queuedEvents", Map.of("dag_id", "queued"));
    }

    /** What was asked for and answered with success. */
    private static Set<String> good(Path har) throws IOException {
        Set<String> good = new HashSet<>();
        for (JsonNode entry : JSON.readTree(har.toFile()).at("/log/entries")) {
            if (entry.at("/response/status").asInt() / 100 == 2) {
                good.add(URI.create(entry.at("/request/url").asText()).getPath());
            }
        }
        return good;
    }

    @Test
    void what_there_is_is_answered_as_the_document_says() throws Exception {
        Schemathesis schemathesis = Schemathesis.in(folder);
        RealIds ids = world();
        ObjectNode document = (ObjectNode) JSON.readTree(
                RONDO.api().base().resolve("/openapi.json").toURL().openStream());
        Map<String, String> paths = new LinkedHashMap<>(ids.narrow(document, LEFT_OUT));
        Path file = Files.writeString(folder.resolve("real-ids.json"), document.toString());
        Path har = folder.resolve("answers.har");

        Python.Outcome outcome = schemathesis.ask(
                RONDO.api(),
                file.toString(),
                MAX_EXAMPLES,
                "--mode",
                "positive",
                "--report",
                "har",
                "--report-har-path",
                har.toString());

        assertThat(outcome.ok()).as(outcome.words()).isTrue();
        paths.keySet().removeAll(good(har));
        assertThat(paths.values())
                .as("operations of which no good answer was compared")
                .isEmpty();
    }
}
