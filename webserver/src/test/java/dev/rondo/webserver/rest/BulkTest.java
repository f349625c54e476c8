package dev.rondo.webserver.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.metadata.CommitUnknownException;
import dev.rondo.metadata.DatabaseUnavailableException;
import io.javalin.Javalin;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a request for many things tells when the database goes away in the midst of it. */
class BulkTest {

    private final Table table = new Table();
    private final Json json = new Json();
    private final HttpClient client = HttpClient.newHttpClient();
    private Javalin server;

    /** Names of things; what has to do with one of them fails when the test says so. */
    private static final class Table implements Bulk.Things<String> {

        private final List<String> names = new ArrayList<>();
        private String failing = "";
        private RuntimeException failure = new IllegalStateException("none is set");

        private void touch(String name) {
            if (name.equals(failing)) {
                throw failure;
            }
        }

        @Override
        public String read(Bulk.Kind kind, String where, JsonNode node) {
            return node.asText();
        }

        @Override
        public String named(String name) {
            return name;
        }

        @Override
        public String nameOf(String entity, String where) {
            return entity;
        }

        @Override
        public boolean exists(String entity) {
            touch("look for " + entity);
            return names.contains(entity);
        }

        @Override
        public void create(String entity, boolean overwrite, String part) {
            touch("make " + entity);
            names.add(entity);
        }

        @Override
        public void update(String entity, List<String> mask, String part) {
            touch("change " + entity);
        }

        @Override
        public void delete(String entity, String part) {
            names.remove(entity);
        }
    }

    @BeforeEach
    void start() {
        server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            Api api = new Api(config.routes, json, token -> new Api.Found.Refused("nobody is known"), Observer.NONE);
            api.install();
            api.patch("/things", Role.PUBLIC, request -> Bulk.run(request, table, Set.of(), part -> false));
        });
        server.start("127.0.0.1", 0);
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private HttpResponse<String> patch(String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/things"))
                        .method("PATCH", HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> make(String onExistence, String... names) throws Exception {
        return patch("{\"actions\":[{\"action\":\"create\",\"action_on_existence\":\"" + onExistence
                + "\",\"entities\":[\"" + String.join("\",\"", names) + "\"]},"
                + "{\"action\":\"delete\",\"entities\":[\"one\"]}]}");
    }

    private static String stoppedAt(String made, String failure, String notTried) {
        return "{\"create\":{\"success\":[" + made + "],\"errors\":[{\"error\":\"" + failure
                + "\",\"status_code\":503}" + notTried(notTried) + "]},\"update\":null,"
                + "\"delete\":{\"success\":[],\"errors\":[" + notTried("one").substring(1) + "]}}";
    }

    private static String notTried(String names) {
        return names.isEmpty()
                ? ""
                : ",{\"error\":\"not tried: " + names + "; send them again later\",\"status_code\":503}";
    }

    @Test
    void what_was_made_before_the_database_went_away_is_told() throws Exception {
        table.failing = "make two";
        table.failure = new CommitUnknownException(new IllegalStateException("broken pipe"));

        HttpResponse<String> answer = make("fail", "one", "two", "three");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo(stoppedAt(
                        "\"one\"",
                        "two: the database went away while it was told; ask with the same Idempotency-Key, or look",
                        "three"));
        assertThat(table.names).containsExactly("one");
    }

    @Test
    void so_it_is_where_it_went_while_a_thing_was_looked_for() throws Exception {
        table.failing = "look for three";
        table.failure = new DatabaseUnavailableException("gone", new IllegalStateException("refused"));

        HttpResponse<String> answer = make("skip", "one", "two", "three");

        assertThat(answer.body())
                .isEqualTo(stoppedAt("\"one\",\"two\"", "three: the database cannot be reached; try again", ""));
    }

    @Test
    void so_it_is_where_it_went_between_two_actions() throws Exception {
        table.failing = "look for two";
        table.failure = new DatabaseUnavailableException("gone", new IllegalStateException("refused"));

        HttpResponse<String> answer = patch("""
                {"actions":[{"action":"create","entities":["one"]},{"action":"create","entities":["two","three"]},
                            {"action":"delete","entities":["one"]}]}""");

        assertThat(answer.body())
                .isEqualTo(stoppedAt("\"one\"", "two: the database cannot be reached; try again", "three"));
    }

    @Test
    void when_nothing_was_done_the_request_is_refused() throws Exception {
        table.failing = "look for one";
        table.failure = new DatabaseUnavailableException("gone", new IllegalStateException("refused"));

        HttpResponse<String> answer = make("fail", "one", "two");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("\"code\":\"DATABASE_UNAVAILABLE\"");
    }

    @Test
    void a_bug_is_none_of_these() throws Exception {
        table.failing = "make two";
        table.failure = new IllegalStateException("a bug");

        HttpResponse<String> answer = make("fail", "one", "two");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("INTERNAL_ERROR").doesNotContain("a bug");
    }
}
