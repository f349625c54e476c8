package dev.rondo.webserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.PageCookie;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The committed document of the API is what its routes read and answer. It is made by asking each of them; what a route
 * reads only now and then must be asked for here.
 */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiTest {

    private static final Path COMMITTED = Path.of("..", "docs", "reference", "openapi.json");
    private static final Path MADE = Path.of("target", "openapi.json");

    private final OpenApiDocument document = new OpenApiDocument();
    private final JsonMapper mapper = new JsonMapper();
    private TestWebserver web;
    private SampleWorld world;

    @BeforeAll
    void fill(TestDatabase mine, @TempDir Path folder) {
        web = TestWebserver.patient(mine, folder, document);
        world = SampleWorld.fill(web);
    }

    @AfterAll
    void stop() {
        web.close();
    }

    @Test
    void the_committed_document_is_what_the_routes_read_and_answer() throws Exception {
        List<String> refused = new ArrayList<>();
        try (FakeScheduler scheduler = new FakeScheduler(web.commands(), c -> SampleCalls.carryOut(web, world, c))) {
            for (Api.Declared route : web.server().routes()) {
                if (asked(route)) {
                    refused.addAll(ask(route));
                }
            }
            assertThat(scheduler.seen()).isNotEmpty();
        }

        String made = document.of(web.server().routes());
        Files.writeString(MADE, made);

        assertThat(refused)
                .as("the log of a callback is named, and there is none")
                .singleElement()
                .asString()
                .startsWith("GET /api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/logs {} -> {\"detail\":\"query.callback: ");
        assertThat(mapper.readTree(made))
                .as("docs/reference/openapi.json; copy webserver/" + MADE + " over it")
                .isEqualTo(mapper.readTree(Files.readString(COMMITTED)));
    }

    /** Not what goes on until its client goes, gives the token back, or is a file. */
    private static boolean asked(Api.Declared route) {
        return route.offered()
                && !route.path().endsWith("/events/stream")
                && !RouteWalk.signsOut(route)
                && (route.path().startsWith("/api/") || route.path().startsWith("/auth/"));
    }

    private List<String> ask(Api.Declared route) throws Exception {
        List<String> refused = new ArrayList<>();
        String method = route.method().name();
        for (String body : SampleCalls.bodies(method + " " + route.path())) {
            var answer = web.send(
                    method,
                    world.path(route.path()),
                    web.token("admin"),
                    method.equals("GET") ? null : body,
                    Map.of("Accept", "application/json", PageCookie.HEADER, "1"));
            if (answer.status() >= 300) {
                refused.add(method + " " + route.path() + " " + body + " -> "
                        + answer.response().body());
            }
        }
        return refused;
    }

    @Test
    void it_is_served_to_everybody() throws Exception {
        var answer = web.send("GET", "/openapi.json", null, null, Map.of());

        JsonNode run = answer.json().at("/paths/~1api~1v2~1dags~1{dag_id}~1dagRuns/post");
        assertThat(run.at("/x-rondo-role").asText()).isEqualTo("user");
        assertThat(run.at("/requestBody/content/application~1json/schema/$ref").asText())
                .isEqualTo("#/components/schemas/DagRunTrigger");
        assertThat(answer.json()
                        .at("/components/schemas/DagRunTrigger/properties/conf")
                        .isMissingNode())
                .isFalse();
    }

    @Test
    void the_form_to_sign_in_never_puts_a_password_into_an_address() throws Exception {
        String page = web.send("GET", "/docs", null, null, Map.of()).response().body();
        String script =
                web.send("GET", "/docs/try.js", null, null, Map.of()).response().body();
        var sent = web.send("POST", "/docs", null, "username=admin&password=hunter2", Map.of());

        assertThat(page).contains("<form id=\"sign-in\" method=\"post\" action=\"/docs\">", "disabled>Sign in<");
        assertThat(script.indexOf("addEventListener(\"submit\", (event) => {\n  signIn(event)"))
                .as("before anything that may fail or take long")
                .isPositive()
                .isLessThan(script.indexOf("\nshow()"));
        assertThat(sent.status()).isEqualTo(404);
        assertThat(sent.response().headers().firstValue("location")).isEmpty();
    }

    @Test
    void the_page_to_try_it_asks_nobody_but_this_server() throws Exception {
        for (String path : List.of("/docs", "/docs/try.js", "/docs/try.css")) {
            var answer = web.send("GET", path, null, null, Map.of());

            assertThat(answer.status()).as(path).isEqualTo(200);
            assertThat(answer.response().body()).as(path).doesNotContain("://").doesNotContain("innerHTML");
        }
    }
}
