package dev.rondo.webserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.metadata.log.LogStore.LogKey;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.sdk.spec.ScheduleSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Logs that are followed while they are written. */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LogStreamTest {

    private static final String RUN = "/api/v2/dags/flights/dagRuns/";

    private TestWebserver web;

    @BeforeAll
    void fill(TestDatabase mine, @TempDir Path folder) {
        web = TestWebserver.patient(mine, folder);
        web.rows().dag("flights", new ScheduleSpec.None(), List.of(), "fetch");
    }

    @AfterAll
    void stop() {
        web.close();
    }

    private long run(String runId, String state) {
        long run = web.rows().run("flights", runId, "running", SampleWorld.DAY.plusSeconds(runId.hashCode()));
        web.rows().instance(run, "fetch", -1, state);
        return run;
    }

    private long say(String runId, String whose, long offset, String text) throws IOException {
        return web.logs().append(new LogKey("flights", runId, whose, -1, 1), 7, offset, text.getBytes(UTF_8));
    }

    private BufferedReader follow(HttpClient client, String runId, String query) throws Exception {
        return follow(client, runId, query, "");
    }

    private BufferedReader follow(HttpClient client, String runId, String query, String last) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
                        + web.server().port() + RUN + runId + "/taskInstances/fetch/logs/1" + query))
                .header("Authorization", "Bearer " + web.token("viewer"))
                .header("Accept", "text/event-stream")
                .header("Last-Event-ID", last)
                .build();
        var answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValue("text/event-stream;charset=utf-8");
        return new BufferedReader(new InputStreamReader(answer.body(), UTF_8));
    }

    /** The next event as its lines; comments are passed over. */
    private static List<String> event(BufferedReader lines) throws IOException {
        while (true) {
            List<String> event = new java.util.ArrayList<>();
            for (String line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
                event.add(line);
            }
            if (event.isEmpty() || !event.getFirst().startsWith(":")) {
                return event;
            }
        }
    }

    @Test
    @Timeout(60)
    void lines_come_as_they_are_written_and_the_end_when_the_try_is_over() throws Exception {
        long run = run("lively", "running");
        long first = say("lively", "fetch", 0, "{\"event\":\"one\"}\nplain\n");
        try (HttpClient client = HttpClient.newHttpClient();
                BufferedReader lines = follow(client, "lively", "")) {
            assertThat(event(lines))
                    .containsExactly(
                            "event: log", "id: " + first, "data: {\"event\":\"one\"}", "data: {\"event\":\"plain\"}");

            long second = say("lively", "fetch", first, "{\"event\":\"two\"}\n");

            assertThat(event(lines)).containsExactly("event: log", "id: " + second, "data: {\"event\":\"two\"}");
            web.rows().moveInstance(run, "fetch", "success");
            assertThat(event(lines)).containsExactly("event: end", "data: ");
            assertThat(lines.readLine()).isNull();
        }
    }

    @Test
    @Timeout(60)
    void who_was_cut_off_goes_on_where_they_were() throws Exception {
        run("resumed", "success");
        long first = say("resumed", "fetch", 0, "{\"event\":\"one\"}\n");
        say("resumed", "fetch", first, "{\"event\":\"two\"}\n");

        try (HttpClient client = HttpClient.newHttpClient();
                BufferedReader lines = follow(client, "resumed", "?token=" + first)) {
            assertThat(event(lines)).contains("data: {\"event\":\"two\"}").doesNotContain("data: {\"event\":\"one\"}");
            assertThat(event(lines)).contains("event: end");
        }
    }

    @Test
    @Timeout(60)
    void a_browser_that_comes_back_names_the_event_it_had_last_beside_its_old_request() throws Exception {
        run("repeated", "success");
        long first = say("repeated", "fetch", 0, "{\"event\":\"one\"}\n");
        long second = say("repeated", "fetch", first, "{\"event\":\"two\"}\n");
        say("repeated", "fetch", second, "{\"event\":\"three\"}\n");

        try (HttpClient client = HttpClient.newHttpClient();
                BufferedReader lines = follow(client, "repeated", "?token=" + first, "" + second)) {
            assertThat(event(lines))
                    .contains("data: {\"event\":\"three\"}")
                    .doesNotContain("data: {\"event\":\"two\"}");
            assertThat(event(lines)).contains("event: end");
        }
        TestWebserver.Answer wrong = web.send(
                "GET",
                RUN + "repeated/taskInstances/fetch/logs/1",
                web.token("viewer"),
                null,
                Map.of("Accept", "text/event-stream", "Last-Event-ID", "x"));
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.at("/detail").asText()).startsWith("Last-Event-ID: ");
    }

    @Test
    void of_what_is_not_there_nothing_is_streamed() throws Exception {
        run("missed", "success");
        Map<String, String> stream = Map.of("Accept", "text/event-stream");

        assertThat(web.send("GET", RUN + "missed/taskInstances/fetch/logs/9", web.token("viewer"), null, stream)
                        .status())
                .isEqualTo(404);
        assertThat(web.send(
                                "GET",
                                RUN + "missed/taskInstances/fetch/logs/1?token=-1",
                                web.token("viewer"),
                                null,
                                stream)
                        .status())
                .isEqualTo(422);
    }
}
