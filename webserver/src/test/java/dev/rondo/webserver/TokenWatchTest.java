package dev.rondo.webserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.metadata.log.LogStore;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.metadata.testing.TestPause;
import dev.rondo.sdk.spec.ScheduleSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Requests that go on when the token that they began with is revoked. */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenWatchTest {

    private static final Duration UNTIL_LOOK = Duration.ofSeconds(15);

    // Megabytes: more than lies between a server and who does not read.
    private static final int LONG = 40;

    private TestWebserver web;
    private long run;

    @BeforeAll
    void fill(TestDatabase mine, @TempDir Path folder) {
        web = TestWebserver.patient(mine, folder);
        web.rows().dag("flights", new ScheduleSpec.None(), List.of(), "fetch");
        run = web.rows().run("flights", "goes_on", "running", SampleWorld.DAY);
        web.rows().instance(run, "fetch", -1, "running");
    }

    @AfterAll
    void stop() {
        web.close();
    }

    /** What a token of that name is answered, line by line; it is revoked after the first. */
    private BufferedReader begun(HttpClient client, String tokenName, String path, String accept, String first)
            throws Exception {
        var made = web.post("/api/v2/tokens", "{\"name\":\"" + tokenName + "\",\"role\":\"viewer\"}");
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + web.server().port() + path))
                .header("Authorization", "Bearer " + made.at("/token").asText())
                .header("Accept", accept)
                .build();
        var lines = new BufferedReader(new InputStreamReader(
                client.send(request, HttpResponse.BodyHandlers.ofInputStream()).body(), StandardCharsets.UTF_8));
        assertThat(lines.readLine()).isEqualTo(first);
        var revoked =
                web.send("DELETE", "/api/v2/tokens/" + made.at("/id").asLong(), web.token("admin"), null, Map.of());
        assertThat(revoked.status()).isEqualTo(204);
        return lines;
    }

    @Test
    @Timeout(20)
    void a_stream_that_is_never_silent_ends_and_tells_nothing_more() throws Exception {
        AtomicBoolean moving = new AtomicBoolean(true);
        try (HttpClient client = HttpClient.newHttpClient();
                BufferedReader lines =
                        begun(client, "streams", "/api/v2/events/stream", "text/event-stream", ": open")) {
            web.pass(UNTIL_LOOK);
            Thread mover = Thread.ofVirtual().start(() -> move(moving));

            List<String> told = lines.lines()
                    .takeWhile(line -> !line.startsWith("data"))
                    .filter(line -> !line.isEmpty() && !line.startsWith("id: ")) // where it begins
                    .toList();
            moving.set(false);
            mover.join();

            assertThat(told).isEmpty();
        } finally {
            moving.set(false);
        }
    }

    /** Moves a task to and fro, faster than anybody looks. */
    private void move(AtomicBoolean moving) {
        try {
            for (boolean done = true; moving.get(); done = !done) {
                web.rows().moveInstance(run, "fetch", done ? "success" : "running");
                TestPause.pause(Duration.ofMillis(50));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    @Timeout(20)
    void waiting_for_a_run_ends_before_the_run_does() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient();
                BufferedReader lines = begun(
                        client,
                        "waits",
                        "/api/v2/dags/flights/dagRuns/goes_on/wait?interval=0.1",
                        "*/*",
                        "{\"state\":\"running\"}")) {
            web.pass(UNTIL_LOOK);

            assertThat(toTheEnd(lines)).isIn("", "{\"state\":\"running\"}");
        }
    }

    @Test
    @Timeout(60)
    void a_long_log_ends_in_the_middle() throws Exception {
        LogStore.LogKey key = new LogStore.LogKey("flights", "goes_on", "fetch", -1, 1);
        byte[] piece = ("x".repeat(1_000) + "\n").repeat(1_000).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < LONG; i++) {
            assertThat(web.logs().append(key, 7, (long) i * piece.length, piece))
                    .isEqualTo((i + 1L) * piece.length);
        }
        try (HttpClient client = HttpClient.newHttpClient();
                BufferedReader lines = begun(
                        client,
                        "reads",
                        "/api/v2/dags/flights/dagRuns/goes_on/taskInstances/fetch/logs/1",
                        "text/event-stream",
                        ": open")) {
            web.pass(UNTIL_LOOK);

            long told = lines.lines().filter(line -> line.startsWith("data: {")).count();

            assertThat(told).as("of %s lines", LONG * 1_000).isBetween(1L, LONG * 1_000L - 1);
        }
    }

    /** The last line; empty where there is none. */
    private static String toTheEnd(BufferedReader lines) throws IOException {
        String last = "";
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            last = line;
        }
        return last;
    }
}
